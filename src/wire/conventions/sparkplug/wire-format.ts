/** The wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), read within the bounds of the bytes. */

import { Buffer } from 'node:buffer'

/** Integers of 64 bits stay in two halves: most fit into one, and a number of both is exact up to 2^53. */
export interface Halves {
  lo: number
  hi: number
}

export class ProtoError extends Error {}

/** A field that was read: number and wire type. */
export interface ProtoReader {
  readonly end: () => boolean
  /** Number of the next field; its wire type is then in `wire`. */
  readonly next: () => number
  readonly wire: () => number
  readonly varint: (into: Halves) => void
  /** A varint that is small: tags, booleans, enumerations. */
  readonly small: () => number
  readonly float: () => number
  readonly double: () => number
  readonly text: () => string
  /** Bounds of a nested message; reading goes on behind it. */
  readonly nested: () => readonly [from: number, to: number]
  readonly skip: () => void
}

const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5

function fail(detail: string): never {
  throw new ProtoError(detail)
}

/** Reads `bytes` from `from` to `to`. Throws ProtoError where a field goes beyond. */
export function createProtoReader(bytes: Buffer, from: number, to: number): ProtoReader {
  let at = from
  let type = 0
  const scratch: Halves = { lo: 0, hi: 0 }

  function take(length: number): number {
    const start = at
    if (length > to - at) fail('a field ends beyond the message')
    at += length
    return start
  }

  function varint(into: Halves): void {
    into.lo = 0
    into.hi = 0
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= to) fail('a number ends beyond the message')
      const byte = bytes[at++] as number
      const bits = byte & 0x7f
      if (shift < 28) into.lo |= bits << shift
      else if (shift === 28) {
        into.lo |= bits << 28
        into.hi |= bits >> 4
      } else if (shift < 64) into.hi |= bits << (shift - 32)
      if (byte < 0x80) {
        into.lo >>>= 0
        into.hi >>>= 0
        return
      }
    }
    fail('a number of more than 10 bytes')
  }

  function small(): number {
    const byte = at < to ? (bytes[at] as number) : 0x80
    if (byte < 0x80) {
      at++
      return byte
    }
    varint(scratch)
    return scratch.hi === 0 ? scratch.lo : fail('a number that is too large for its field')
  }

  function length(): number {
    if (type !== BYTES) fail('a field has another type than its definition')
    return small()
  }

  return {
    end: () => at >= to,
    next() {
      const tag = small()
      type = tag & 7
      const field = tag >>> 3
      return field === 0 ? fail('a field has the number 0') : field
    },
    wire: () => type,
    varint(into) {
      if (type !== VARINT) fail('a field has another type than its definition')
      varint(into)
    },
    small() {
      if (type !== VARINT) fail('a field has another type than its definition')
      varint(scratch)
      return scratch.lo
    },
    float: () => (type === FIXED32 ? bytes.readFloatLE(take(4)) : fail('a float of other than 4 bytes')),
    double: () => (type === FIXED64 ? bytes.readDoubleLE(take(8)) : fail('a double of other than 8 bytes')),
    text() {
      const size = length()
      const start = take(size)
      return bytes.toString('utf8', start, start + size)
    },
    nested() {
      const size = length()
      const start = take(size)
      return [start, start + size]
    },
    skip() {
      if (type === VARINT) varint(scratch)
      else if (type === FIXED64) take(8)
      else if (type === FIXED32) take(4)
      else if (type === BYTES) take(length())
      else fail(`a field has the type ${type}, which Sparkplug does not use`)
    },
  }
}
