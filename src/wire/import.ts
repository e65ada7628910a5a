/** Rows of one point as a journal message: what `campus import` and the API put in. One from a broker is refused before the journal. */

import { Buffer } from 'node:buffer'
import { instant, type Quality, QUALITY_CODE, qualityOf, type RawMessage } from '../domain/index.ts'
import { type DecodeOutput, refuse } from './codec.ts'
import { ACCEPT_SINCE } from './values/time.ts'
import { ACCEPT_AHEAD } from './values/time-text.ts'

export const IMPORT_TOPIC = '$campus/import'
export const IMPORT_SOURCE = 'import'

/** What holds for rows beside their time and value. */
export interface ImportMarks {
  /** Positions of rows, from 0, whose value is an estimate. */
  readonly estimated?: readonly number[]
  /** Oldest time that is believed, epoch ms; 2000-01-01 where left out. */
  readonly acceptSince?: number
  /** Id of the import that the rows belong to. */
  readonly import?: string
  /** Codes of the rows as they were stored before, or REMOVED_CODE: the import is undone, and the rows are stored as they stand. */
  readonly storedCodes?: readonly number[]
}

/**
 * Form of version 3, little endian: version byte, u16 length of the id, the id in UTF-8, f64 oldest time that is believed (epoch ms), u8 1 where
 * an import is undone, u16 length and text of the import's id, then rows of f64 time (epoch ms), f64 value, u8 quality code. Version 2 has
 * neither the mark nor the import, and 1 for an estimate; version 1 has no oldest time and no quality either. Journals and archives hold them.
 */
const VERSION = 3
const HEAD = 3
const SINCE = 8
const UNDO = 3
const ROW = 17
const ROW_VERSION_1 = 16

interface ImportFrame {
  readonly point: string
  /** Where the rows begin. */
  readonly at: number
  readonly rowLength: number
  readonly since: number
  readonly undo: boolean
  readonly import: string | null
  /** Quality code of the row at this byte. */
  readonly codeAt: (row: number) => number
}

/** Values in the unit of the point. */
export function encodeImport(
  point: string,
  rows: readonly (readonly [time: number, value: number])[],
  marks: ImportMarks = {},
): Uint8Array {
  const id = Buffer.from(point, 'utf8')
  const importId = Buffer.from(marks.import ?? '', 'utf8')
  const estimated = new Set(marks.estimated)
  const { storedCodes } = marks
  const head = HEAD + id.length + SINCE + UNDO + importId.length
  const bytes = Buffer.alloc(head + rows.length * ROW)
  bytes.writeUInt8(VERSION, 0)
  bytes.writeUInt16LE(id.length, 1)
  id.copy(bytes, HEAD)
  bytes.writeDoubleLE(marks.acceptSince ?? ACCEPT_SINCE, HEAD + id.length)
  bytes.writeUInt8(storedCodes === undefined ? 0 : 1, HEAD + id.length + SINCE)
  bytes.writeUInt16LE(importId.length, HEAD + id.length + SINCE + 1)
  importId.copy(bytes, head - importId.length)
  let at = head
  for (const [i, [time, value]] of rows.entries()) {
    bytes.writeDoubleLE(time, at)
    bytes.writeDoubleLE(value, at + 8)
    bytes.writeUInt8(storedCodes?.[i] ?? (estimated.has(i) ? QUALITY_CODE.estimated : QUALITY_CODE.good), at + 16)
    at += ROW
  }
  return bytes
}

/** Id of the import whose rows the payload holds, or takes back; null where it names none. */
export function importOf(payload: Uint8Array): string | null {
  return parseFrame(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength))?.import ?? null
}

/** The head of the frame, or null when the bytes are not of this form. */
function parseFrame(bytes: Buffer): ImportFrame | null {
  if (bytes.length < HEAD) return null
  const version = bytes.readUInt8(0)
  const end = HEAD + bytes.readUInt16LE(1)
  const frame = version === 1 ? version1(end) : version === 2 ? version2(bytes, end) : version === VERSION ? version3(bytes, end) : null
  if (frame === null || frame.at > bytes.length || (bytes.length - frame.at) % frame.rowLength !== 0) return null
  return { point: bytes.toString('utf8', HEAD, end), ...frame }
}

type FrameHead = Omit<ImportFrame, 'point'>

/** Version 1 stays without a limit: a replay of the archive gives the same readings again. */
function version1(end: number): FrameHead {
  const none = { undo: false, import: null, codeAt: () => QUALITY_CODE.good }
  return { at: end, rowLength: ROW_VERSION_1, since: Number.NEGATIVE_INFINITY, ...none }
}

function version2(bytes: Buffer, end: number): FrameHead | null {
  if (end + SINCE > bytes.length) return null
  const codeAt = (row: number): number => [QUALITY_CODE.good, QUALITY_CODE.estimated][bytes.readUInt8(row + 16)] ?? Number.NaN
  return { at: end + SINCE, rowLength: ROW, since: bytes.readDoubleLE(end), undo: false, import: null, codeAt }
}

function version3(bytes: Buffer, end: number): FrameHead | null {
  const name = end + SINCE + UNDO
  if (name > bytes.length) return null
  const at = name + bytes.readUInt16LE(name - 2)
  const undo = bytes.readUInt8(end + SINCE) === 1
  const id = bytes.toString('utf8', name, at)
  const codeAt = (row: number): number => bytes.readUInt8(row + 16)
  return { at, rowLength: ROW, since: bytes.readDoubleLE(end), undo, import: id === '' ? null : id, codeAt }
}

/** The quantity is the point's own, which point mapping knows: `unknown` stands here, and the value is not converted. */
export function decodeImport(message: RawMessage, out: DecodeOutput): void {
  const { payload } = message
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const frame = parseFrame(bytes)
  if (frame === null) return refuse(out, 'invalid-payload', 'the bytes are no imported rows')
  for (let at = frame.at; at < bytes.length; at += frame.rowLength) decodeRow({ bytes, at, frame }, message.receivedAt, out)
  if (frame.at === bytes.length) out.events.push({ type: 'ignored', device: null, fields: [], detail: `no rows of "${frame.point}"` })
}

const IMPORTED: readonly Quality[] = ['good', 'estimated']

interface RowAt {
  readonly bytes: Buffer
  readonly at: number
  readonly frame: ImportFrame
}

function decodeRow({ bytes, at, frame }: RowAt, receivedAt: number, out: DecodeOutput): void {
  const { point, since, undo } = frame
  const time = bytes.readDoubleLE(at)
  const value = bytes.readDoubleLE(at + 8)
  const code = frame.codeAt(at)
  const quality = Number.isNaN(code) ? 'bad' : qualityOf(code)
  const reading = { device: '', channel: point, quantity: 'unknown', unit: '1', kind: 'instant', timeSource: 'value' } as const
  if (undo) out.readings.push({ ...reading, value, time: instant(time), quality, storedCode: code })
  else if (!Number.isFinite(value)) refuse(out, 'bad-value', `${value} for "${point}" is not a number`)
  else if (!IMPORTED.includes(quality)) refuse(out, 'bad-value', `the quality of a row of "${point}" has no meaning`)
  else if (!Number.isInteger(time) || time > receivedAt + ACCEPT_AHEAD || time < since)
    refuse(out, 'bad-time', `the time ${time} of a row of "${point}" is not believable`)
  else out.readings.push({ ...reading, value, time: instant(time), quality })
}
