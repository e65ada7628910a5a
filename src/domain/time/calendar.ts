/** Day types by dated rows of statutory days, one a year. A year without a row has weekends only; `knows` tells. */

import { SHIPPED_CALENDARS } from './calendar-table.ts'
import type { CalendarYear } from './calendar-year.ts'
import { DAY } from './instant.ts'

export type DayType = 'workday' | 'weekend' | 'holiday'
export const DAY_TYPES: readonly DayType[] = ['workday', 'weekend', 'holiday']

export interface Calendar {
  /** Null when no calendar is configured. */
  readonly id: string | null
  /** Type of a local day, YYYY-MM-DD. A make-up day is a workday. */
  typeOf(day: string): DayType
  /** Whether the statutory days of the year are known; without them the year has weekends only. */
  knows(year: number): boolean
  /** The row of a year, or null. */
  row(year: number): CalendarYear | null
}

const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY
const dayOf = (number: number): string => new Date(number * DAY).toISOString().slice(0, 10)

/** The days of `2026-02-15` or `2026-02-15/2026-02-23`; null for any other text, and for an end before the beginning. */
export function calendarDays(text: string): readonly string[] | null {
  const [first = '', last = first, ...more] = text.split('/')
  const ends = [first, last].map((day) => (/^\d{4}-\d\d-\d\d$/.test(day) ? numberOf(day) : Number.NaN))
  const [from = Number.NaN, to = Number.NaN] = ends
  if (more.length > 0 || Number.isNaN(from) || Number.isNaN(to) || to < from || to - from > 366) return null
  if (dayOf(from) !== first || dayOf(to) !== last) return null
  return Array.from({ length: to - from + 1 }, (_, i) => dayOf(from + i))
}

const daysOf = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => calendarDays(text) ?? [])

/**
 * The calendar with that id: shipped rows, and `rows`, which replace shipped ones of the same year. Null and unknown ids give a calendar without
 * years.
 */
export function calendarOf(id: string | null, rows: readonly CalendarYear[] = []): Calendar {
  const years = new Map<number, CalendarYear>()
  for (const row of [...SHIPPED_CALENDARS, ...rows]) if (row.id === id) years.set(row.year, row)
  const types = new Map<string, DayType>()
  for (const row of years.values()) {
    for (const day of daysOf(row.holidays)) types.set(day, 'holiday')
    for (const day of daysOf(row.worked)) types.set(day, 'workday')
  }
  return {
    id,
    typeOf: (day) => types.get(day) ?? weekTypeOf(day),
    knows: (year) => years.has(year) && years.get(year)?.partial !== true,
    row: (year) => years.get(year) ?? null,
  }
}

/** The type of a day by its weekday alone. */
function weekTypeOf(day: string): DayType {
  const weekday = new Date(numberOf(day) * DAY).getUTCDay()
  return weekday === 0 || weekday === 6 ? 'weekend' : 'workday'
}

/** Whether a calendar has the statutory days of a year; an alarm is raised in December when those of the next year are missing. */
export function isYearKnown(id: string | null, year: number, rows: readonly CalendarYear[] = []): boolean {
  return calendarOf(id, rows).knows(year)
}

/** Names of calendars that have rows. */
export function calendarIds(rows: readonly CalendarYear[] = []): readonly string[] {
  return [...new Set([...SHIPPED_CALENDARS, ...rows].map((row) => row.id))]
}
