/** Entries of a ZIP archive, unpacked piece by piece with a limit. Names and sizes come from the central directory (APPNOTE 4.3.12). */

import { Inflate } from 'fflate'
import { errorText } from '../../kernel/index.ts'

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly offset: number
  readonly encrypted: boolean
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_LENGTH = 22
const LONGEST_COMMENT = 65_535
const MOST_ENTRIES = 10_000
/** Packed bytes a step: each may grow a thousandfold. */
const PIECE = 4096

/** The entries by name, or why the bytes are no archive. */
export function zipEntries(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> | { readonly fault: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - END_LENGTH
  const last = Math.max(0, end - LONGEST_COMMENT)
  while (end >= last && end >= 0 && view.getUint32(end, true) !== END) end--
  if (end < last || end < 0) return { fault: 'the archive has no directory: it is cut off or no ZIP' }
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count > MOST_ENTRIES) return { fault: `the archive has more than ${MOST_ENTRIES} entries` }
  const entries = new Map<string, ZipEntry>()
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return { fault: 'the directory of the archive is damaged' }
    const [name, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)]
    const entry: ZipEntry = {
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    }
    entries.set(entry.name, entry)
    at += 46 + name + extra + comment
  }
  return entries
}

/** The entry in pieces of text; ends with a fault where it cannot be read on. */
export function* unpackText(bytes: Uint8Array, entry: ZipEntry, limit: number): Generator<string | { readonly fault: string }> {
  const packed = packedBytes(bytes, entry)
  if (!(packed instanceof Uint8Array)) return yield packed
  const decoder = new TextDecoder()
  const pieces: Uint8Array[] = []
  const inflate = entry.method === 0 ? null : new Inflate((piece) => pieces.push(piece))
  let total = 0
  for (let at = 0; at < packed.length; at += PIECE) {
    const last = at + PIECE >= packed.length
    const part = packed.subarray(at, at + PIECE)
    if (inflate === null) pieces.push(part)
    else {
      const fault = inflated(inflate, part, last)
      if (fault !== null) return yield { fault }
    }
    for (const piece of pieces.splice(0)) {
      total += piece.length
      if (total > limit) return yield { fault: `"${entry.name}" unpacks to more than ${limit} bytes` }
      yield decoder.decode(piece, { stream: true })
    }
  }
}

function inflated(inflate: Inflate, part: Uint8Array, last: boolean): string | null {
  try {
    inflate.push(part, last)
    return null
  } catch (error) {
    return `the archive is damaged: ${errorText(error)}`
  }
}

function packedBytes(bytes: Uint8Array, { offset, packed, name, encrypted, method }: ZipEntry): Uint8Array | { readonly fault: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (encrypted) return { fault: `"${name}" is encrypted` }
  if (method !== 0 && method !== 8) return { fault: `"${name}" is packed by method ${method}, which is not read` }
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) return { fault: `"${name}" is not where the directory says` }
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  return from + packed > bytes.length ? { fault: `"${name}" is cut off` } : bytes.subarray(from, from + packed)
}
