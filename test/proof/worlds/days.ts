/** The days of a world: quarter hours of the local clock, day types, and how many people come. */

import { calendarOf, DAY, type DayType, instant, localDate, QUARTER, type Span } from '../../../src/domain/index.ts'
import { randomOf } from './random.ts'

export const ZONE = 'Asia/Shanghai'
export const QUARTERS_OF_DAY = DAY / QUARTER

export interface WorldDay {
  readonly index: number
  readonly start: number
  /** 1 to 366. */
  readonly dayOfYear: number
  /** What people do on the day; the calendar may not know it. */
  readonly type: DayType
  /** Share of the people who come, about 1. */
  readonly fullness: number
}

export interface WorldDays {
  readonly list: readonly WorldDay[]
  readonly span: Span
}

/** `moved`: public holidays by local date that no calendar knows. */
export function daysOf(seed: number, span: Span, moved: ReadonlySet<string> = new Set()): WorldDays {
  const calendar = calendarOf('CN')
  const random = randomOf(seed, 'people')
  const list = Array.from({ length: Math.round((span.to - span.from) / DAY) }, (_, index): WorldDay => {
    const start = span.from + index * DAY
    const date = localDate(ZONE, instant(start))
    const dayOfYear = 1 + Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${date.slice(0, 4)}-01-01T00:00:00Z`)) / DAY)
    const type = moved.has(date) ? 'holiday' : calendar.typeOf(date)
    return { index, start, dayOfYear, type, fullness: Math.max(0.6, 1 + 0.06 * random.normal()) }
  })
  return { list, span }
}

/** Hour of the local day in the middle of a quarter. */
export const hourOf = (quarter: number): number => (quarter + 0.5) / 4

/** Share of people present by hour of a working day (an office in Beijing; linear between full hours). */
const PRESENCE = [0, 0, 0, 0, 0, 0, 0, 0.05, 0.2, 0.6, 0.9, 0.95, 0.75, 0.8, 0.95, 0.95, 0.95, 0.9, 0.7, 0.55, 0.4, 0.25, 0.1, 0.03, 0]

export function presenceAt(day: WorldDay, hour: number): number {
  const low = Math.floor(hour)
  const curve = (PRESENCE[low] ?? 0) + ((PRESENCE[low + 1] ?? 0) - (PRESENCE[low] ?? 0)) * (hour - low)
  const weekday = day.type === 'workday' ? 1 : hour > 9 && hour < 17 ? 0.12 : 0
  return Math.min(0.98, curve * day.fullness * weekday)
}
