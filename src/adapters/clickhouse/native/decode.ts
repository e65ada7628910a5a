/** Blocks of ClickHouse's format Native as columns. */

import type { TextColumn } from './encode.ts'

/** ResultKind of a column in a result, and the types of the server that it stands for. */
const KINDS = {
  text: ['String'],
  /** Read as doubles: exact up to 2^53. */
  wide: ['Int64', 'UInt64'],
  double: ['Float64'],
  byte: ['UInt8'],
  int: ['Int32', 'UInt32'],
} as const

export type ResultKind = keyof typeof KINDS

interface Shapes {
  readonly text: TextColumn
  readonly wide: Float64Array
  readonly double: Float64Array
  readonly byte: Uint8Array
  readonly int: Int32Array
}

/** A typed array for each kind, and a dictionary for texts. */
export type ResultColumns<K extends readonly ResultKind[]> = { readonly [I in keyof K]: Shapes[K[I]] }

interface Reader {
  readonly bytes: Buffer
  at: number
}

function readVarint(from: Reader): number {
  let value = 0
  for (let unit = 1; ; unit *= 128) {
    const byte = from.bytes[from.at++]
    if (byte === undefined) throw new RangeError('the answer ends in the middle of a block')
    value += (byte % 128) * unit
    if (byte < 128) return value
  }
}

function take(from: Reader, length: number): Buffer {
  const end = from.at + length
  if (end > from.bytes.length) throw new RangeError('the answer ends in the middle of a block')
  const part = from.bytes.subarray(from.at, end)
  from.at = end
  return part
}

interface Collector {
  read(from: Reader, rows: number): void
  columns(): unknown
}

type NumberArray = Float64Array | Int32Array | Uint8Array
type ArrayOf = new (length: number) => NumberArray

/** Reads the numbers of one block; the result may share no memory with the answer. */
type ReadNumbers = (from: Reader, rows: number) => NumberArray

const copyOf = (part: Buffer): ArrayBuffer => part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength) as ArrayBuffer

function readWide(from: Reader, rows: number): Float64Array {
  const words = new Int32Array(copyOf(take(from, 8 * rows)))
  const numbers = new Float64Array(rows)
  for (let i = 0; i < rows; i++) numbers[i] = (words[2 * i + 1] as number) * 2 ** 32 + ((words[2 * i] as number) >>> 0)
  return numbers
}

const NUMBERS: Readonly<Record<Exclude<ResultKind, 'text'>, { readonly array: ArrayOf; readonly read: ReadNumbers }>> = {
  wide: { array: Float64Array, read: readWide },
  double: { array: Float64Array, read: (from, rows) => new Float64Array(copyOf(take(from, 8 * rows))) },
  byte: { array: Uint8Array, read: (from, rows) => new Uint8Array(copyOf(take(from, rows))) },
  int: { array: Int32Array, read: (from, rows) => new Int32Array(copyOf(take(from, 4 * rows))) },
}

function collectNumbers(kind: Exclude<ResultKind, 'text'>): Collector {
  const { array, read } = NUMBERS[kind]
  const parts: NumberArray[] = []
  return {
    read: (from, rows) => void parts.push(read(from, rows)),
    columns() {
      const whole = new array(parts.reduce((sum, part) => sum + part.length, 0))
      let at = 0
      for (const part of parts) {
        whole.set(part, at)
        at += part.length
      }
      return whole
    },
  }
}

/** Rows that follow each other mostly have the same text: its bytes are compared before it is decoded. */
function collectTexts(): Collector {
  const places = new Map<string, number>()
  const parts: Uint32Array[] = []
  return {
    read(from, rows) {
      const ids = new Uint32Array(rows)
      let last: Buffer | null = null
      for (let i = 0; i < rows; i++) {
        const bytes = take(from, readVarint(from))
        if (last !== null && last.equals(bytes)) {
          ids[i] = ids[i - 1] as number
          continue
        }
        last = bytes
        const text = bytes.toString('utf8')
        const place = places.get(text) ?? places.size
        places.set(text, place)
        ids[i] = place
      }
      parts.push(ids)
    },
    columns() {
      const ids = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
      let at = 0
      for (const part of parts) {
        ids.set(part, at)
        at += part.length
      }
      return { names: [...places.keys()], ids }
    },
  }
}

/** ResultColumns of an answer; empty columns for an empty one. Throws RangeError for an answer that is cut off or holds other types. */
export function decodeBlocks<const K extends readonly ResultKind[]>(bytes: Buffer, kinds: K): ResultColumns<K> {
  const collectors = kinds.map((kind) => (kind === 'text' ? collectTexts() : collectNumbers(kind)))
  const from: Reader = { bytes, at: 0 }
  while (from.at < bytes.length) {
    const [columns, rows] = [readVarint(from), readVarint(from)]
    if (columns !== 0 && columns !== kinds.length) throw new RangeError(`the answer has ${columns} columns instead of ${kinds.length}`)
    for (let i = 0; i < columns; i++) {
      const name = take(from, readVarint(from)).toString('utf8')
      const type = take(from, readVarint(from)).toString('utf8')
      const kind = kinds[i] as ResultKind
      if (!(KINDS[kind] as readonly string[]).includes(type)) throw new RangeError(`column "${name}" is ${type} instead of ${kind}`)
      collectors[i]?.read(from, rows)
    }
  }
  return collectors.map((collector) => collector.columns()) as unknown as ResultColumns<K>
}
