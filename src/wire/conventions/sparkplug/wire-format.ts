/** The wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), read within the bounds of the bytes. */

import { Buffer } from 'node:buffer'

/** Integers of 64 bits stay in two halves: most fit into one, and a number of both is exact up to 2^53. */
export interface Halves {
  lo: number
  hi: number
}

export class ProtoError extends Error {}

const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5

function fail(detail: string): never {
  throw new ProtoError(detail)
}

const WRONG_TYPE = 'a field has another type than its definition'

/** Reads the bytes from `from` to `to`, field by field. Throws ProtoError where a field goes beyond, or is of another type than it is read as. */
export class ProtoReader {
  readonly #bytes: Buffer
  readonly #to: number
  readonly #scratch: Halves = { lo: 0, hi: 0 }
  #at: number
  #type = VARINT

  constructor(bytes: Buffer, from: number, to: number) {
    this.#bytes = bytes
    this.#at = from
    this.#to = to
  }

  get atEnd(): boolean {
    return this.#at >= this.#to
  }

  /** Number of the next field. */
  next(): number {
    const tag = this.#length()
    this.#type = tag & 7
    const field = tag >>> 3
    return field === 0 ? fail('a field has the number 0') : field
  }

  varint(into: Halves): void {
    if (this.#type !== VARINT) fail(WRONG_TYPE)
    this.#varint(into)
  }

  /** A varint that is small: booleans, enumerations. */
  small(): number {
    this.varint(this.#scratch)
    return this.#scratch.lo
  }

  float(): number {
    return this.#type === FIXED32 ? this.#bytes.readFloatLE(this.#take(4)) : fail(WRONG_TYPE)
  }

  double(): number {
    return this.#type === FIXED64 ? this.#bytes.readDoubleLE(this.#take(8)) : fail(WRONG_TYPE)
  }

  text(): string {
    const size = this.#size()
    const start = this.#take(size)
    return this.#bytes.toString('utf8', start, start + size)
  }

  /** A reader of the nested message; this one goes on behind it. */
  nested(): ProtoReader {
    const size = this.#size()
    const start = this.#take(size)
    return new ProtoReader(this.#bytes, start, start + size)
  }

  skip(): void {
    const type = this.#type
    if (type === VARINT) this.#varint(this.#scratch)
    else if (type === FIXED64) this.#take(8)
    else if (type === FIXED32) this.#take(4)
    else if (type === BYTES) this.#take(this.#length())
    else fail(`a field has the type ${type}, which Sparkplug does not use`)
  }

  #take(length: number): number {
    const start = this.#at
    if (length > this.#to - start) fail('a field ends beyond the message')
    this.#at = start + length
    return start
  }

  #size(): number {
    return this.#type === BYTES ? this.#length() : fail(WRONG_TYPE)
  }

  #length(): number {
    const byte = this.#at < this.#to ? (this.#bytes[this.#at] as number) : 0x80
    if (byte < 0x80) {
      this.#at++
      return byte
    }
    this.#varint(this.#scratch)
    return this.#scratch.hi === 0 ? this.#scratch.lo : fail('a number that is too large for its field')
  }

  #varint(into: Halves): void {
    let lo = 0
    let hi = 0
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#at >= this.#to) fail('a number ends beyond the message')
      const byte = this.#bytes[this.#at++] as number
      const bits = byte & 0x7f
      if (shift < 28) lo |= bits << shift
      else if (shift === 28) {
        lo |= bits << 28
        hi |= bits >> 4
      } else if (shift < 64) hi |= bits << (shift - 32)
      if (byte < 0x80) {
        into.lo = lo >>> 0
        into.hi = hi >>> 0
        return
      }
    }
    fail('a number of more than 10 bytes')
  }
}
