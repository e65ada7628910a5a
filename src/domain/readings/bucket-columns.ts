/** Buckets in columns: the form in which they go between threads and into stores. NaN stands for null. */

import { type Bucket, type EdgeState, edgeStateFrom, type Step, STEPS, stillMs } from './bucket.ts'
import { type Instant, instant } from '../time/instant.ts'

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

/** Buckets as plain objects, which may be spread, compared and kept. */
export function decodeBuckets(rows: BucketColumns): Bucket[] {
  return viewBuckets(rows).map((bucket) => copyBucket(bucket))
}

/** Buckets that read their columns: a twentieth of the memory of objects. They have no own fields, so `{ ...bucket }` is empty: take `copyBucket`. */
export function viewBuckets(rows: BucketColumns): Bucket[] {
  const views: Bucket[] = []
  for (let i = 0; i < rows.length; i++) views.push(new BucketView(rows, i))
  return views
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

class BucketView implements Bucket {
  readonly #rows: BucketColumns
  readonly #row: number

  constructor(rows: BucketColumns, row: number) {
    this.#rows = rows
    this.#row = row
  }

  #at(field: number): number {
    return (this.#rows.columns[field] as NumberColumn)[this.#row] as number
  }

  get point(): string {
    return this.#rows.names[this.#rows.point[this.#row] as number] as string
  }
  get step(): Step {
    return STEPS[this.#at(0)] ?? '15m'
  }
  get start(): Instant {
    return instant(this.#at(1))
  }
  get end(): Instant {
    return instant(this.#at(2))
  }
  get arithmetic(): Bucket['arithmetic'] {
    return this.#at(3) === 1 ? 'register' : 'gauge'
  }
  get n(): number {
    return this.#at(4)
  }
  get total(): number {
    return this.#at(5)
  }
  get min(): number | null {
    return orNull(this.#at(6))
  }
  get max(): number | null {
    return orNull(this.#at(7))
  }
  get measured(): number {
    return this.#at(8)
  }
  get coarse(): number {
    return this.#at(9)
  }
  get bridged(): number {
    return this.#at(10)
  }
  get estimated(): number {
    return this.#at(11)
  }
  get edge(): EdgeState | null {
    const time = this.#at(12)
    return Number.isNaN(time) ? null : edgeStateFrom(time, this.#at(13), this.#at(16), this.#at(17))
  }
  get findings(): number {
    return this.#at(14)
  }
  get version(): number {
    return this.#at(15)
  }

  toJSON(): Bucket {
    return copyBucket(this)
  }
}

/** A plain object of a bucket, with changes. */
export function copyBucket(b: Bucket, changes: Partial<Bucket> = {}): Bucket {
  const { point, step, start, end, arithmetic, n, total, min, max, measured, coarse, bridged, estimated, edge, findings, version } = b
  const all = { point, step, start, end, arithmetic, n, total, min, max, measured, coarse, bridged, estimated, edge, findings, version }
  return { ...all, ...changes }
}
