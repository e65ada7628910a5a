/** CBOR (RFC 8949), as much as SenML uses: arrays, maps, numbers, texts, booleans, null. Bounded in depth and items; nothing is executed. */

import { Buffer } from 'node:buffer'
import type { WireLimits } from '../../codec.ts'

export type CborResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly detail: string }

class CborError extends Error {}

interface Cursor {
  readonly bytes: Buffer
  at: number
  items: number
  readonly most: number
  readonly depth: number
}

const ITEMS_PER_READING = 24

function fail(detail: string): never {
  throw new CborError(detail)
}

function take(cursor: Cursor, length: number): number {
  if (length > cursor.bytes.length - cursor.at) fail('a value ends beyond the message')
  const start = cursor.at
  cursor.at += length
  return start
}

/** The argument of an item (RFC 8949, 3): null stands for an indefinite length. */
function argument(cursor: Cursor, info: number): number | null {
  const { bytes } = cursor
  if (info < 24) return info
  if (info === 24) return bytes.readUInt8(take(cursor, 1))
  if (info === 25) return bytes.readUInt16BE(take(cursor, 2))
  if (info === 26) return bytes.readUInt32BE(take(cursor, 4))
  if (info === 27) return Number(bytes.readBigUInt64BE(take(cursor, 8)))
  return info === 31 ? null : fail('a length of a kind that RFC 8949 does not define')
}

/** Half precision (RFC 8949, appendix D). */
function halfFloat(half: number): number {
  const exponent = (half >> 10) & 0x1f
  const mantissa = half & 0x3ff
  const size =
    exponent === 0
      ? mantissa * 2 ** -24
      : exponent === 31
        ? mantissa === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : (mantissa + 1024) * 2 ** (exponent - 25)
  return half & 0x8000 ? -size : size
}

function simple(cursor: Cursor, info: number): unknown {
  const { bytes } = cursor
  if (info === 20 || info === 21) return info === 21
  if (info === 22 || info === 23) return null
  if (info === 25) return halfFloat(bytes.readUInt16BE(take(cursor, 2)))
  if (info === 26) return bytes.readFloatBE(take(cursor, 4))
  if (info === 27) return bytes.readDoubleBE(take(cursor, 8))
  return fail('a simple value that SenML does not use')
}

function atBreak(cursor: Cursor): boolean {
  if (cursor.at >= cursor.bytes.length) fail('a value ends beyond the message')
  if (cursor.bytes[cursor.at] !== 0xff) return false
  cursor.at++
  return true
}

function list(cursor: Cursor, length: number | null, depth: number): unknown[] {
  const items: unknown[] = []
  while (length === null ? !atBreak(cursor) : items.length < length) items.push(item(cursor, depth))
  return items
}

function map(cursor: Cursor, length: number | null, depth: number): Map<unknown, unknown> {
  const entries = new Map<unknown, unknown>()
  let count = 0
  while (length === null ? !atBreak(cursor) : count < length) {
    entries.set(item(cursor, depth), item(cursor, depth))
    count++
  }
  return entries
}

function chunk(cursor: Cursor, length: number | null): Buffer {
  if (length === null) return fail('a text in pieces')
  const start = take(cursor, length)
  return cursor.bytes.subarray(start, start + length)
}

/** A decimal fraction or bigfloat, and an encoded time, are values of their own; other tags are transparent. */
function tagged(cursor: Cursor, tag: number | null, depth: number): unknown {
  const value = item(cursor, depth)
  if (tag !== 4 || !Array.isArray(value)) return value
  const [exponent, mantissa] = value as unknown[]
  return typeof exponent === 'number' && typeof mantissa === 'number'
    ? Number(`${mantissa}e${exponent}`)
    : fail('a decimal fraction without its two numbers')
}

function item(cursor: Cursor, depth: number): unknown {
  if (depth > cursor.depth) fail(`CBOR nests deeper than ${cursor.depth} levels`)
  if (++cursor.items > cursor.most) fail(`more than ${cursor.most} items`)
  const head = cursor.bytes.readUInt8(take(cursor, 1))
  const info = head & 0x1f
  const major = head >> 5
  if (major === 7) return simple(cursor, info)
  const length = argument(cursor, info)
  if (major === 0) return length ?? fail('a number without end')
  if (major === 1) return -1 - (length ?? fail('a number without end'))
  if (major === 2) return chunk(cursor, length)
  if (major === 3) return chunk(cursor, length).toString('utf8')
  if (major === 4) return list(cursor, length, depth + 1)
  return major === 5 ? map(cursor, length, depth + 1) : tagged(cursor, length, depth + 1)
}

/** One value that fills the bytes. */
export function parseCbor(payload: Uint8Array, { depth, readingsPerMessage }: WireLimits): CborResult {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const cursor: Cursor = { bytes, at: 0, items: 0, most: readingsPerMessage * ITEMS_PER_READING, depth }
  try {
    const value = item(cursor, 0)
    return cursor.at === bytes.length ? { ok: true, value } : { ok: false, detail: 'bytes follow the value' }
  } catch (error) {
    if (error instanceof CborError) return { ok: false, detail: error.message }
    throw error
  }
}
