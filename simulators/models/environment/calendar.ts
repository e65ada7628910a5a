/** Which days people work. Statutory days are campus data; a year without them has weekends and fixed holidays only. */

import { DAY } from '../zone.ts'

export type DayType = 'work' | 'saturday' | 'sunday'

/** Dates as `2020-01-24` or `2020-01-24/2020-01-30` (both ends included). */
export interface CalendarData {
  readonly holidays: readonly string[]
  /** Weekend days that are worked in exchange. */
  readonly worked: readonly string[]
}

export interface Calendar {
  typeOf(day: number): DayType
}

export interface LocalDate {
  readonly year: number
  /** 1..12 */
  readonly month: number
  readonly date: number
  /** 0 = Sunday */
  readonly weekday: number
  /** 1..366 */
  readonly dayOfYear: number
}

export function dateOf(day: number): LocalDate {
  const d = new Date(day * DAY)
  const year = d.getUTCFullYear()
  return { year, month: d.getUTCMonth() + 1, date: d.getUTCDate(), weekday: d.getUTCDay(), dayOfYear: day - Date.UTC(year, 0, 1) / DAY + 1 }
}

export function dayOfDate(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY
}

/** Holidays that stand on the same dates every year, month * 100 + day; used for years the data says nothing about. */
const FIXED = new Set([101, 501, 502, 503, 1001, 1002, 1003, 1004, 1005, 1006, 1007])

export function createCalendar(data: CalendarData): Calendar {
  const holidays = new Set(data.holidays.flatMap(daysOf))
  const worked = new Set(data.worked.flatMap(daysOf))
  const covered = new Set([...holidays].map((d) => dateOf(d).year))
  return {
    typeOf(day) {
      const { year, month, date, weekday } = dateOf(day)
      if (worked.has(day)) return 'work'
      if (holidays.has(day)) return 'sunday'
      if (!covered.has(year) && FIXED.has(month * 100 + date)) return 'sunday'
      if (weekday === 0) return 'sunday'
      return weekday === 6 ? 'saturday' : 'work'
    },
  }
}

function daysOf(text: string): number[] {
  const [from, to] = text.split('/')
  const first = dayOfDate(from ?? '')
  const last = to === undefined ? first : dayOfDate(to)
  if (!Number.isInteger(first) || !Number.isInteger(last))
    throw new Error(`"${text}" is not a date such as 2020-01-24 or 2020-01-24/2020-01-30`)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}
