/** Reporting periods: 2026-03, 2026-Q1, 2026. */

import { translator } from '../text/language.ts'
import { monthName } from '../text/report-format.ts'

const t = translator()

export type Kind = 'month' | 'quarter' | 'year'

export interface Period {
  readonly kind: Kind
  readonly year: number
  /** Of the month or the quarter, from 1; 1 for a year. */
  readonly part: number
}

const PERIOD = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/

/** Null for a text that is not a period. */
export function parsePeriod(text: string): Period | null {
  const [whole, year = '', quarter, month] = PERIOD.exec(text) ?? []
  if (whole === undefined) return null
  const kind = month !== undefined ? 'month' : quarter !== undefined ? 'quarter' : 'year'
  return { kind, year: Number(year), part: Number(month ?? quarter ?? 1) }
}

export function formatPeriod({ kind, year, part }: Period): string {
  const four = String(year).padStart(4, '0')
  if (kind === 'year') return four
  return kind === 'quarter' ? `${four}-Q${Math.min(part, 4)}` : `${four}-${String(part).padStart(2, '0')}`
}

const MONTHS: Readonly<Record<Kind, number>> = { month: 1, quarter: 3, year: 12 }

/** First month of the period, counted from year 0. */
const firstMonth = ({ kind, year, part }: Period): number => 12 * year + (part - 1) * MONTHS[kind]

/** Its first day and the first day after it. */
export function daysOf(period: Period): { readonly from: string; readonly to: string } {
  const day = (month: number): string =>
    `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
  return { from: day(firstMonth(period)), to: day(firstMonth(period) + MONTHS[period.kind]) }
}

/** So many periods of its kind later. */
export function movePeriod(period: Period, by: number): Period {
  const months = MONTHS[period.kind]
  const first = firstMonth(period) + by * months
  return { kind: period.kind, year: Math.floor(first / 12), part: (first % 12) / months + 1 }
}

/** The last month that is over where the site is; `today` is its local date, 2026-04-17. */
export function lastMonth(today: string): Period {
  const [year = 2000, month = 1] = today.split('-').map(Number)
  return movePeriod({ kind: 'month', year, part: month }, -1)
}

/** As it is read: March 2026, Q1 2026, 2026. */
export function periodName(text: string): string {
  const period = parsePeriod(text)
  if (period === null) return text
  if (period.kind === 'month') return monthName(text)
  if (period.kind === 'year') return t('period.year.of', { year: String(period.year) })
  return t('period.quarter.of', { year: String(period.year), n: period.part })
}
