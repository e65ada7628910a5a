/**
 * Day-type match (M2): the baseline of a day is the mean of baseline days of the same type within 45 days of the same date of the year, else of the same
 * season, else nothing. Days of a type err alike through their mean, and each by itself.
 */

import type { DayType } from '../../../domain/index.ts'

export interface TypedDay {
  /** Day of the year, 0..365. */
  readonly dayOfYear: number
  readonly type: DayType
  readonly use: number
}

export interface DayMatch {
  readonly mean: number
  /** Sample standard deviation of the days that were matched. */
  readonly deviation: number
  readonly days: number
}

const WITHIN = 45
const FEWEST = 10
const YEAR = 366
const SEASON = YEAR / 4

function apart(a: number, b: number): number {
  const days = Math.abs(a - b)
  return Math.min(days, YEAR - days)
}

/** Seasons of three months that begin on 1 March, June, September and December. */
const seasonOf = (dayOfYear: number): number => Math.floor((((dayOfYear - 60 + YEAR) % YEAR) / SEASON) % 4)

/** The baseline of a day; null where fewer than ten days of its type were seen near its date or in its season. */
export function matchDay(baseline: readonly TypedDay[], day: Pick<TypedDay, 'dayOfYear' | 'type'>): DayMatch | null {
  const alike = baseline.filter((b) => b.type === day.type)
  const near = alike.filter((b) => apart(b.dayOfYear, day.dayOfYear) <= WITHIN)
  const found = near.length >= FEWEST ? near : alike.filter((b) => seasonOf(b.dayOfYear) === seasonOf(day.dayOfYear))
  if (found.length < FEWEST) return null
  const mean = found.reduce((sum, b) => sum + b.use, 0) / found.length
  const deviation = Math.sqrt(found.reduce((sum, b) => sum + (b.use - mean) ** 2, 0) / (found.length - 1))
  return { mean, deviation, days: found.length }
}
