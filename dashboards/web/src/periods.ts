/** Reporting periods: 2026-03, 2026-Q1, 2026. */

import { t } from './i18n.ts'
import { monthName } from './office-format.ts'

export type Kind = 'month' | 'quarter' | 'year'

export interface Period {
  readonly kind: Kind
  readonly year: number
  /** Of the month or the quarter, from 1; 1 for a year. */
  readonly part: number
}

const PERIOD = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/

/** Null for a text that is no period. */
export function periodOf(text: string): Period | null {
  const [whole, year = '', quarter, month] = PERIOD.exec(text) ?? []
  if (whole === undefined) return null
  const kind = month !== undefined ? 'month' : quarter !== undefined ? 'quarter' : 'year'
  return { kind, year: Number(year), part: Number(month ?? quarter ?? 1) }
}

export function periodText({ kind, year, part }: Period): string {
  const four = String(year).padStart(4, '0')
  if (kind === 'year') return four
  return kind === 'quarter' ? `${four}-Q${Math.min(part, 4)}` : `${four}-${String(part).padStart(2, '0')}`
}

/** The same time in another kind: March is in the first quarter, the second quarter begins with April. */
export function asKind({ kind, year, part }: Period, wanted: Kind): Period {
  const month = kind === 'quarter' ? 3 * part - 2 : kind === 'month' ? part : 1
  return { kind: wanted, year, part: wanted === 'month' ? month : wanted === 'quarter' ? Math.ceil(month / 3) : 1 }
}

/** The last month that is over where the site is; `today` is its local date, 2026-04-17. */
export function lastMonth(today: string): string {
  const [year = 2000, month = 1] = today.split('-').map(Number)
  return month === 1 ? periodText({ kind: 'month', year: year - 1, part: 12 }) : periodText({ kind: 'month', year, part: month - 1 })
}

/** As it is read: March 2026, Q1 2026, 2026. */
export function periodName(text: string): string {
  const period = periodOf(text)
  if (period === null) return text
  if (period.kind === 'month') return monthName(text)
  if (period.kind === 'year') return t('period.year.of', { year: String(period.year) })
  return t('period.quarter.of', { year: String(period.year), n: period.part })
}
