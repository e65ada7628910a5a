/** Whatever happened to the bytes of a journal: it opens, whole messages are read, damage is counted, and it goes on. */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeFrame, encodeHeader, HEADER_BYTES, segmentName } from '../../../../src/adapters/journal/format.ts'
import { createJournal } from '../../../../src/adapters/journal/journal.ts'
import { openJournalReader } from '../../../../src/adapters/journal/reader.ts'
import { journalOptions, messageOf, readAll, text } from '../../../support/fixtures/journal.ts'
import { tempFolder } from '../../../support/process/temp-folder.ts'

const FRAMES = 8
const frames = Array.from({ length: FRAMES }, (_, i) => {
  const scratch = Buffer.alloc(200)
  return scratch.subarray(0, encodeFrame(scratch, i + 1, messageOf(`message ${i + 1}`, { topic: `t/${i + 1}` })) ?? 0)
})
const bytes = Buffer.concat([encodeHeader(1), ...frames])
/** Where each frame begins; the last is the end of the file. */
const starts = frames.reduce((at, frame) => [...at, (at.at(-1) ?? 0) + frame.length], [HEADER_BYTES])

const messages = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `message ${from + i}`)

/** A folder with this segment as the first. */
function folderOf(content: Buffer): string {
  const dir = join(tempFolder(), 'journal')
  mkdirSync(dir)
  writeFileSync(join(dir, segmentName(1)), content)
  return dir
}

interface Found {
  readonly read: string[]
  readonly skipped: number
}

function readFrom(dir: string, after = 0): Found {
  const reader = openJournalReader({ dir })
  const read = readAll(reader, after).map(text)
  const found = { read, skipped: reader.skipped() }
  reader.close()
  return found
}

/** Opens what is left, appends two messages, and reads everything from the start, as a service does after a crash. */
async function carryOn(content: Buffer): Promise<Found & { torn: number; corrupt: number; lastSeq: number }> {
  const dir = folderOf(content)
  const journal = await createJournal(journalOptions(dir))
  const { torn, corrupt, lastSeq } = journal.state()
  expect(journal.append(messageOf('new 1'))).toBe(lastSeq + 1)
  expect(journal.append(messageOf('new 2'))).toBe(lastSeq + 2)
  const found = readFrom(dir)
  await journal.close()
  const again = await createJournal(journalOptions(dir))
  expect(again.state()).toMatchObject({ lastSeq: lastSeq + 2, torn: 0 })
  await again.close()
  return { ...found, torn, corrupt, lastSeq }
}

function flipped(bit: number): Buffer {
  const damaged = Buffer.from(bytes)
  damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return damaged
}

describe('a journal that was cut', () => {
  it('at any byte of its last four frames keeps the complete ones before, reports that it was torn, and goes on', async () => {
    for (let end = starts[FRAMES - 4] ?? 0; end <= bytes.length; end++) {
      const whole = starts.filter((start) => start <= end).length - 1
      const found = await carryOn(bytes.subarray(0, end))
      expect(found).toEqual({
        read: [...messages(1, whole), 'new 1', 'new 2'],
        skipped: 0,
        torn: starts.includes(end) ? 0 : 1,
        corrupt: 0,
        lastSeq: whole,
      })
    }
  })

  it('at any byte of its header is created again', async () => {
    for (let end = 0; end < HEADER_BYTES; end++)
      expect(await carryOn(bytes.subarray(0, end))).toEqual({ read: ['new 1', 'new 2'], skipped: 0, torn: 1, corrupt: 0, lastSeq: 0 })
  })

  it('is not read past the cut by an open reader, which reads on when the writer goes on', async () => {
    for (let end = starts[FRAMES - 2] ?? 0; end < bytes.length; end += 5) {
      const dir = folderOf(bytes.subarray(0, end))
      const reader = openJournalReader({ dir })
      const whole = starts.filter((start) => start <= end).length - 1
      expect(reader.read(0, 10_000).map(text)).toEqual(messages(1, whole))
      expect(reader.read(whole, 10_000)).toEqual([])
      const journal = await createJournal(journalOptions(dir))
      journal.append(messageOf('new'))
      expect(readAll(reader, whole).map(text)).toEqual(['new'])
      expect(reader.skipped()).toBe(0)
      reader.close()
      await journal.close()
    }
  })
})

