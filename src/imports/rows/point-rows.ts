/** Rows of one point in columns: a year of minutes takes 11 MB. */

import type { ImportRow } from '../types.ts'

export interface PointRows extends Iterable<ImportRow> {
  readonly length: number
  /** Rows `from` to `to`, closed-open, in the order of time. */
  readonly slice: (from: number, to: number) => readonly ImportRow[]
  readonly times: Float64Array
  /** In the canonical unit of the point. */
  readonly values: Float64Array
  /** 1 where the value is estimated. */
  readonly estimated: Uint8Array
  readonly lines: Uint32Array
}

/** Rows in the order of the file. */
export interface RowColumns {
  length: number
  times: Float64Array
  values: Float64Array
  estimated: Uint8Array
  lines: Uint32Array
}

const FIRST_SIZE = 1024

export function createColumns(size = FIRST_SIZE): RowColumns {
  return {
    length: 0,
    times: new Float64Array(size),
    values: new Float64Array(size),
    estimated: new Uint8Array(size),
    lines: new Uint32Array(size),
  }
}

export function appendRow(columns: RowColumns, row: ImportRow): void {
  const at = columns.length
  if (at === columns.times.length) grow(columns)
  columns.times[at] = row.time
  columns.values[at] = row.value
  columns.estimated[at] = row.quality === 'estimated' ? 1 : 0
  columns.lines[at] = row.line
  columns.length++
}

function grow(columns: RowColumns): void {
  const wider = createColumns(columns.times.length * 2)
  wider.times.set(columns.times)
  wider.values.set(columns.values)
  wider.estimated.set(columns.estimated)
  wider.lines.set(columns.lines)
  Object.assign(columns, { ...wider, length: columns.length })
}

export function rowAt(columns: RowColumns, i: number): ImportRow {
  return {
    time: columns.times[i] ?? 0,
    value: columns.values[i] ?? 0,
    quality: columns.estimated[i] === 1 ? 'estimated' : 'good',
    line: columns.lines[i] ?? 0,
  }
}

export function pointRows(columns: RowColumns): PointRows {
  const { length } = columns
  return {
    length,
    times: columns.times.subarray(0, length),
    values: columns.values.subarray(0, length),
    estimated: columns.estimated.subarray(0, length),
    lines: columns.lines.subarray(0, length),
    slice: (from, to) => Array.from({ length: Math.max(0, Math.min(to, length) - from) }, (_, i) => rowAt(columns, from + i)),
    *[Symbol.iterator]() {
      for (let i = 0; i < length; i++) yield rowAt(columns, i)
    },
  }
}
