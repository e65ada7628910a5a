/**
 * Rows of a store as bytes: gzip of `header length u32 | header JSON | columns`, numbers little endian. The header names points, fields and types: a
 * field that this program does not know is refused, one that is missing is 0.
 */

import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { BUCKET_FIELDS, type BucketColumns, type NumberColumn, type ReadingColumns } from '../../../domain/index.ts'
import { PortError } from '../../../ports/index.ts'

type FieldType = 'int' | 'double' | 'byte'

interface Field {
  readonly name: string
  readonly type: FieldType
}

interface Table {
  readonly names: readonly string[]
  readonly length: number
  /** In the order of the fields, the index into `names` first. */
  readonly columns: readonly NumberColumn[]
}

const POINT: Field = { name: 'point', type: 'int' }
const READING_FIELDS: readonly Field[] = [
  POINT,
  { name: 'time', type: 'double' },
  { name: 'value', type: 'double' },
  { name: 'quality', type: 'byte' },
]
const BUCKET_TABLE: readonly Field[] = [POINT, ...BUCKET_FIELDS.map(({ name, type }) => ({ name, type }))]
const BYTES: Readonly<Record<FieldType, number>> = { int: 4, double: 8, byte: 1 }
/** Rows repeat themselves: more effort takes three times as long for a tenth less. */
const LEVEL = 1
const HEAD = 4

const compress = promisify(gzip)
const expand = promisify(gunzip)

function columnOf(type: FieldType, bytes: ArrayBuffer): NumberColumn {
  if (type === 'int') return new Int32Array(bytes)
  return type === 'double' ? new Float64Array(bytes) : new Uint8Array(bytes)
}

async function encode(fields: readonly Field[], { names, length, columns }: Table): Promise<Buffer> {
  const header = Buffer.from(JSON.stringify({ rows: length, names, fields }))
  const head = Buffer.alloc(HEAD)
  head.writeUInt32LE(header.length)
  const data = columns.map((c) => Buffer.from(c.buffer, c.byteOffset, length * c.BYTES_PER_ELEMENT))
  return compress(Buffer.concat([head, header, ...data]), { level: LEVEL })
}

/** Throws PortError `refused` for a field that this program does not know. */
async function decode(wanted: readonly Field[], bytes: Uint8Array): Promise<Table> {
  const all = await expand(bytes)
  const from = HEAD + all.readUInt32LE(0)
  const { rows, names, fields } = JSON.parse(all.toString('utf8', HEAD, from)) as { rows: number; names: string[]; fields: Field[] }
  const found = new Map<string, NumberColumn>()
  let at = from
  for (const { name, type } of fields) {
    if (!wanted.some((f) => f.name === name && f.type === type))
      throw new PortError('refused', `the backup holds a field "${name}" that this program does not know: use a newer version`)
    const size = rows * BYTES[type]
    found.set(name, columnOf(type, Uint8Array.from(all.subarray(at, at + size)).buffer))
    at += size
  }
  const columns = wanted.map(({ name, type }) => found.get(name) ?? columnOf(type, new ArrayBuffer(rows * BYTES[type])))
  return { names, length: rows, columns }
}

export function encodeReadingRows({ names, length, point, time, value, quality }: ReadingColumns): Promise<Buffer> {
  return encode(READING_FIELDS, { names, length, columns: [Int32Array.from(point.subarray(0, length)), time, value, quality] })
}

export async function decodeReadingRows(bytes: Uint8Array): Promise<ReadingColumns> {
  const { names, length, columns } = await decode(READING_FIELDS, bytes)
  const [point, time, value, quality] = columns as [Int32Array, Float64Array, Float64Array, Uint8Array]
  return { names, length, point: Uint32Array.from(point), time, value, quality }
}

export function encodeBucketRows({ names, length, point, columns }: BucketColumns): Promise<Buffer> {
  return encode(BUCKET_TABLE, { names, length, columns: [point, ...columns] })
}

export async function decodeBucketRows(bytes: Uint8Array): Promise<BucketColumns> {
  const { names, length, columns } = await decode(BUCKET_TABLE, bytes)
  const [point, ...rest] = columns as [Int32Array, ...NumberColumn[]]
  return { names, length, point, columns: rest }
}
