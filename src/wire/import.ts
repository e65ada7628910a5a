/** Rows of one point as a journal message: what `campus import` and the API put in. One from a broker is refused before the journal. */

import { Buffer } from 'node:buffer'
import { instant, type Quality, type RawMessage } from '../domain/index.ts'
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
}

/**
 * Form of version 2, little endian: version byte, u16 length of the id, the id in UTF-8, f64 oldest time that is believed (epoch ms), then rows of
 * f64 time (epoch ms), f64 value, u8 quality. Version 1, which older journals and archives hold, has neither the oldest time nor the quality.
 */
const VERSION = 2
const HEAD = 3
const SINCE = 8
const ROW = 17
const ROW_VERSION_1 = 16

/** The store has no code for an estimate of somebody else: such a value is `suspect`. Positions are the codes of the form. */
const QUALITIES: readonly Quality[] = ['good', 'suspect']
const GOOD = 0
const ESTIMATED = 1

interface ImportFrame {
  readonly point: string
  /** Where the rows begin. */
  readonly at: number
  readonly rowLength: number
  readonly since: number
  readonly qualityAt: (row: number) => number
}

/** Values in the unit of the point. */
export function encodeImport(
  point: string,
  rows: readonly (readonly [time: number, value: number])[],
  marks: ImportMarks = {},
): Uint8Array {
  const id = Buffer.from(point, 'utf8')
  const estimated = new Set(marks.estimated)
  const bytes = Buffer.alloc(HEAD + id.length + SINCE + rows.length * ROW)
  bytes.writeUInt8(VERSION, 0)
  bytes.writeUInt16LE(id.length, 1)
  id.copy(bytes, HEAD)
  bytes.writeDoubleLE(marks.acceptSince ?? ACCEPT_SINCE, HEAD + id.length)
  let at = HEAD + id.length + SINCE
  for (const [i, [time, value]] of rows.entries()) {
    bytes.writeDoubleLE(time, at)
    bytes.writeDoubleLE(value, at + 8)
    bytes.writeUInt8(estimated.has(i) ? ESTIMATED : GOOD, at + 16)
    at += ROW
  }
  return bytes
}

/** The head of the frame, or null when the bytes are not of this form. */
function parseFrame(bytes: Buffer): ImportFrame | null {
  if (bytes.length < HEAD) return null
  const version = bytes.readUInt8(0)
  if (version !== 1 && version !== VERSION) return null
  const end = HEAD + bytes.readUInt16LE(1)
  const at = version === 1 ? end : end + SINCE
  const rowLength = version === 1 ? ROW_VERSION_1 : ROW
  if (at > bytes.length || (bytes.length - at) % rowLength !== 0) return null
  const point = bytes.toString('utf8', HEAD, end)
  // Version 1 stays without a limit: a replay of the archive gives the same readings again.
  if (version === 1) return { point, at, rowLength, since: Number.NEGATIVE_INFINITY, qualityAt: () => GOOD }
  return { point, at, rowLength, since: bytes.readDoubleLE(end), qualityAt: (row) => bytes.readUInt8(row + 16) }
}

/** The quantity is the point's own, which point mapping knows: `unknown` stands here, and the value is not converted. */
export function decodeImport(message: RawMessage, out: DecodeOutput): void {
  const { payload, receivedAt } = message
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const frame = parseFrame(bytes)
  if (frame === null) return refuse(out, 'invalid-payload', 'the bytes are no imported rows')
  const { point } = frame
  for (let at = frame.at; at < bytes.length; at += frame.rowLength) {
    const time = bytes.readDoubleLE(at)
    const value = bytes.readDoubleLE(at + 8)
    const quality = QUALITIES[frame.qualityAt(at)]
    if (!Number.isFinite(value)) refuse(out, 'bad-value', `${value} for "${point}" is not a number`)
    else if (quality === undefined) refuse(out, 'bad-value', `the quality of a row of "${point}" has no meaning`)
    else if (!Number.isInteger(time) || time > receivedAt + ACCEPT_AHEAD || time < frame.since)
      refuse(out, 'bad-time', `the time ${time} of a row of "${point}" is not believable`)
    else
      out.readings.push({
        device: '',
        channel: point,
        quantity: 'unknown',
        unit: '1',
        kind: 'instant',
        value,
        time: instant(time),
        timeSource: 'value',
        quality,
      })
  }
  if (frame.at === bytes.length) out.events.push({ type: 'ignored', device: null, fields: [], detail: `no rows of "${point}"` })
}
