/**
 * How far days of a type differ from their mean before control. Slots of one day depend on each other (whoever stays, stays), so days are the sample, not
 * quarter hours. A claim carries the error of the mean, which all its days share, and the scatter of the days themselves.
 */

import { COVER_90, type DayType } from '../../domain/index.ts'
import { correlation } from '../methods/statistics/fit-statistics.ts'
import { studentQuantile } from '../methods/statistics/student-t.ts'
import { deviation } from './on-power.ts'

/** Hours at full output by local day (days since 1970). */
export type DayHours = ReadonlyMap<number, number>

/** Standard uncertainties of the baseline's hours at full output of one day of a type. */
export interface DayError {
  /** Of the mean: the same error on every day of the type. */
  readonly shared: number
  /** Of the single day. */
  readonly own: number
  /** Part of the variance, 0..1, that other loads have in common: people come and go together. */
  readonly common: number
  /** Whose days they are: a holiday that was hardly seen goes by the weekend. */
  readonly of: DayType
}

export interface BaselineError {
  readonly byType: Readonly<Record<DayType, DayError>>
  /** Standard uncertainty of the power at full output before control, relative. */
  readonly full: number
  /** Names what loads with something in common share. */
  readonly group: string
}

/** A correlation or a common scatter below this many standard errors is chance. */
const CHANCE = 1.645

/** Neighbouring days of a type that resemble each other beyond chance count as fewer: n / n', at least 1. */
function inflationOf(values: readonly number[]): number {
  const rho = Math.min(0.9, correlation(values.slice(1), values.slice(0, -1)) ?? 0)
  return rho <= CHANCE / Math.sqrt(values.length) ? 1 : (1 + rho) / (1 - rho)
}

/** Days in order of time; null for fewer than two. `by` is how far the mean is off besides, hours. */
export function dayError(hours: DayHours, by = 0): Pick<DayError, 'shared' | 'own'> | null {
  const values = [...hours].sort(([a], [b]) => a - b).map(([, h]) => h)
  const spread = deviation(values)
  if (spread === null) return null
  const inflation = inflationOf(values)
  const effective = Math.max(2, values.length / inflation)
  // Few days know their own scatter badly: Student's quantile stands for the normal one.
  const wide = studentQuantile(0.95, effective - 1) / COVER_90
  return { shared: Math.hypot((wide * spread) / Math.sqrt(effective), by), own: wide * spread * Math.sqrt(inflation) }
}

/** A load's days before control and its power at full output, W. */
export interface LoadDays {
  readonly hours: DayHours
  readonly full: number
}

/** Part of the variance of days that loads have in common, 0..1: what their sum scatters more, beyond chance, than independent loads would. */
export function commonShare(loads: readonly LoadDays[]): number {
  const [first, ...others] = loads
  if (first === undefined || others.length === 0) return 0
  const days = [...first.hours.keys()].filter((day) => others.every((l) => l.hours.has(day)))
  const powers = loads.map((load) => days.map((day) => load.full * (load.hours.get(day) ?? 0)))
  const deviations = powers.map((power) => deviation(power) ?? 0)
  const sums = days.map((_, i) => powers.reduce((sum, power) => sum + (power[i] ?? 0), 0))
  const [single, all] = [deviations.reduce((sum, d) => sum + d * d, 0), deviations.reduce((sum, d) => sum + d, 0) ** 2]
  const together = (deviation(sums) ?? 0) ** 2
  const isChance = together <= single * (1 + CHANCE * Math.sqrt(2 / Math.max(1, days.length - 1)))
  return all <= single || isChance ? 0 : Math.min(1, Math.max(0, (together - single) / (all - single)))
}
