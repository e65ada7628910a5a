/** ResultColumns as one block of ClickHouse's format Native: number of columns, number of rows, then name, type and values of each column. */

/** Texts as a dictionary: `ids[row]` is the place of the text in `names`. */
export interface TextColumn {
  readonly names: readonly string[]
  readonly ids: ArrayLike<number>
}

export type Values =
  | { readonly type: 'String'; readonly text: TextColumn }
  | { readonly type: 'Float64' | 'Int32' | 'UInt8'; readonly numbers: Float64Array | Int32Array | Uint8Array }
  /** Whole numbers between -2^63 and 2^63, as doubles. */
  | { readonly type: 'Int64'; readonly numbers: ArrayLike<number> }
  /** `epoch` in the upper 20 bits, the number in the lower 44. */
  | { readonly type: 'UInt64'; readonly epoch: number; readonly numbers: ArrayLike<number> }

export type NamedColumn = { readonly name: string } & Values

const WORD = 2 ** 32
/** Bits of a version that hold the sequence. */
export const SEQUENCE_BITS = 44
const EPOCH_UNIT = 2 ** (SEQUENCE_BITS - 32)

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) + 128)
  }
}

function textBytes(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([varint(bytes.length), bytes])
}

function dictionaryBytes({ names, ids }: TextColumn, rows: number): Buffer {
  const texts = names.map(textBytes)
  let size = 0
  for (let i = 0; i < rows; i++) size += texts[ids[i] as number]?.length ?? 0
  const bytes = Buffer.allocUnsafe(size)
  let at = 0
  for (let i = 0; i < rows; i++) at += texts[ids[i] as number]?.copy(bytes, at) ?? 0
  return bytes
}

/** Two words of each number, the lower first. `upper` is added to the upper one. */
function wideBytes(numbers: ArrayLike<number>, rows: number, upper: number): Buffer {
  const words = new Uint32Array(2 * rows)
  for (let i = 0; i < rows; i++) {
    const value = numbers[i] as number
    const high = Math.floor(value / WORD)
    words[2 * i] = value - high * WORD
    words[2 * i + 1] = high + upper
  }
  return Buffer.from(words.buffer)
}

function valueBytes(column: Values, rows: number): Buffer {
  switch (column.type) {
    case 'String':
      return dictionaryBytes(column.text, rows)
    case 'Int64':
      return wideBytes(column.numbers, rows, 0)
    case 'UInt64':
      return wideBytes(column.numbers, rows, column.epoch * EPOCH_UNIT)
    case 'Float64':
    case 'Int32':
    case 'UInt8': {
      const part = column.numbers.subarray(0, rows)
      return Buffer.from(part.buffer, part.byteOffset, part.byteLength)
    }
  }
}

/** The bytes of `rows` rows. The machine is little-endian, as every one that Node.js runs on is but s390x. */
export function encodeBlock(columns: readonly NamedColumn[], rows: number): Buffer {
  const parts = [varint(columns.length), varint(rows)]
  for (const column of columns) parts.push(textBytes(column.name), textBytes(column.type), valueBytes(column, rows))
  return Buffer.concat(parts)
}
