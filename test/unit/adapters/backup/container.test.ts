import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decryptBackup, ENCRYPTED_MAGIC, encryptBackup } from '../../../../src/adapters/backup/container/encryption.ts'
import { type BackupAbout, FORMAT } from '../../../../src/adapters/backup/container/manifest.ts'
import { type BackupPart, packBackup } from '../../../../src/adapters/backup/container/pack.ts'
import { unpackBackup } from '../../../../src/adapters/backup/container/unpack.ts'
import { encodeTarHeader, TAR_END } from '../../../../src/adapters/backup/container/tar.ts'

const ABOUT: BackupAbout = {
  format: FORMAT,
  kind: 'campus-energy backup',
  program: '1.2.3',
  campus: 'lab',
  timezone: 'UTC',
  created_at: '2026-03-02T03:04:05.000Z',
  store: 'duckdb',
}
const PARTS: readonly BackupPart[] = [
  { name: 'campus.json.gz', bytes: Buffer.from('one') },
  { name: 'files/empty.000000.gz', bytes: Buffer.alloc(0) },
  { name: 'readings/00000000.gz', bytes: Buffer.alloc(512, 7) },
]

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) yield item
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const found: Uint8Array[] = []
  for await (const chunk of chunks) found.push(chunk)
  return Buffer.concat(found)
}

const packed = (about = ABOUT, parts = PARTS): Promise<Buffer> => all(packBackup(about, each(parts)))

/** In chunks of another size than they were written. */
async function unpacked(bytes: Uint8Array, chunk = 1000): Promise<BackupPart[]> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) => bytes.subarray(i * chunk, (i + 1) * chunk))
  const parts: BackupPart[] = []
  for await (const part of unpackBackup(each(chunks))) parts.push(part)
  return parts
}

describe('a backup', () => {
  it('comes back part by part, whatever the sizes of its chunks', async () => {
    const bytes = await packed()
    for (const chunk of [1, 511, 512, 100_000]) {
      const parts = await unpacked(bytes, chunk)
      expect(parts.slice(1, -2).map(({ name, bytes }) => [name, Buffer.from(bytes).toString('hex')])).toEqual(
        PARTS.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('hex')]),
      )
    }
  })

  it('is refused whichever byte is changed', async () => {
    const bytes = await packed()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Uint8Array.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ flip
        await expect(unpacked(changed)).rejects.toMatchObject({ name: 'PortError' })
      }),
      { numRuns: 400 },
    )
  })

  it('is refused wherever it is cut off, and when something follows it', async () => {
    const bytes = await packed()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (length) => {
        await expect(unpacked(bytes.subarray(0, length))).rejects.toMatchObject({ name: 'PortError' })
      }),
      { numRuns: 100 },
    )
    await expect(unpacked(Buffer.concat([bytes, Buffer.alloc(1)]))).rejects.toMatchObject({ code: 'corrupt' })
  })

  it('of a newer format is refused, and names the version that reads it', async () => {
    const newer = await packed({ ...ABOUT, format: FORMAT + 1, program: '9.0.0' })
    await expect(unpacked(newer)).rejects.toThrow(/format 2 of program version 9\.0\.0.*use that version/)
  })

  it('of an older format is refused, and says how it is brought over', async () => {
    await expect(unpacked(await packed({ ...ABOUT, format: 0 }))).rejects.toThrow(/restore it with that version/)
  })

  it('is told from files of other programs: another archive, a text, an empty file', async () => {
    const tar = Buffer.concat([encodeTarHeader({ name: 'a.txt', size: 0, modified: 0 }), TAR_END])
    for (const bytes of [tar, Buffer.from('a text '.repeat(200)), Buffer.alloc(0)])
      await expect(unpacked(bytes)).rejects.toMatchObject({ code: 'refused' })
  })

  it('names the part that was changed', async () => {
    const bytes = await packed()
    const at = bytes.indexOf('one\0')
    bytes[at] = 0x4f
    await expect(unpacked(bytes)).rejects.toThrow('"campus.json.gz" was changed')
  })
})

const PASSPHRASE = 'correct horse battery'
/** Cheap, so that tests are fast. */
const COST = 2 ** 10
/** The longest content of one chunk, and what lies around it. */
const CHUNK = 1024 * 1024

describe('an encrypted backup', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])('of %i bytes comes back', async (length) => {
    const plain = Buffer.alloc(length, 'abc')
    const sealed = await all(encryptBackup(each([plain]), PASSPHRASE, COST))
    expect(sealed.subarray(0, ENCRYPTED_MAGIC.length).equals(ENCRYPTED_MAGIC)).toBe(true)
    expect((await all(decryptBackup(each([sealed]), PASSPHRASE))).equals(plain)).toBe(true)
  })

  it('shows nothing of its content, and differs from another one of the same content', async () => {
    const plain = Buffer.from('a secret that must not be seen')
    const [one, other] = [
      await all(encryptBackup(each([plain]), PASSPHRASE, COST)),
      await all(encryptBackup(each([plain]), PASSPHRASE, COST)),
    ]
    expect(one.includes('secret')).toBe(false)
    expect(one.subarray(-plain.length).equals(other.subarray(-plain.length))).toBe(false)
  })

  it('is refused with another passphrase', async () => {
    const sealed = await all(encryptBackup(each([Buffer.from('abc')]), PASSPHRASE, COST))
    await expect(all(decryptBackup(each([sealed]), 'another passphrase'))).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('is refused when a byte was changed, when it is cut off, and when its chunks were exchanged', async () => {
    const sealed = await all(encryptBackup(each([Buffer.alloc(2 * CHUNK, 1)]), PASSPHRASE, COST))
    const first = sealed.length - 2 * (CHUNK + 16)
    const flipped = Buffer.from(sealed)
    flipped[first + 5000] = (flipped[first + 5000] ?? 0) ^ 1
    const [head, one, two] = [sealed.subarray(0, first), sealed.subarray(first, first + CHUNK + 16), sealed.subarray(first + CHUNK + 16)]
    for (const bytes of [flipped, sealed.subarray(0, -1), Buffer.concat([head, one]), Buffer.concat([head, two, one])])
      await expect(all(decryptBackup(each([bytes]), PASSPHRASE))).rejects.toMatchObject({ code: 'corrupt' })
  })
})
