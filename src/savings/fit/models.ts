/** The models of `campus savings fit`: each pairs meter and temperature its way, is fitted to the baseline and predicts the reporting period. */

import { DAY, HOUR } from '../../domain/index.ts'
import { fitUsageModel, predictUsage } from '../methods/caltrack/usage-model.ts'
import { fitHourlyModel, predictHours } from '../methods/hourly/hourly-model.ts'
import { meanTemperature, type MeterObservation } from '../methods/observation.ts'
import { fitChangePoint, predictChangePoint } from '../methods/simple/change-point.ts'
import { fitStraightLine, predictLine } from '../methods/simple/straight-line.ts'
import { fractionalBand, guideline14Band } from '../methods/statistics/saving-bands.ts'
import { disqualify, finding, type FitFinding, valueFindings } from './findings.ts'
import { type FitParameters, type FitRequest, type ModelOutcome, NO_PARAMETERS } from './fit-request.ts'
import { billingObservations, dailyObservations, hourObservations, meterDays } from './observations.ts'
import { monthSufficiency, reportingSufficiency, shareSufficiency, yearSufficiency } from './sufficiency.ts'
import type { Temperatures } from './temperatures.ts'

/** Baseline and reporting period of one kind. */
interface Sides<T> {
  readonly baseline: T
  readonly reporting: T
}

const refuse = (findings: readonly FitFinding[]): ModelOutcome => ({
  parameters: NO_PARAMETERS,
  observed: [],
  modelled: [],
  slopes: 0,
  reporting: { observed: 0, counterfactual: 0, points: 0 },
  interval: () => null,
  findings,
})

/** A day on which an electricity meter counted nothing is missing (CalTRACK 2.3.2). */
function daySides({ meter, zone, fuel, baseline, reporting }: FitRequest, temperatures: Temperatures): Sides<readonly MeterObservation[]> {
  const of = (within: FitRequest['baseline']): readonly MeterObservation[] =>
    dailyObservations(meterDays(meter, within, zone), temperatures).filter((o) => fuel === 'gas' || o.total !== 0)
  return { baseline: of(baseline), reporting: of(reporting) }
}

const daysIn = (list: readonly MeterObservation[]): number => list.reduce((sum, o) => sum + o.days, 0)
const totalOf = (list: readonly MeterObservation[]): number => list.reduce((sum, o) => sum + o.total, 0)

/** Sums of the reporting period under a prediction. */
function claimed(list: readonly MeterObservation[], predict: (o: MeterObservation) => number): ModelOutcome['reporting'] {
  return { observed: totalOf(list), counterfactual: list.reduce((sum, o) => sum + predict(o), 0), points: list.length }
}

export function fitCaltrack(request: FitRequest, temperatures: Temperatures, billing: boolean): ModelOutcome {
  const { meter, baseline, reporting, unit, fuel } = request
  const sides = billing
    ? { baseline: billingObservations(meter, baseline, temperatures), reporting: billingObservations(meter, reporting, temperatures) }
    : daySides(request, temperatures)
  const findings = [
    ...yearSufficiency(baseline, daysIn(sides.baseline)),
    ...reportingSufficiency(reporting, daysIn(sides.reporting)),
    ...valueFindings(sides.baseline.map((o) => o.total)),
  ]
  const model = fitUsageModel(sides.baseline, { unit, billing, cooling: fuel === 'electricity' })
  if (model === null) return refuse([...findings, ...(sides.baseline.length === 0 ? [] : [disqualify('no-model')])])
  const parameters: FitParameters = {
    ...NO_PARAMETERS,
    intercept: model.intercept,
    beta_hdd: model.betaHdd,
    beta_cdd: model.betaCdd,
    heating_balance_point: model.heatingBalance,
    cooling_balance_point: model.coolingBalance,
  }
  const predict = (o: MeterObservation): number => predictUsage(model, o)
  const claim = claimed(sides.reporting, predict)
  const points = billing ? Math.round(daysIn(sides.reporting) / 30) : claim.points
  return {
    parameters,
    observed: sides.baseline.map((o) => o.total * o.length),
    modelled: sides.baseline.map((o) => predict(o) * o.length),
    slopes: model.slopes,
    r2Adjusted: model.r2Adjusted,
    reporting: claim,
    interval: (fit) => fractionalBand(fit, billing ? 'billing' : 'daily', points),
    findings,
  }
}

