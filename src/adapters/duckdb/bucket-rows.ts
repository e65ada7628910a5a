/** Buckets as columns of numbers; NaN stands for null. */

import { type Bucket, type Closing, instant, STEPS } from '../../domain/index.ts'
import type { Column, ColumnType } from './columns.ts'
import type { Dictionary } from './dictionary.ts'

interface Field {
  readonly name: string
  readonly type: ColumnType
  readonly of: (b: Bucket) => number
}

const orNaN = (value: number | null | undefined): number => value ?? Number.NaN

/** After `point`, before the write number. */
const FIELDS: readonly Field[] = [
  { name: 'step', type: 'byte', of: (b) => STEPS.indexOf(b.step) },
  { name: 't0', type: 'double', of: (b) => b.start },
  { name: 't1', type: 'double', of: (b) => b.end },
  { name: 'register', type: 'byte', of: (b) => (b.arithmetic === 'register' ? 1 : 0) },
  { name: 'n', type: 'int', of: (b) => b.n },
  { name: 'total', type: 'double', of: (b) => b.total },
  { name: 'lo', type: 'double', of: (b) => orNaN(b.min) },
  { name: 'hi', type: 'double', of: (b) => orNaN(b.max) },
  { name: 'measured', type: 'double', of: (b) => b.measured },
  { name: 'coarse', type: 'double', of: (b) => b.coarse },
  { name: 'bridged', type: 'double', of: (b) => b.bridged },
  { name: 'estimated', type: 'double', of: (b) => b.estimated },
  { name: 'close_time', type: 'double', of: (b) => orNaN(b.closing?.time) },
  { name: 'close_value', type: 'double', of: (b) => orNaN(b.closing?.value) },
  { name: 'findings', type: 'int', of: (b) => b.findings },
  { name: 'version', type: 'int', of: (b) => b.version },
]

export const BUCKET_TYPES: readonly ColumnType[] = ['int', ...FIELDS.map((f) => f.type), 'double']
export const BUCKET_COLUMNS = ['point', ...FIELDS.map((f) => f.name), 'w'].join(', ')

const SQL_TYPES = { int: 'INTEGER', double: 'DOUBLE', byte: 'UTINYINT' }
export const BUCKET_TABLE = `CREATE TABLE IF NOT EXISTS bucket (point INTEGER, ${FIELDS.map((f) => `${f.name} ${SQL_TYPES[f.type]}`).join(', ')}, w DOUBLE)`

const ARRAYS = { int: Int32Array, double: Float64Array, byte: Uint8Array }

export function columnsOf(buckets: readonly Bucket[], dictionary: Dictionary, write: number): Column[] {
  const point = Int32Array.from(buckets, (b) => dictionary.idFor(b.point))
  const fields = FIELDS.map((f) => {
    const column = new ARRAYS[f.type](buckets.length)
    for (let i = 0; i < buckets.length; i++) column[i] = f.of(buckets[i] as Bucket)
    return column
  })
  return [point, ...fields, new Float64Array(buckets.length).fill(write)]
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

/** Rows sorted by (point number, start, write number) as buckets, the last of each key. */
export function bucketsOf(columns: readonly Column[], dictionary: Dictionary): Bucket[] {
  const point = columns[0] as Int32Array
  const starts = columns[2] as Float64Array
  const buckets: Bucket[] = []
  for (let i = 0; i < point.length; i++) {
    if (point[i + 1] === point[i] && starts[i + 1] === starts[i]) continue
    buckets.push(bucketAt(columns, i, dictionary))
  }
  return buckets
}

function bucketAt(columns: readonly Column[], i: number, dictionary: Dictionary): Bucket {
  const at = (field: number): number => columns[field + 1]?.[i] as number
  const closeTime = orNull(at(12))
  const closing: Closing | null = closeTime === null ? null : { time: instant(closeTime), value: at(13) }
  return {
    point: dictionary.nameOf(columns[0]?.[i] as number),
    step: STEPS[at(0)] ?? '15m',
    start: instant(at(1)),
    end: instant(at(2)),
    arithmetic: at(3) === 1 ? 'register' : 'gauge',
    n: at(4),
    total: at(5),
    min: orNull(at(6)),
    max: orNull(at(7)),
    measured: at(8),
    coarse: at(9),
    bridged: at(10),
    estimated: at(11),
    closing,
    findings: at(14),
    version: at(15),
  }
}
