/** Reporting periods by name: 2026-03, 2026-Q1, 2026. */

import type { Instant } from './instant.ts'
import { localDate } from './time.ts'

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

/** The last month of a period; null when the text is not a period. */
export function lastMonthOf(period: string): string | null {
  const match = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/.exec(period)
  if (match === null) return null
  const [, year = '', quarter, month] = match
  return month === undefined ? `${year}-${String(quarter === undefined ? 12 : 3 * Number(quarter)).padStart(2, '0')}` : period
}