/** A curve of use against the mean temperature of a day. */
interface Curve {
  readonly parameters: FitParameters
  readonly slopes: number
  predict(temperature: number): number
}

function lineCurve(temperatures: readonly number[], use: readonly number[]): Curve | null {
  const line = fitStraightLine(temperatures, use)
  if (line === null) return null
  return { parameters: { ...NO_PARAMETERS, intercept: line.intercept, slope: line.slope }, slopes: 1, predict: (t) => predictLine(line, t) }
}

function changePointCurve(temperatures: readonly number[], use: readonly number[]): Curve | null {
  const fit = fitChangePoint(temperatures, use)
  if (fit === null) return null
  const { base, changePoint, below, above } = fit
  const parameters = { ...NO_PARAMETERS, intercept: base, change_point: changePoint, slope_below: below, slope_above: above }
  return { parameters, slopes: 3, predict: (t) => predictChangePoint(fit, t) }
}

export function fitCurve(request: FitRequest, temperatures: Temperatures, kind: 'straight-line' | 'change-point'): ModelOutcome {
  const { baseline, reporting } = daySides(request, temperatures)
  const findings = [
    ...shareSufficiency(request.baseline, baseline.length),
    ...reportingSufficiency(request.reporting, reporting.length),
    ...valueFindings(baseline.map((o) => o.total)),
  ]
  const use = baseline.map((o) => o.total)
  const curve = (kind === 'straight-line' ? lineCurve : changePointCurve)(baseline.map(meanTemperature), use)
  if (curve === null) return refuse([...findings, ...(use.length === 0 ? [] : [disqualify('no-model')])])
  const predict = (o: MeterObservation): number => curve.predict(meanTemperature(o))
  const claim = claimed(reporting, predict)
  return {
    parameters: curve.parameters,
    observed: use,
    modelled: baseline.map(predict),
    slopes: curve.slopes,
    reporting: claim,
    interval: (fit) => guideline14Band(fit, 'day', claim.points),
    findings,
  }
}

export function fitHourly(request: FitRequest, temperatures: Temperatures): ModelOutcome {
  const { meter, zone, unit, baseline, reporting } = request
  const parts = { temperatures, zone, unit }
  const [before, after] = [hourObservations(meter, baseline, parts), hourObservations(meter, reporting, parts)]
  const findings = [
    ...yearSufficiency(baseline, (before.length * HOUR) / DAY),
    ...(before.length === 0 ? [] : monthSufficiency(baseline, before, zone)),
    ...reportingSufficiency(reporting, (after.length * HOUR) / DAY),
  ]
  if (before.length === 0) return refuse(findings)
  const model = fitHourlyModel(before)
  const modelled = predictHours(model, before)
  const predicted = predictHours(model, after)
  const known = [...predicted.keys()].filter((i) => !Number.isNaN(predicted[i]))
  const left = after.length - known.length
  const sum = (values: Float64Array): number => known.reduce((total, i) => total + (values[i] as number), 0)
  const claim = { observed: sum(after.use), counterfactual: sum(predicted), points: known.length }
  return {
    parameters: NO_PARAMETERS,
    observed: [...before.use],
    modelled: [...modelled],
    slopes: Math.max(1, Math.round(model.coefficients) - 1),
    reporting: claim,
    interval: (fit) => guideline14Band(fit, 'hour', claim.points),
    findings: [...findings, ...(left > 0 ? [finding('hours-not-predicted', { hours: left })] : [])],
  }
}
