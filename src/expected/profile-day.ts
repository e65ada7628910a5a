/** Local days of one point by clock time, as profiles compare them. Pure. */

import { DAY, edges, type DayType, type Instant, instant, localDate, offsetAt, type PointSeries, span } from '../domain/index.ts'

/** Working days are alike; Saturdays and the days without work differ from each other. */
export type ProfileClass = 'workday' | 'saturday' | 'rest'

export interface ProfileDay {
  /** YYYY-MM-DD */
  readonly date: string
  readonly start: Instant
  readonly class: ProfileClass
  /** One value for each slot of the clock, 00:00 first; NaN: not enough is known. A day of 25 hours has the mean of the hour that comes twice. */
  readonly values: Float64Array
  /** Mean outdoor temperature of the day, Cel; NaN: there is none. */
  readonly temperature: number
}

function classOf(date: string, type: DayType): ProfileClass {
  if (type === 'workday') return 'workday'
  return type === 'weekend' && new Date(`${date}T00:00:00Z`).getUTCDay() === 6 ? 'saturday' : 'rest'
}

export interface DayContext {
  readonly zone: string
  readonly typeOf: (date: string) => DayType
  /** Mean outdoor temperature of a local day. */
  readonly temperatureOf: (date: string) => number
}

/** The series cut into local days; slots of a day that the series does not hold are NaN. */
export function profileDays(series: PointSeries, { zone, typeOf, temperatureOf }: DayContext): ProfileDay[] {
  const { from, slot, values } = series
  const end = from + slot * values.length
  const starts = edges(zone, '1d', span(from, end))
  const days: ProfileDay[] = []
  for (let i = 0; i + 1 < starts.length; i++) {
    const start = instant(starts[i] as number)
    const date = localDate(zone, start)
    const clock = clockValues(series, { zone, start, end: starts[i + 1] as number })
    days.push({ date, start, class: classOf(date, typeOf(date)), values: clock, temperature: temperatureOf(date) })
  }
  return days
}

/** Index of the slot of the clock that holds `at`. */
export function clockSlot(zone: string, at: Instant, slot: number): number {
  return Math.floor(((((at + offsetAt(zone, at)) % DAY) + DAY) % DAY) / slot)
}

function clockValues(
  { from, slot, values }: PointSeries,
  day: { readonly zone: string; readonly start: Instant; readonly end: number },
): Float64Array {
  const count = Math.max(1, Math.round(DAY / slot))
  const sums = new Float64Array(count)
  const counts = new Uint8Array(count)
  for (let at = Math.max(from, day.start); at < Math.min(day.end, from + slot * values.length); at += slot) {
    const value = values[Math.floor((at - from) / slot)] as number
    const i = clockSlot(day.zone, instant(at), slot)
    if (Number.isNaN(value) || i >= count) continue
    sums[i] = (sums[i] as number) + value
    counts[i] = (counts[i] as number) + 1
  }
  return sums.map((sum, i) => (counts[i] === 0 ? Number.NaN : sum / (counts[i] as number)))
}
