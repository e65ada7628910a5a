/** What is remarkable about a fit, as data. A finding that disqualifies takes the place of the number. */

import type { FitStatistics } from '../methods/statistics/fit-statistics.ts'

export const FIT_FINDINGS = {
  'no-data': 'the baseline has no value with a temperature: nothing was fitted',
  'baseline-too-short': 'the baseline has {known} of the {needed} known days that the method needs',
  'baseline-too-long': 'the baseline is {days} days long; the method takes the 365 days before the measure',
  'low-coverage': 'the baseline is known for {percent} % of its time; the method needs 90 %',
  'reporting-low-coverage': 'the reporting period is known for {percent} % of its time; only the known part is claimed',
  'no-reporting-data': 'the reporting period has no value with a temperature',
  'month-low-coverage': 'months of the year with less than 90 % of their hours in the baseline: {months}',
  'hours-not-predicted': '{hours} hours of the reporting period have no like hour in the baseline and are left out',
  'days-not-matched':
    '{days} days of the reporting period have fewer than 10 days of their type near them in the baseline and are left out',
  'no-model': 'no candidate model qualifies: each has a negative coefficient or too few degree days',
  'wrong-interval': 'the rows of the meter are {interval} apart; the model {model} needs {needed}',
  'negative-values': '{count} values of the meter are negative, which may be feed-in of a solar system',
  'extreme-values': '{count} values lie above the median plus three times the interquartile range ({limit})',
  'zeros-missing': '{count} zeros of the electricity meter count as missing (CalTRACK 2.3.2); --fuel gas keeps them',
  'high-cvrmse': 'CV(RMSE) is {percent} %; Guideline 14 accepts 25 % for a year of reporting',
  'unfit-cvrmse': 'CV(RMSE) is {percent} %; above 100 % the model does not describe the building (CalTRACK 4.3.2)',
  'unfit-nmbe': 'NMBE is {percent} %; above 10 % the model is biased (Guideline 14)',
  'unfit-points':
    'neighbouring residuals correlate by {rho}: {effective} points are left of {n}, too few for the {parameters} parameters of the model',
  'high-nmbe': 'NMBE is {percent} %; 0.5 % is the limit of practice',
  autocorrelation: 'neighbouring residuals correlate by {rho}: the interval counts {effective} points of {n}',
  'wide-interval': 'the interval is {percent} % of the saving; 50 % is the limit of practice at 90 %',
  insignificant: 'the interval of the saving holds 0',
} as const

export type FitFindingCode = keyof typeof FIT_FINDINGS

export interface FitFinding {
  readonly code: FitFindingCode
  readonly sentence: string
  /** Whether it takes the place of the number. */
  readonly disqualifies: boolean
  readonly values: Readonly<Record<string, string | number>>
}

export function finding(code: FitFindingCode, values: FitFinding['values'] = {}, disqualifies = false): FitFinding {
  const sentence = FIT_FINDINGS[code].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  return { code, sentence, disqualifies, values }
}

export const disqualify = (code: FitFindingCode, values: FitFinding['values'] = {}): FitFinding => finding(code, values, true)

const digits = (value: number, places = 1): number => Number(value.toFixed(places))

const CVRMSE_LIMIT = 0.25
const CVRMSE_UNFIT = 1
const NMBE_LIMIT = 0.005
const NMBE_UNFIT = 0.1
const CORRELATED = 0.5
/** Columns that all points of a fit share. */
const MOST_SHARED = 14
const WIDE = 0.5

interface FittedModel {
  readonly slopes: number
  /** Hours scatter more than days, by nature: no CV(RMSE) refuses them. */
  readonly hourly: boolean
}

/** Of the statistics of a fit, and of the points that count. */
export function fitQuality(fit: FitStatistics, effective: number, { slopes, hourly }: FittedModel): FitFinding[] {
  return [...judgeScatter(fit, hourly ? Infinity : CVRMSE_UNFIT), ...judgeBias(fit), ...judgeCorrelation(fit, effective, slopes)]
}

function judgeScatter({ cvrmseAdjusted }: FitStatistics, unfit: number): FitFinding[] {
  if (cvrmseAdjusted === null || cvrmseAdjusted <= CVRMSE_LIMIT) return []
  const values = { percent: digits(100 * cvrmseAdjusted) }
  return [cvrmseAdjusted > unfit ? disqualify('unfit-cvrmse', values) : finding('high-cvrmse', values)]
}

function judgeBias({ nmbe }: FitStatistics): FitFinding[] {
  if (nmbe === null || Math.abs(nmbe) <= NMBE_LIMIT) return []
  const values = { percent: digits(100 * nmbe, 2) }
  return [Math.abs(nmbe) > NMBE_UNFIT ? disqualify('unfit-nmbe', values) : finding('high-nmbe', values)]
}

function judgeCorrelation({ autocorrelation, n }: FitStatistics, effective: number, slopes: number): FitFinding[] {
  if (autocorrelation === null || autocorrelation <= CORRELATED) return []
  const values = { rho: digits(autocorrelation, 2), effective: Math.round(effective), n }
  // A model of hours has a level for each hour of the week: each is known by its own hours.
  const parameters = Math.min(slopes + 1, MOST_SHARED)
  return [effective <= parameters ? disqualify('unfit-points', { ...values, parameters }) : finding('autocorrelation', values)]
}

/** Of a saving with its interval. */
export function savingQuality(saving: number, interval: number | null): FitFinding[] {
  if (interval === null || saving === 0) return []
  const share = interval / Math.abs(saving)
  if (share >= 1) return [finding('insignificant')]
  return share > WIDE ? [finding('wide-interval', { percent: digits(100 * share) })] : []
}

function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return low + (high - low) * (at - Math.floor(at))
}

/** Of the values of the baseline (CalTRACK 2.3.5, 2.3.6). */
export function valueFindings(values: readonly number[]): FitFinding[] {
  const sorted = [...values].sort((a, b) => a - b)
  const negative = sorted.filter((v) => v < 0).length
  const limit = quantile(sorted, 0.5) + 3 * (quantile(sorted, 0.75) - quantile(sorted, 0.25))
  const extreme = sorted.filter((v) => v > limit).length
  return [
    ...(negative > 0 ? [finding('negative-values', { count: negative })] : []),
    ...(extreme > 0 ? [finding('extreme-values', { count: extreme, limit: digits(limit, 3) })] : []),
  ]
}
