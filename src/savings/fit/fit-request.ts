/** What a fit is asked for, and what comes out of it. */

import type { Calendar, Span } from '../../domain/index.ts'
import type { TemperatureUnit } from '../methods/caltrack/degree-days.ts'
import type { FitStatistics } from '../methods/statistics/fit-statistics.ts'
import type { FitFinding } from './findings.ts'
import type { SeriesRow } from './series.ts'

export const FIT_MODELS = ['caltrack-daily', 'caltrack-billing', 'caltrack-hourly', 'straight-line', 'change-point', 'day-type'] as const
export type FitModelName = (typeof FIT_MODELS)[number]

export interface FitRequest {
  readonly model: FitModelName
  /** In order of time. */
  readonly meter: readonly SeriesRow[]
  readonly temperature: readonly SeriesRow[]
  /** From included, to excluded. */
  readonly baseline: Span
  readonly reporting: Span
  readonly unit: TemperatureUnit
  readonly fuel: 'electricity' | 'gas'
  readonly zone: string
  readonly calendar: Calendar
  /** Gives the number although a finding disqualifies the baseline; the finding stays. */
  readonly force: boolean
}

/** Coefficients by the names of the contract; null where the model has none. */
export interface FitParameters {
  readonly intercept: number | null
  readonly beta_hdd: number | null
  readonly beta_cdd: number | null
  readonly heating_balance_point: number | null
  readonly cooling_balance_point: number | null
  readonly change_point: number | null
  readonly [more: string]: number | null
}

/** Energy in the unit of the meter; shares as fractions. */
export interface FitResult {
  readonly model: FitModelName
  readonly saving: number | null
  readonly counterfactual: number | null
  readonly observed: number | null
  readonly r2: number | null
  readonly r2_adjusted: number | null
  readonly cvrmse: number | null
  readonly cvrmse_adjusted: number | null
  /** Positive: the model is too low. */
  readonly nmbe: number | null
  /** Half-width of the 90 % interval of the saving. */
  readonly interval90: number | null
  readonly parameters: FitParameters
  /** Points of the baseline, and of the reporting period that are claimed. */
  readonly points: { readonly baseline: number; readonly reporting: number }
  readonly findings: readonly FitFinding[]
}

export const NO_PARAMETERS: FitParameters = {
  intercept: null,
  beta_hdd: null,
  beta_cdd: null,
  heating_balance_point: null,
  cooling_balance_point: null,
  change_point: null,
}

/** What a model yields before findings gate it. */
export interface ModelOutcome {
  readonly parameters: FitParameters
  /** Of the baseline, in order of time. */
  readonly observed: readonly number[]
  readonly modelled: readonly number[]
  readonly slopes: number
  /** Adjusted R2 where the method defines its own. */
  readonly r2Adjusted?: number
  /** Of the reporting period, where both sides are known. */
  readonly reporting: { readonly observed: number; readonly counterfactual: number; readonly points: number }
  readonly interval: (fit: FitStatistics) => number | null
  readonly findings: readonly FitFinding[]
}
