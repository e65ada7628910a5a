/** Reporting periods by name: 2026, 2026-H1, 2026-Q1, 2026-03, 2026-W12 (ISO week), FY2026 (fiscal year), 2026-04/2027-03 (months, both included). */

import { DAY, type Instant, type Span } from './instant.ts'
import { PERIOD_PATTERN } from './period-names.ts'
import { localDate } from './time.ts'
import { firstAtOrPast } from './zone.ts'

/** The local month that holds `at`: 2026-03. */
export function monthAt(zone: string, at: Instant): string {
  return localDate(zone, at).slice(0, 7)
}

/** `2026-12` and 1 -> `2027-01`; negative goes back. */
export function monthsAfter(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const index = 12 * year + number - 1 + count
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** The periods that end with this month: itself, its quarter in March, June, September and December, its year in December. */
export function periodsEndingWith(month: string): readonly string[] {
  const [year = '', number = ''] = month.split('-')
  const quarter = Number(number) % 3 === 0 ? [`${year}-Q${Number(number) / 3}`] : []
  return [month, ...quarter, ...(number === '12' ? [year] : [])]
}

/** More months than these in one period are a slip of the pen. */
const MOST_MONTHS = 120
const FORMED = new RegExp(PERIOD_PATTERN)
const PARTS = /^(FY)?(\d{4})(?:-([HQW]?)(\d{1,2})(?:\/(\d{4})-(\d\d))?)?$/

interface PeriodParts {
  readonly fiscal: boolean
  readonly year: number
  /** H, Q, W; empty: a month, or with `last` the first of several. */
  readonly letter: string
  /** Of the half, quarter, week or month; null: the whole year. */
  readonly number: number | null
  /** Last month of several, counted from January of `year` as 1. */
  readonly last: number | null
}

function partsOf(period: string): PeriodParts | null {
  const match = FORMED.test(period) ? PARTS.exec(period) : null
  if (match === null) return null
  const [, fiscal, year = '', letter = '', number, lastYear, lastMonth] = match
  const last = lastYear === undefined ? null : 12 * (Number(lastYear) - Number(year)) + Number(lastMonth)
  return { fiscal: fiscal !== undefined, year: Number(year), letter, number: number === undefined ? null : Number(number), last }
}

const LENGTHS: Readonly<Record<string, number>> = { H: 6, Q: 3, '': 1 }

/** First month (1 is January of the year) and number of months; null for a span of months that is empty or too long. */
function monthsIn({ fiscal, letter, number, last }: PeriodParts, fiscalStart: number): { first: number; count: number } | null {
  if (number === null) return { first: fiscal ? fiscalStart : 1, count: 12 }
  const length = LENGTHS[letter] ?? 1
  const first = length * (number - 1) + 1
  const count = last === null ? length : last - first + 1
  return count >= 1 && count <= MOST_MONTHS ? { first, count } : null
}

/** Wall clock of the Monday of an ISO week; null when the year has no such week. */
function weekStart(year: number, week: number): number | null {
  const fourth = Date.UTC(year, 0, 4)
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY + 7 * (week - 1) * DAY
  return new Date(monday + 3 * DAY).getUTCFullYear() === year ? monday : null
}

/** The local span of a period; null when the text is not the name of one. `fiscalStart`: the month, 1..12, in which fiscal years begin. */
export function periodSpan(zone: string, period: string, fiscalStart = 1): Span | null {
  const parts = partsOf(period)
  if (parts === null) return null
  const local = (from: number, to: number): Span => ({ from: firstAtOrPast(zone, from), to: firstAtOrPast(zone, to) })
  const { year } = parts
  if (parts.letter === 'W') {
    const monday = weekStart(year, parts.number ?? 1)
    return monday === null ? null : local(monday, monday + 7 * DAY)
  }
  const months = monthsIn(parts, fiscalStart)
  return months && local(Date.UTC(year, months.first - 1, 1), Date.UTC(year, months.first - 1 + months.count, 1))
}

/** The year that a period is named by: its first where it has several. Null when the text is not the name of a period. */
export function yearOfPeriod(period: string): number | null {
  return partsOf(period)?.year ?? null
}

/** The period of the same form in another year: `2026-W12` and 2025 -> `2025-W12`. Null when there is none. */
export function periodInYear(period: string, year: number): string | null {
  const own = yearOfPeriod(period)
  if (own === null) return null
  const moved = period.replace(/\d{4}/g, (y) => String(Number(y) + year - own).padStart(4, '0'))
  return periodSpan('UTC', moved) === null ? null : moved
}

const PER_YEAR: Readonly<Record<string, number>> = { H: 2, Q: 4, '': 12 }

/** How many periods of this form a year has; null for weeks, of which some years have one more, and for spans of months. */
export function periodsInYear(period: string): number | null {
  const parts = partsOf(period)
  if (parts === null || parts.last !== null) return null
  return parts.number === null ? 1 : (PER_YEAR[parts.letter] ?? null)
}

/** The period of the same form that ends where this one begins; null when there is none. */
export function periodBefore(period: string): string | null {
  const parts = partsOf(period)
  if (parts === null) return null
  const { year, letter, number, last } = parts
  if (number === null) return periodInYear(period, year - 1)
  if (last !== null) {
    const [from = '', to = ''] = period.split('/')
    const count = last - number + 1
    return existing(`${monthsAfter(from, -count)}/${monthsAfter(to, -count)}`)
  }
  if (letter === '') return existing(monthsAfter(period, -1))
  if (letter === 'W' && number === 1) return existing(`${year - 1}-W53`) ?? existing(`${year - 1}-W52`)
  const digits = letter === 'W' ? 2 : 1
  const before = number > 1 ? { year, number: number - 1 } : { year: year - 1, number: PER_YEAR[letter] ?? 1 }
  return existing(`${String(before.year).padStart(4, '0')}-${letter}${String(before.number).padStart(digits, '0')}`)
}

const existing = (period: string): string | null => (periodSpan('UTC', period) === null ? null : period)
