/** A meter paired with the temperature: days, billing periods or hours of a span. */

import {
  type Calendar,
  DAY,
  dayStart,
  type DayType,
  HOUR,
  type Instant,
  instant,
  localDate,
  offsetAt,
  type Span,
} from '../../domain/index.ts'
import type { HourColumns } from '../methods/hourly/hours.ts'
import type { MeterObservation } from '../methods/observation.ts'
import type { TypedDay } from '../methods/simple/day-type.ts'
import { daysOf, hoursOf, intervalOf, nextDay, rowsWithin, type SeriesRow, stepOf } from './series.ts'
import type { Temperatures } from './temperatures.ts'

/** Share of a day's readings that its total needs; the rest is scaled up by their mean (CalTRACK 2.2.2.1). */
const HALF = 0.5

interface MeterDay {
  readonly from: Instant
  readonly to: Instant
  readonly use: number
  /** Days. */
  readonly length: number
}

/** A daily reading whose next is no further off than this ends there. */
const LONGEST_DAY = 26 * HOUR

function ownDays(rows: readonly SeriesRow[], within: Span, zone: string): MeterDay[] {
  const next = new Map(rows.map(({ time }, i) => [time, rows[i + 1]?.time ?? null]))
  return rowsWithin(rows, within).flatMap(({ time, value }) => {
    const end = next.get(time) ?? null
    const to = end !== null && end - time <= LONGEST_DAY ? end : nextDay(zone, time)
    return value === null ? [] : [{ from: time, to, use: value, length: (to - time) / DAY }]
  })
}

/** Days of a meter in a span: its own daily rows, or local days of finer rows. */
export function meterDays(rows: readonly SeriesRow[], within: Span, zone: string): MeterDay[] {
  const interval = intervalOf(rows)
  if (interval === null) return []
  if (stepOf(interval) === 'day') return ownDays(rows, within, zone)
  if (stepOf(interval) === 'period') return []
  return [...daysOf(rowsWithin(rows, within), zone)].flatMap(([date, list]) => {
    const from = dayStart(zone, date)
    const to = nextDay(zone, from)
    const known = list.flatMap((row) => row.value ?? [])
    const expected = Math.round((to - from) / interval)
    if (known.length === 0 || known.length < HALF * expected) return []
    return [{ from, to, use: (known.reduce((sum, v) => sum + v, 0) / known.length) * expected, length: 1 }]
  })
}

export function dailyObservations(days: readonly MeterDay[], temperatures: Temperatures): MeterObservation[] {
  return days.flatMap(({ from, to, use, length }) => {
    const mean = temperatures.day(from, to)
    return mean === null ? [] : [{ start: from, days: 1, length, total: use, temperatures: [mean] }]
  })
}

/** Shortest and longest billing period, days (CalTRACK 2.2.3.4). */
const SHORTEST = 25
const LONGEST = 35
/** Longest where the meter is read every two months (CalTRACK 2.2.3.5). */
const LONGEST_BIMONTHLY = 70

/** Periods from row to row that lie wholly in the span; a row without a value only ends the one before it. */
export function billingObservations(rows: readonly SeriesRow[], within: Span, temperatures: Temperatures): MeterObservation[] {
  const interval = intervalOf(rows)
  const longest = interval !== null && interval > LONGEST * DAY ? LONGEST_BIMONTHLY : LONGEST
  return rows.flatMap(({ time, value }, i) => {
    const next = rows[i + 1]
    if (value === null || next === undefined || time < within.from || next.time > within.to) return []
    const days = (next.time - time) / DAY
    const known = temperatures.days(time, next.time)
    if (Math.floor(days) < SHORTEST || Math.floor(days) > longest || known.length === 0) return []
    return [{ start: time, days, length: 1, total: value, temperatures: known }]
  })
}

const FREEZING = 32
const PER_CELSIUS = 1.8
export const toFahrenheit = (celsius: number): number => FREEZING + PER_CELSIUS * celsius

/** Hours of the meter with a temperature, in Fahrenheit. */
export function hourObservations(
  rows: readonly SeriesRow[],
  within: Span,
  { temperatures, zone, unit }: { readonly temperatures: Temperatures; readonly zone: string; readonly unit: 'F' | 'C' },
): HourColumns {
  const expected = HOUR / Math.min(HOUR, intervalOf(rows) ?? HOUR)
  const found = [...hoursOf(rowsWithin(rows, within))].flatMap(([start, { sum, count }]) => {
    const degrees = temperatures.hour(start)
    if (degrees === null || count < HALF * expected) return []
    const local = start + offsetAt(zone, instant(start))
    const wall = new Date(local)
    const hourOfWeek = 24 * ((wall.getUTCDay() + 6) % 7) + wall.getUTCHours()
    const temperature = unit === 'F' ? degrees : toFahrenheit(degrees)
    return [{ month: wall.getUTCMonth(), hourOfWeek, temperature, use: (sum / count) * expected }]
  })
  return {
    length: found.length,
    month: Uint8Array.from(found, (h) => h.month),
    hourOfWeek: Uint8Array.from(found, (h) => h.hourOfWeek),
    temperature: Float64Array.from(found, (h) => h.temperature),
    use: Float64Array.from(found, (h) => h.use),
  }
}

/** Days with their type and day of the year. */
export function typedDays(days: readonly MeterDay[], zone: string, calendar: Calendar): TypedDay[] {
  return days.map(({ from, use }) => {
    const date = localDate(zone, from)
    const type: DayType = calendar.typeOf(date)
    const year = date.slice(0, 4)
    return { type, use, dayOfYear: Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${year}-01-01T00:00:00Z`)) / DAY) }
  })
}