describe('a journal with a flipped bit', () => {
  it('in a frame with others behind it loses that message only, and reports it', async () => {
    const [from, to] = [starts[2] ?? 0, starts[3] ?? 0]
    for (let bit = from * 8; bit < to * 8; bit++) {
      const found = await carryOn(flipped(bit))
      expect(found, `bit ${bit - from * 8}`).toEqual({
        read: [...messages(1, 2), ...messages(4, FRAMES), 'new 1', 'new 2'],
        skipped: 1,
        torn: 0,
        corrupt: 1,
        lastSeq: FRAMES,
      })
    }
  })

  it('in its last frame loses that message only, as if it were torn', async () => {
    const from = starts[FRAMES - 1] ?? 0
    for (let bit = from * 8; bit < bytes.length * 8; bit++) {
      const found = await carryOn(flipped(bit))
      expect(found, `bit ${bit - from * 8}`).toEqual({
        read: [...messages(1, FRAMES - 1), 'new 1', 'new 2'],
        skipped: 0,
        torn: 1,
        corrupt: 0,
        lastSeq: FRAMES - 1,
      })
    }
  })

  it('in its header keeps every message', async () => {
    for (let bit = 0; bit < HEADER_BYTES * 8; bit++) {
      const found = await carryOn(flipped(bit))
      expect(found, `bit ${bit}`).toEqual({
        read: [...messages(1, FRAMES), 'new 1', 'new 2'],
        skipped: 1,
        torn: 0,
        corrupt: 1,
        lastSeq: FRAMES,
      })
    }
  })

  it('in a frame that is being read loses that message only: the reader skips it and follows the writer', async () => {
    const [from, to] = [starts[2] ?? 0, starts[3] ?? 0]
    for (let bit = from * 8; bit < to * 8; bit += 3) {
      const dir = folderOf(flipped(bit))
      const damage: number[] = []
      const reader = openJournalReader({ dir, onDamage: (places) => damage.push(places) })
      expect(readAll(reader).map(text)).toEqual([...messages(1, 2), ...messages(4, FRAMES)])
      expect(reader.skipped()).toBe(1)
      expect(damage).toEqual([1])
      reader.close()
    }
  })
})

describe('a journal of several segments', () => {
  it('with a torn older segment, as after a power cut, is read on in the next', async () => {
    const dir = join(tempFolder(), 'journal')
    const journal = await createJournal(journalOptions(dir, { segmentBytes: 250 }))
    for (let i = 1; i <= 12; i++) journal.append(messageOf(`message ${i}`))
    await journal.close()
    const [first = '', second = ''] = readdirSync(dir).sort()
    const content = readFileSync(join(dir, first))
    const next = Number.parseInt(second, 10)
    writeFileSync(join(dir, first), content.subarray(0, content.length - 3))
    const found = readFrom(dir)
    expect(found).toEqual({ read: [...messages(1, next - 2), ...messages(next, 12)], skipped: 1 })
    const again = await createJournal(journalOptions(dir))
    expect(again.state().lastSeq).toBe(12)
    await again.close()
  })

  it('whose newest is only zeros, as after a power cut, renames it to .damaged and goes on', async () => {
    const dir = folderOf(bytes)
    writeFileSync(join(dir, segmentName(FRAMES + 1)), Buffer.alloc(500))
    const journal = await createJournal(journalOptions(dir))
    expect(journal.state()).toMatchObject({ lastSeq: FRAMES, corrupt: 1 })
    expect(journal.append(messageOf('new'))).toBe(FRAMES + 1)
    expect(readFrom(dir).read).toEqual([...messages(1, FRAMES), 'new'])
    expect(readdirSync(dir)).toContain(`${segmentName(FRAMES + 1)}.damaged`)
    await journal.close()
  })

  it('of a newer program is refused, not misread', async () => {
    const header = encodeHeader(1)
    header.writeUInt32LE(2, 8)
    header.writeUInt32LE(0, 12)
    header.writeUInt32LE(crc32(header), 12)
    const dir = folderOf(Buffer.concat([header, bytes.subarray(HEADER_BYTES)]))
    await expect(createJournal(journalOptions(dir))).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('version 2'),
    })
    expect(() => openJournalReader({ dir }).read(0, 1000)).toThrow('use the newer program')
  })
})

describe('damage before a message that holds the bytes of a frame', () => {
  it('does not yield the frame in the payload: its sequence cannot follow', async () => {
    const forged = Buffer.alloc(200)
    const length = encodeFrame(forged, 900, messageOf('forged', { topic: 'admin' })) ?? 0
    const dir = join(tempFolder(), 'journal')
    const journal = await createJournal(journalOptions(dir))
    journal.append(messageOf('first'))
    const start = journal.state().end
    journal.append(messageOf(Buffer.concat([Buffer.from('carries '), forged.subarray(0, length)])))
    journal.append(messageOf('third'))
    await journal.close()
    const file = join(dir, segmentName(1))
    const content = readFileSync(file)
    content[start] = 0
    writeFileSync(file, content)
    expect(readFrom(dir)).toEqual({ read: ['first', 'third'], skipped: 1 })
  })
})

describe('a segment of arbitrary bytes', () => {
  it('opens, counts as damage, and is followed by new segments', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.record({ from: fc.nat(400), to: fc.nat(400) }).map(({ from, to }) => bytes.subarray(Math.min(from, to), Math.max(from, to))),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), fc.boolean(), async (pieces, withHeader) => {
        const content = Buffer.concat([withHeader ? bytes.subarray(0, HEADER_BYTES) : Buffer.alloc(0), ...pieces])
        const { read } = await carryOn(content)
        expect(read.slice(-2)).toEqual(['new 1', 'new 2'])
        for (const message of read.slice(0, -2)) expect(messages(1, FRAMES)).toContain(message)
      }),
      { numRuns: 200 },
    )
  })
})
