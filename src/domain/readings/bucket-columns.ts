/** Buckets in columns: the form in which they go between threads and into stores. NaN stands for null. */

import { type Bucket, type EdgeState, edgeStateFrom, STEPS } from './bucket.ts'
import { instant } from '../time/instant.ts'

export type NumberColumn = Int32Array | Float64Array | Uint8Array

/** `columns[i]` belongs to BUCKET_FIELDS[i]; `names[point[row]]` is the point id of a row. */
export interface BucketColumns {
  readonly names: readonly string[]
  readonly length: number
  readonly point: Int32Array
  readonly columns: readonly NumberColumn[]
}

interface Field {
  readonly name: string
  readonly type: 'int' | 'double' | 'byte'
  readonly of: (b: Bucket) => number
}

/** How long a register had not moved at its edge, ms; 0 where it moved with the last reading, and for gauges. */
const stillMs = (edge: EdgeState | null): number => (edge?.movedAt === undefined ? 0 : edge.time - edge.movedAt)

const orNaN = (value: number | null | undefined): number => value ?? Number.NaN

export const BUCKET_FIELDS: readonly Field[] = [
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
  { name: 'close_time', type: 'double', of: (b) => orNaN(b.edge?.time) },
  { name: 'close_value', type: 'double', of: (b) => orNaN(b.edge?.value) },
  { name: 'findings', type: 'int', of: (b) => b.findings },
  { name: 'version', type: 'int', of: (b) => b.version },
  { name: 'still', type: 'double', of: (b) => stillMs(b.edge) },
  { name: 'past', type: 'double', of: (b) => b.edge?.past ?? 0 },
]

const ARRAYS = { int: Int32Array, double: Float64Array, byte: Uint8Array }

export function encodeBuckets(buckets: readonly Bucket[]): BucketColumns {
  const ids = new Map<string, number>()
  const point = new Int32Array(buckets.length)
  buckets.forEach((b, i) => {
    const id = ids.get(b.point) ?? ids.size
    if (id === ids.size) ids.set(b.point, id)
    point[i] = id
  })
  const columns = BUCKET_FIELDS.map(({ type, of }) => {
    const column = new ARRAYS[type](buckets.length)
    for (let i = 0; i < buckets.length; i++) column[i] = of(buckets[i] as Bucket)
    return column
  })
  return { names: [...ids.keys()], length: buckets.length, point, columns }
}

export function decodeBuckets(rows: BucketColumns): Bucket[] {
  const buckets: Bucket[] = []
  for (let i = 0; i < rows.length; i++) buckets.push(bucketAt(rows, i))
  return buckets
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

export function bucketAt({ names, point, columns }: BucketColumns, i: number): Bucket {
  const at = (field: number): number => (columns[field] as NumberColumn)[i] as number
  const closeTime = at(12)
  const edge: EdgeState | null = Number.isNaN(closeTime) ? null : edgeStateFrom(closeTime, at(13), at(16), at(17))
  return {
    point: names[point[i] as number] as string,
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
    edge,
    findings: at(14),
    version: at(15),
  }
}
