/** A meter or a thermometer as rows of a file: what interval they have, and their hours and days in a zone. */

import { DAY, HOUR, type Instant, instant, localDate, offsetAt, type Span } from '../../domain/index.ts'

/** A value from its time on; null: the row tells only where the one before it ends. */
export interface SeriesRow {
  readonly time: Instant
  readonly value: number | null
}

export type MeterStep = 'within-day' | 'day' | 'period'

/** Rows in order of time; of several at one time the first counts (CalTRACK 2.3.2.2). */
export function orderRows(rows: readonly SeriesRow[]): SeriesRow[] {
  return [...rows].sort((a, b) => a.time - b.time).filter((row, i, all) => row.time !== all[i - 1]?.time)
}

/** Median distance of neighbours, ms; null for fewer than two rows. */
export function intervalOf(rows: readonly SeriesRow[]): number | null {
  const gaps = rows
    .slice(1)
    .map((row, i) => row.time - (rows[i]?.time ?? row.time))
    .sort((a, b) => a - b)
  return gaps[gaps.length >> 1] ?? null
}

/** Up to half a day, about a day, or longer. */
export function stepOf(interval: number): MeterStep {
  if (interval <= DAY / 2) return 'within-day'
  return interval <= 1.5 * DAY ? 'day' : 'period'
}

/** The same wall clock a day later. */
export function nextDay(zone: string, at: Instant): Instant {
  const later = instant(at + DAY)
  return instant(later + offsetAt(zone, at) - offsetAt(zone, later))
}

/** Rows of a span, FROM included, TO excluded. */
export function rowsWithin(rows: readonly SeriesRow[], within: Span): SeriesRow[] {
  return rows.filter((row) => row.time >= within.from && row.time < within.to)
}

export interface HourMean {
  readonly sum: number
  readonly count: number
}

/** Sums and numbers of values by the start of their clock hour. */
export function hoursOf(rows: readonly SeriesRow[]): Map<number, HourMean> {
  const hours = new Map<number, HourMean>()
  for (const { time, value } of rows) {
    if (value === null) continue
    const start = Math.floor(time / HOUR) * HOUR
    const { sum, count } = hours.get(start) ?? { sum: 0, count: 0 }
    hours.set(start, { sum: sum + value, count: count + 1 })
  }
  return hours
}

/** Rows by the start of their local day. */
export function daysOf(rows: readonly SeriesRow[], zone: string): Map<string, SeriesRow[]> {
  const days = new Map<string, SeriesRow[]>()
  for (const row of rows) {
    const date = localDate(zone, row.time)
    const list = days.get(date)
    if (list === undefined) days.set(date, [row])
    else list.push(row)
  }
  return days
}
