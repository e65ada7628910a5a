/** Reporting periods: 2026, 2026-H1, 2026-Q1, 2026-03, 2026-W12 (ISO week), FY2026 (the fiscal year that begins in 2026), 2026-04/2027-03. */

import { campus } from '../state/campus.ts'
import { translator } from '../text/language.ts'
import { daysName, monthName, monthsName } from '../text/report-format.ts'
import { addDays, addMonths, weekday } from './days.ts'

const t = translator()

export const KINDS = ['year', 'half', 'quarter', 'month', 'week', 'fiscal', 'months'] as const
export type Kind = (typeof KINDS)[number]

export interface Period {
  readonly kind: Kind
  readonly year: number
  /** Of the month, week, quarter or half, from 1; of several months the first; 1 for a year. */
  readonly part: number
  /** Of several months: how many. */
  readonly count?: number
}

/** More months than these in one period are refused. */
const MOST_MONTHS = 120
const YEAR = '(?!00|9999)(\\d{4})'
const NAMED = new RegExp(`^${YEAR}(?:-(?:H([12])|Q([1-4])|W(0[1-9]|[1-4]\\d|5[0-3])|(0[1-9]|1[0-2])))?$`)
const FISCAL = new RegExp(`^FY${YEAR}$`)
const MONTHS = new RegExp(`^${YEAR}-(0[1-9]|1[0-2])/${YEAR}-(0[1-9]|1[0-2])$`)

/** Null for a text that is not a period. */
export function parsePeriod(text: string): Period | null {
  const fiscal = FISCAL.exec(text)
  if (fiscal !== null) return { kind: 'fiscal', year: Number(fiscal[1]), part: 1 }
  const months = MONTHS.exec(text)
  if (months !== null) return monthsPeriod(months.slice(1).map(Number))
  const [whole, year = '', half, quarter, week, month] = NAMED.exec(text) ?? []
  if (whole === undefined) return null
  const named = (kind: Kind, part: string): Period => ({ kind, year: Number(year), part: Number(part) })
  if (half !== undefined) return named('half', half)
  if (quarter !== undefined) return named('quarter', quarter)
  if (month !== undefined) return named('month', month)
  if (week === undefined) return named('year', '1')
  return Number(week) <= weeksIn(Number(year)) ? named('week', week) : null
}

function monthsPeriod([year = 0, part = 1, lastYear = 0, lastPart = 1]: readonly number[]): Period | null {
  const count = 12 * (lastYear - year) + lastPart - part + 1
  return count >= 1 && count <= MOST_MONTHS ? { kind: 'months', year, part, count } : null
}

const two = (n: number): string => String(n).padStart(2, '0')
const four = (n: number): string => String(n).padStart(4, '0')

export function formatPeriod(period: Period): string {
  const { kind, year, part, count = 1 } = period
  if (kind === 'fiscal') return `FY${four(year)}`
  if (kind === 'year') return four(year)
  if (kind === 'half') return `${four(year)}-H${part}`
  if (kind === 'quarter') return `${four(year)}-Q${part}`
  if (kind === 'week') return `${four(year)}-W${two(part)}`
  const first = `${four(year)}-${two(part)}`
  return kind === 'month' ? first : `${first}/${addMonths(first, count - 1)}`
}

const LENGTHS: Readonly<Record<Exclude<Kind, 'week' | 'months'>, number>> = { month: 1, quarter: 3, half: 6, year: 12, fiscal: 12 }

/** Month in which fiscal years begin, 1 to 12. */
export const fiscalStart = (): number => campus.value.value?.fiscal_start ?? 1

/** First month and how many there are; a week has none. */
function monthsIn({ kind, year, part, count = 1 }: Period & { kind: Exclude<Kind, 'week'> }): readonly [first: string, count: number] {
  if (kind === 'fiscal') return [`${four(year)}-${two(fiscalStart())}`, 12]
  if (kind === 'months') return [`${four(year)}-${two(part)}`, count]
  return [`${four(year)}-${two(LENGTHS[kind] * (part - 1) + 1)}`, LENGTHS[kind]]
}

/** The Monday of an ISO week. */
export function mondayOf(year: number, week: number): string {
  const fourth = `${four(year)}-01-04`
  return addDays(fourth, 7 * (week - 1) - weekday(fourth))
}

/** 52 or 53: the last Thursday of the year lies in its last week. */
export function weeksIn(year: number): number {
  return addDays(mondayOf(year, 53), 3).startsWith(four(year)) ? 53 : 52
}

/** Its first day and the first day after it. */
export function daysOf(period: Period): { readonly from: string; readonly to: string } {
  if (period.kind === 'week') {
    const monday = mondayOf(period.year, period.part)
    return { from: monday, to: addDays(monday, 7) }
  }
  const [first, count] = monthsIn({ ...period, kind: period.kind })
  return { from: `${first}-01`, to: `${addMonths(first, count)}-01` }
}

/** So many periods of its kind later. */
export function movePeriod(period: Period, by: number): Period {
  const { kind, year, part, count = 1 } = period
  if (kind === 'fiscal' || kind === 'year') return { ...period, year: year + by }
  if (kind === 'week') return weekOf(addDays(mondayOf(year, part), 7 * by))
  const length = kind === 'months' ? count : LENGTHS[kind]
  const first = 12 * year + (kind === 'months' ? part - 1 : (part - 1) * length) + by * length
  const at = { ...period, year: Math.floor(first / 12) }
  return { ...at, part: kind === 'months' ? (first % 12) + 1 : (first % 12) / length + 1 }
}

/** The same period of the year before. A week 53 becomes the last week of a year that has none. */
export function yearBefore(period: Period): Period {
  const year = period.year - 1
  return { ...period, year, part: period.kind === 'week' ? Math.min(period.part, weeksIn(year)) : period.part }
}

/** The ISO week of a day. */
function weekOf(day: string): Period {
  const thursday = addDays(day, 3 - weekday(day))
  const year = Number(thursday.slice(0, 4))
  const first = mondayOf(year, 1)
  return { kind: 'week', year, part: Math.round((Date.parse(addDays(thursday, -3)) - Date.parse(first)) / 604_800_000) + 1 }
}

/** The last month that is over where the site is; `today` is its local date, 2026-04-17. */
export function lastMonth(today: string): Period {
  const [year = 2000, month = 1] = today.split('-').map(Number)
  return movePeriod({ kind: 'month', year, part: month }, -1)
}

/** As it is read: March 2026, Q1 2026, week 12 of 2026 with its days. */
export function periodName(text: string): string {
  const period = parsePeriod(text)
  if (period === null) return text
  const { kind, part } = period
  const year = String(period.year)
  if (kind === 'month') return monthName(text)
  if (kind === 'year') return t('period.year.of', { year })
  if (kind === 'half') return t('period.half.of', { year, n: part })
  if (kind === 'quarter') return t('period.quarter.of', { year, n: part })
  const { from, to } = daysOf(period)
  if (kind === 'week') return t('period.week.of', { year, n: part, days: daysName(from, addDays(to, -1)) })
  const months = monthsName(from.slice(0, 7), addMonths(to.slice(0, 7), -1))
  return kind === 'months' ? months : t('period.fiscal.of', { year, months })
}
