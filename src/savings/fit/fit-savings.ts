/** Measurement and verification on plain series: a model fitted to the baseline, the saving of the reporting period, and the findings that gate it. */

import { HOUR } from '../../domain/index.ts'
import { effectivePoints, type FitStatistics, fitStatistics } from '../methods/statistics/fit-statistics.ts'
import { fitDayType } from './day-type-fit.ts'
import { disqualify, finding, type FitFinding, fitQuality, savingQuality } from './findings.ts'
import { type FitModelName, type FitRequest, type FitResult, type ModelOutcome, NO_PARAMETERS } from './fit-request.ts'
import { fitCaltrack, fitCurve, fitHourly } from './models.ts'
import { intervalOf, orderRows, rowsWithin, type MeterStep, stepOf } from './series.ts'
import { temperaturesOf } from './temperatures.ts'

/** Steps of the meter that a model takes. */
const TAKES: Readonly<Record<FitModelName, readonly MeterStep[]>> = {
  'caltrack-daily': ['within-day', 'day'],
  'caltrack-billing': ['period'],
  'caltrack-hourly': ['within-day'],
  'straight-line': ['within-day', 'day'],
  'change-point': ['within-day', 'day'],
  'day-type': ['within-day', 'day'],
}

export function fitSavings(request: FitRequest): FitResult {
  const { rows, zeros } = readMeter(request)
  const wrong = wrongInterval(request.model, rows)
  if (wrong !== null) return resultOf(request, null, [wrong])
  const outcome = outcomeOf({ ...request, meter: rows })
  return resultOf(request, outcome, [...(zeros > 0 ? [finding('zeros-missing', { count: zeros })] : []), ...outcome.findings])
}

/** Rows in order; zeros of electricity are missing values, except in rows finer than a day: nothing ran in that hour. */
function readMeter({ meter, fuel, baseline, reporting }: FitRequest): { rows: FitRequest['meter']; zeros: number } {
  const ordered = orderRows(meter)
  const interval = intervalOf(ordered)
  if (fuel === 'gas' || interval === null || stepOf(interval) === 'within-day') return { rows: ordered, zeros: 0 }
  const used = [...rowsWithin(ordered, baseline), ...rowsWithin(ordered, reporting)]
  const zeros = used.filter((row) => row.value === 0).length
  return { rows: ordered.map((row) => (row.value === 0 ? { ...row, value: null } : row)), zeros }
}

function wrongInterval(model: FitModelName, meter: FitRequest['meter']): FitFinding | null {
  const interval = intervalOf(meter)
  if (interval === null || TAKES[model].includes(stepOf(interval))) return null
  const needed = { period: 'billing periods', day: 'days', 'within-day': 'hours' }[TAKES[model].at(-1) ?? 'day']
  return disqualify('wrong-interval', { interval: `${Number((interval / HOUR).toFixed(2))} h`, model, needed })
}

function outcomeOf(request: FitRequest): ModelOutcome {
  const temperatures = temperaturesOf(orderRows(request.temperature))
  switch (request.model) {
    case 'caltrack-daily':
      return fitCaltrack(request, temperatures, false)
    case 'caltrack-billing':
      return fitCaltrack(request, temperatures, true)
    case 'caltrack-hourly':
      return fitHourly(request, temperatures)
    case 'straight-line':
    case 'change-point':
      return fitCurve(request, temperatures, request.model)
    case 'day-type':
      return fitDayType(request)
  }
}

const NO_FIT = { r2: null, r2_adjusted: null, cvrmse: null, cvrmse_adjusted: null, nmbe: null } as const
const NO_SAVING = { saving: null, counterfactual: null, observed: null, interval90: null } as const

function resultOf({ model, force }: FitRequest, outcome: ModelOutcome | null, findings: readonly FitFinding[]): FitResult {
  const points = { baseline: outcome?.observed.length ?? 0, reporting: outcome?.reporting.points ?? 0 }
  if (outcome === null || points.baseline === 0) return { model, ...NO_SAVING, ...NO_FIT, parameters: NO_PARAMETERS, points, findings }
  const fit = fitStatistics(outcome.observed, outcome.modelled, outcome.slopes)
  const quality = fitQuality(fit, effectivePoints(fit), { slopes: outcome.slopes, hourly: model === 'caltrack-hourly' })
  const unfit = [...findings, ...quality].some((f) => f.disqualifies)
  const amounts = points.reporting > 0 && (force || !unfit) ? amountsOf(outcome, fit) : NO_SAVING
  const judged = amounts.saving === null ? [] : savingQuality(amounts.saving, amounts.interval90)
  const fitted = {
    r2: fit.r2 ?? 0,
    r2_adjusted: outcome.r2Adjusted ?? fit.r2Adjusted,
    cvrmse: fit.cvrmse,
    cvrmse_adjusted: fit.cvrmseAdjusted,
    nmbe: fit.nmbe,
  }
  return { model, ...amounts, ...fitted, parameters: outcome.parameters, points, findings: [...findings, ...quality, ...judged] }
}

function amountsOf({ reporting, interval }: ModelOutcome, fit: FitStatistics): Pick<FitResult, keyof typeof NO_SAVING> {
  const { observed, counterfactual } = reporting
  return { saving: counterfactual - observed, counterfactual, observed, interval90: interval(fit) }
}
