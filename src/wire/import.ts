/** Rows of one point as a journal message: what `campus import` and the API put in. One from a broker is refused before the journal. */

import { Buffer } from 'node:buffer'
import { instant, type RawMessage } from '../domain/index.ts'
import { type DecodeOutput, refuse } from './codec.ts'
import { ACCEPT_AHEAD } from './values/time.ts'

export const IMPORT_TOPIC = '$campus/import'
export const IMPORT_SOURCE = 'import'

/** Format: version byte, u16 length of the id, the id in UTF-8, then pairs of f64 (epoch ms, value), all little endian. */
const VERSION = 1
const HEAD = 3
const ROW = 16

/** Values in the unit of the point. */
export function encodeImport(point: string, rows: readonly (readonly [time: number, value: number])[]): Uint8Array {
  const id = Buffer.from(point, 'utf8')
  const bytes = Buffer.alloc(HEAD + id.length + rows.length * ROW)
  bytes.writeUInt8(VERSION, 0)
  bytes.writeUInt16LE(id.length, 1)
  id.copy(bytes, HEAD)
  let at = HEAD + id.length
  for (const [time, value] of rows) {
    bytes.writeDoubleLE(time, at)
    bytes.writeDoubleLE(value, at + 8)
    at += ROW
  }
  return bytes
}

/** The point and where its rows begin, or null when the bytes are not of this form. */
function parseHead(bytes: Buffer): { readonly point: string; readonly at: number } | null {
  if (bytes.length < HEAD || bytes.readUInt8(0) !== VERSION) return null
  const at = HEAD + bytes.readUInt16LE(1)
  if (at > bytes.length || (bytes.length - at) % ROW !== 0) return null
  return { point: bytes.toString('utf8', HEAD, at), at }
}

/** The quantity is the point's own, which point mapping knows: `unknown` stands here, and the value is not converted. */
export function decodeImport(message: RawMessage, out: DecodeOutput): void {
  const { payload, receivedAt } = message
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const found = parseHead(bytes)
  if (found === null) return refuse(out, 'invalid-payload', 'the bytes are no imported rows')
  const { point } = found
  for (let at = found.at; at < bytes.length; at += ROW) {
    const time = bytes.readDoubleLE(at)
    const value = bytes.readDoubleLE(at + 8)
    if (!Number.isFinite(value)) refuse(out, 'bad-value', `${value} for "${point}" is not a number`)
    else if (!Number.isInteger(time) || time > receivedAt + ACCEPT_AHEAD)
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
        quality: 'good',
      })
  }
  if (found.at === bytes.length) out.events.push({ type: 'ignored', device: null, fields: [], detail: `no rows of "${point}"` })
}
