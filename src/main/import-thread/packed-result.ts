/** The result of an import without the functions of its rows: what two threads can exchange. */

import { type ImportedPoint, type ImportResult, pointRows, type RowColumns } from '../../imports/index.ts'

interface PackedPoint extends Omit<ImportedPoint, 'rows'> {
  readonly rows: RowColumns
}

export interface PackedResult extends Omit<ImportResult, 'points'> {
  readonly points: readonly PackedPoint[]
}

export function packResult(result: ImportResult): PackedResult {
  const points = result.points.map(({ rows, ...point }) => {
    const { length, times, values, estimated, lines } = rows
    // Copies: the arrays of the rows are views on larger ones.
    return { ...point, rows: { length, times: times.slice(), values: values.slice(), estimated: estimated.slice(), lines: lines.slice() } }
  })
  return { ...result, points }
}

/** What goes over without a copy. */
export function buffersOf({ points }: PackedResult): ArrayBuffer[] {
  return points.flatMap(({ rows }) => [rows.times, rows.values, rows.estimated, rows.lines].map((column) => column.buffer as ArrayBuffer))
}

export function unpackResult(packed: PackedResult): ImportResult {
  return { ...packed, points: packed.points.map((point) => ({ ...point, rows: pointRows(point.rows) })) }
}
