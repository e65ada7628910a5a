/** Spans of bounded numbers of rows over the days that hold some. Pure. */

import { DAY, type Span, span } from '../../../domain/index.ts'
import type { DayRows } from '../../../ports/index.ts'

export interface RowSlice {
  readonly span: Span
  /** About so many rows. */
  readonly rows: number
}

/** A day of more rows is cut into equal parts, days of fewer are joined. Parts of a day are no shorter than this, ms. */
const SHORTEST = 1000

export function sliceRows(days: readonly DayRows[], mostRows: number): RowSlice[] {
  const slices: RowSlice[] = []
  for (const { day, rows } of days) {
    const last = slices.at(-1)
    if (last !== undefined && last.rows + rows <= mostRows) {
      slices[slices.length - 1] = { span: span(last.span.from, day + DAY), rows: last.rows + rows }
      continue
    }
    const parts = Math.min(Math.ceil(rows / mostRows), DAY / SHORTEST)
    for (let i = 0; i < parts; i++) {
      const [from, to] = [Math.round((i * DAY) / parts), Math.round(((i + 1) * DAY) / parts)]
      slices.push({ span: span(day + from, day + to), rows: rows / parts })
    }
  }
  return slices
}
