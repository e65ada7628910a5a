/** Hours of the power of a load in columns: a year of 60 loads has half a million of them, too many for an object each. */

import { BUCKET_FIELDS, type Bucket, type BucketColumns, encodeBuckets, type NumberColumn } from '../../domain/index.ts'

/** Hours of one point, ascending. */
export interface Hours {
  readonly length: number
  /** Instants. */
  readonly start: NumberColumn
  readonly end: NumberColumn
  /** W; NaN: nothing is known. */
  readonly min: NumberColumn
  readonly max: NumberColumn
  /** W x ms over the covered time. */
  readonly total: NumberColumn
  /** ms. */
  readonly covered: NumberColumn
}

const NONE = new Float64Array(0)
export const NO_HOURS: Hours = { length: 0, start: NONE, end: NONE, min: NONE, max: NONE, total: NONE, covered: NONE }

const FIELD = new Map(BUCKET_FIELDS.map(({ name }, i) => [name, i]))

function coveredOf(rows: BucketColumns, column: (name: string) => NumberColumn): Float64Array {
  const [measured, coarse, bridged, estimated] = [column('measured'), column('coarse'), column('bridged'), column('estimated')]
  const covered = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++)
    covered[i] = (measured[i] as number) + (coarse[i] as number) + (bridged[i] as number) + (estimated[i] as number)
  return covered
}

/** By point. The rows are sorted by point, then by time. */
export function hoursByPoint(rows: BucketColumns): ReadonlyMap<string, Hours> {
  const column = (name: string): NumberColumn => rows.columns[FIELD.get(name) ?? -1] ?? NONE
  const all: Hours = {
    length: rows.length,
    start: column('t0'),
    end: column('t1'),
    min: column('lo'),
    max: column('hi'),
    total: column('total'),
    covered: coveredOf(rows, column),
  }
  const found = new Map<string, Hours>()
  for (let from = 0; from < rows.length; ) {
    const point = rows.point[from] as number
    let to = from + 1
    while (to < rows.length && rows.point[to] === point) to++
    found.set(rows.names[point] ?? '', rowsOf(all, from, to))
    from = to
  }
  return found
}

/** Of buckets of one point, ascending. */
export function hoursFrom(buckets: readonly Bucket[]): Hours {
  const [hours = NO_HOURS] = hoursByPoint(encodeBuckets(buckets)).values()
  return hours
}

function rowsOf(hours: Hours, from: number, to: number): Hours {
  const part = (column: NumberColumn): NumberColumn => column.subarray(from, to)
  const { start, end, min, max, total, covered } = hours
  return {
    length: to - from,
    start: part(start),
    end: part(end),
    min: part(min),
    max: part(max),
    total: part(total),
    covered: part(covered),
  }
}

/** Index of the first hour that starts at or after an instant. */
function indexAt({ start, length }: Hours, at: number): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((start[middle] as number) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** Hours that start in [from, to). */
export function hoursWithin(hours: Hours, from: number, to: number): Hours {
  return rowsOf(hours, indexAt(hours, from), indexAt(hours, to))
}
