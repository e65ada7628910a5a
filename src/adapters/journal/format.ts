/**
 * The journal's bytes, version 1 (docs/journal-format.md). A segment is a header and frames:
 *
 *   header  "CAMPUSJL" | version u32 | checksum u32 | first seq f64 | reserved f64          32 bytes
 *   frame   marker u16 | body length u32 | crc32 of the body u32 | body
 *   body    seq f64 | received at f64, epoch ms | flags u8 | topic length u16 | topic, UTF-8 | payload
 *
 * All numbers are little endian. Flags: bit 0 retain, bit 1 dup, bits 2..3 QoS, bit 4 replayed. CRC-32 as in zlib. Sequences and times are whole numbers
 * below 2^53. Within a segment sequences follow one another without a gap.
 */

import { crc32 } from 'node:zlib'
import { instant, type RawMessage } from '../../domain/index.ts'
import type { JournalEntry } from '../../ports/index.ts'

export const VERSION = 1
export const HEADER_BYTES = 32
export const FRAME_HEAD = 10
export const BODY_HEAD = 19
/** Larger than any message that the limits accept; a greater length is damage. */
export const MAX_BODY = 16 * 1024 * 1024

const MAGIC = Buffer.from('CAMPUSJL', 'latin1')
const MARKER = 0xc5e1
const MARKER_BYTES = Buffer.from([MARKER & 0xff, MARKER >> 8])
const SMALLEST_FRAME = FRAME_HEAD + BODY_HEAD

export function segmentName(firstSeq: number): string {
  return `${String(firstSeq).padStart(16, '0')}.journal`
}

export function firstSeqOf(name: string): number | null {
  const match = /^(\d{16})\.journal$/.exec(name)
  return match ? Number(match[1]) : null
}

export function encodeHeader(firstSeq: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  MAGIC.copy(header)
  header.writeUInt32LE(VERSION, 8)
  header.writeDoubleLE(firstSeq, 16)
  header.writeUInt32LE(headerChecksum(header), 12)
  return header
}

/** CRC-32 of the header with zeros in the place of the checksum. */
function headerChecksum(header: Buffer): number {
  const bytes = Buffer.from(header.subarray(0, HEADER_BYTES))
  bytes.writeUInt32LE(0, 12)
  return crc32(bytes)
}

/** `torn`: incomplete; `damaged`: not a valid header; a version: a valid header of another version. */
export type HeaderFault = 'torn' | 'damaged' | { readonly version: number }

/** Early segments of version 1 have 0 instead of a checksum. */
export function headerFault(bytes: Buffer): HeaderFault | null {
  if (bytes.length < HEADER_BYTES) return 'torn'
  const magic = bytes.subarray(0, 8).equals(MAGIC)
  const version = bytes.readUInt32LE(8)
  const checksum = bytes.readUInt32LE(12)
  const intact = checksum === headerChecksum(bytes) || (checksum === 0 && version === VERSION)
  if (!magic || !intact) return 'damaged'
  return version === VERSION ? null : { version }
}

/** Writes a frame at `at` of `into` and returns its length; null when it does not fit. */
export function encodeFrame(into: Buffer, seq: number, message: RawMessage, at = 0): number | null {
  const topicBytes = Buffer.byteLength(message.topic)
  const body = BODY_HEAD + topicBytes + message.payload.length
  const total = FRAME_HEAD + body
  if (at + total > into.length) return null
  const start = at + FRAME_HEAD
  into.writeUInt16LE(MARKER, at)
  into.writeUInt32LE(body, at + 2)
  into.writeDoubleLE(seq, start)
  into.writeDoubleLE(message.receivedAt, start + 8)
  into[start + 16] = (message.retain ? 1 : 0) | (message.dup ? 2 : 0) | (message.qos << 2) | (message.replayed ? 16 : 0)
  into.writeUInt16LE(topicBytes, start + 17)
  into.write(message.topic, start + BODY_HEAD)
  into.set(message.payload, start + BODY_HEAD + topicBytes)
  into.writeUInt32LE(crc32(into.subarray(start, at + total)), at + 6)
  return total
}

/** Overwrites the payload of the frame that ends at `end` with zeros, and marks the message so that no replay decodes it. */
export function redactFrame(bytes: Buffer, end: number, { topic, payload }: RawMessage): void {
  const start = end - payload.length - Buffer.byteLength(topic) - BODY_HEAD
  bytes.fill(0, end - payload.length, end)
  bytes[start + 16] = (bytes[start + 16] as number) | 16
  bytes.writeUInt32LE(crc32(bytes.subarray(start, end)), start - 4)
}

/** `incomplete`: bytes of the frame are missing; `invalid`: these bytes are not a frame. */
export type ParsedFrame =
  | { readonly kind: 'frame'; readonly entry: JournalEntry; readonly length: number }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'invalid' }

const INCOMPLETE: ParsedFrame = { kind: 'incomplete' }
const INVALID: ParsedFrame = { kind: 'invalid' }

/** Parses the bytes at `at`. The payload is a view of them, not a copy. */
export function parseFrame(bytes: Buffer, at: number): ParsedFrame {
  if (bytes.length - at < FRAME_HEAD) return INCOMPLETE
  if (bytes.readUInt16LE(at) !== MARKER) return INVALID
  const length = bytes.readUInt32LE(at + 2)
  if (length < BODY_HEAD || length > MAX_BODY) return INVALID
  const body = at + FRAME_HEAD
  if (bytes.length - body < length) return INCOMPLETE
  if (crc32(bytes.subarray(body, body + length)) !== bytes.readUInt32LE(at + 6)) return INVALID
  return { kind: 'frame', entry: entryOf(bytes, body, length), length: FRAME_HEAD + length }
}

function entryOf(bytes: Buffer, body: number, length: number): JournalEntry {
  const flags = bytes[body + 16] as number
  const topicEnd = body + BODY_HEAD + bytes.readUInt16LE(body + 17)
  const message: RawMessage = {
    topic: bytes.toString('utf8', body + BODY_HEAD, topicEnd),
    payload: bytes.subarray(topicEnd, body + length),
    receivedAt: instant(bytes.readDoubleLE(body + 8)),
    retain: (flags & 1) !== 0,
    dup: (flags & 2) !== 0,
    qos: ((flags >> 2) & 3) as 0 | 1 | 2,
  }
  return { seq: bytes.readDoubleLE(body), message: (flags & 16) === 0 ? message : { ...message, replayed: true } }
}

/**
 * Start of the next complete frame after damage at `from`, or null. `last` is the sequence before the damage: bytes that look like a frame but
 * whose sequence cannot follow it lie within the payload of a message, where any sender may have put them.
 */
export function findFrameAfter(bytes: Buffer, from: number, last: number): number | null {
  for (let at = bytes.indexOf(MARKER_BYTES, from + 1); at >= 0; at = bytes.indexOf(MARKER_BYTES, at + 1)) {
    if (bytes.length - at < SMALLEST_FRAME) return null
    const seq = bytes.readDoubleLE(at + FRAME_HEAD)
    const most = last + 1 + Math.floor((at - from) / SMALLEST_FRAME)
    if (seq > last && seq <= most && parseFrame(bytes, at).kind === 'frame') return at
  }
  return null
}
