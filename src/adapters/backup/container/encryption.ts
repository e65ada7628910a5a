/**
 * Encryption of a backup with a passphrase: scrypt (RFC 7914) makes the keys, AES-256-GCM (NIST SP 800-38D) encrypts chunks of 1 MiB. The nonce of a
 * chunk is its number and whether it is the last one, so that chunks cannot be left out, repeated or exchanged; each file has a salt, and so keys, of its own.
 *
 *   "CAMPUSBE" | header length u32 | header JSON | HMAC-SHA256 of what stands before, 32 bytes | chunks: encrypted bytes and their tag of 16 bytes
 */

import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { PortError } from '../../../ports/index.ts'
import { type ByteReader, createByteReader } from './byte-reader.ts'

export const ENCRYPTED_MAGIC = Buffer.from('CAMPUSBE', 'latin1')
const CHUNK = 1024 * 1024
const TAG = 16
const MAC = 32
const NONCE = 12
/** 128 MiB of memory for half a second: OWASP's recommendation for scrypt. */
const COST = { N: 2 ** 17, r: 8, p: 1 }
/** More is no header of ours: it would take the memory of the machine. */
const MOST_COST = 2 ** 20
const MOST_HEADER = 4096

interface Header {
  readonly format: 1
  readonly cipher: 'aes-256-gcm'
  readonly kdf: 'scrypt'
  readonly N: number
  readonly r: number
  readonly p: number
  /** base64 */
  readonly salt: string
}

interface Keys {
  readonly content: Buffer
  readonly header: Buffer
}

function deriveKeys(passphrase: string, { N, r, p, salt }: Header): Promise<Keys> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.from(salt, 'base64'), 64, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error === null) resolve({ content: key.subarray(0, 32), header: key.subarray(32) })
      else reject(error)
    })
  })
}

function nonceOf(n: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE)
  nonce.writeUIntBE(n, 5, 6)
  nonce[NONCE - 1] = last ? 1 : 0
  return nonce
}

const macOf = (key: Buffer, head: Buffer): Buffer => createHmac('sha256', key).update(head).digest()

/** `N`: cost of scrypt, a power of two. */
export async function* encryptBackup(chunks: AsyncIterable<Uint8Array>, passphrase: string, N = COST.N): AsyncGenerator<Uint8Array> {
  const header: Header = { format: 1, cipher: 'aes-256-gcm', kdf: 'scrypt', ...COST, N, salt: randomBytes(32).toString('base64') }
  const keys = await deriveKeys(passphrase, header)
  const json = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(json.length)
  const head = Buffer.concat([ENCRYPTED_MAGIC, length, json])
  yield head
  yield macOf(keys.header, head)
  const reader = createByteReader(chunks)
  try {
    let plain = await reader.take(CHUNK)
    for (let n = 0; ; n++) {
      const next = await reader.take(CHUNK)
      const cipher = createCipheriv('aes-256-gcm', keys.content, nonceOf(n, next.length === 0))
      yield cipher.update(plain)
      cipher.final()
      yield cipher.getAuthTag()
      if (next.length === 0) return
      plain = next
    }
  } finally {
    await reader.close()
  }
}

/** Bytes of the backup. Rejects with PortError `unauthorized` for a wrong passphrase, `corrupt` at the first damage. `chunks` begin with the magic. */
export async function* decryptBackup(chunks: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Uint8Array> {
  const reader = createByteReader(chunks)
  try {
    const { content } = await readKeys(reader, passphrase)
    let sealed = await reader.take(CHUNK + TAG)
    for (let n = 0; ; n++) {
      const next = await reader.take(CHUNK + TAG)
      yield openChunk(sealed, content, nonceOf(n, next.length === 0))
      if (next.length === 0) return
      sealed = next
    }
  } finally {
    await reader.close()
  }
}

const damaged = (): PortError =>
  new PortError('corrupt', 'the backup is damaged: its encrypted content was changed or cut off; use another backup')

async function readKeys(reader: ByteReader, passphrase: string): Promise<Keys> {
  const start = await reader.take(ENCRYPTED_MAGIC.length + 4)
  const length = start.length < ENCRYPTED_MAGIC.length + 4 ? 0 : start.readUInt32LE(ENCRYPTED_MAGIC.length)
  if (length === 0 || length > MOST_HEADER) throw damaged()
  const json = await reader.take(length)
  const mac = await reader.take(MAC)
  const keys = await deriveKeys(passphrase, headerOf(json))
  if (mac.length === MAC && timingSafeEqual(mac, macOf(keys.header, Buffer.concat([start, json])))) return keys
  throw new PortError('unauthorized', 'the passphrase is not that of this backup, or the beginning of the file is damaged')
}

function headerOf(json: Buffer): Header {
  let header: Partial<Header> | null
  try {
    header = JSON.parse(json.toString()) as Partial<Header> | null
  } catch {
    throw damaged()
  }
  const { format, N = 0, r = 0, p = 0 } = header ?? {}
  if (format !== 1)
    throw new PortError(
      'refused',
      `the backup is encrypted in a form (${String(format)}) that this program does not know: use a newer version`,
    )
  if (!(N > 1 && N <= MOST_COST && r === COST.r && p === COST.p && (N & (N - 1)) === 0)) throw damaged()
  return header as Header
}

function openChunk(sealed: Buffer, key: Buffer, nonce: Buffer): Buffer {
  if (sealed.length < TAG) throw damaged()
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()])
  } catch {
    throw damaged()
  }
}
