/** The tar format (POSIX.1-1988 ustar) as far as a backup needs it: plain files, names of ASCII characters, one time for all. */

import { PortError } from '../../../ports/index.ts'

export const BLOCK = 512
const NAME_BYTES = 100
const CHECKSUM_AT = 148
const CHECKSUM_CHARS = 8

export interface TarEntry {
  readonly name: string
  readonly size: number
  /** Seconds since 1970. */
  readonly modified: number
}

/** Two empty blocks. */
export const TAR_END = Buffer.alloc(2 * BLOCK)

/** Zeros between the bytes of a file and the next block. */
export const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

const octal = (value: number, chars: number): string => `${value.toString(8).padStart(chars - 1, '0')}\0`

export function encodeTarHeader({ name, size, modified }: TarEntry): Buffer {
  if (Buffer.byteLength(name) > NAME_BYTES) throw new PortError('refused', `"${name}" is too long for a part of a backup`)
  const header = Buffer.alloc(BLOCK)
  header.write(name, 0)
  header.write(`${octal(0o600, 8)}${octal(0, 8)}${octal(0, 8)}${octal(size, 12)}${octal(modified, 12)}`, NAME_BYTES)
  header.fill(' ', CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_CHARS)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((all, byte) => all + byte, 0)
  header.write(`${octal(sum, 7)} `, CHECKSUM_AT)
  return header
}

/** Null where the block is not exactly what `encodeTarHeader` writes: then it is damaged, or of another program. */
export function decodeTarHeader(header: Buffer): TarEntry | null {
  const name = header.toString('latin1', 0, NAME_BYTES).replace(/\0.*$/s, '')
  const number = (at: number): number => Number.parseInt(header.toString('latin1', at, at + 11), 8)
  const entry = { name, size: number(124), modified: number(136) }
  if (!Number.isSafeInteger(entry.size) || !Number.isSafeInteger(entry.modified)) return null
  return encodeTarHeader(entry).equals(header) ? entry : null
}
