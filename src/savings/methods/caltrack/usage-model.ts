/**
 * CalTRACK 2.0 daily and billing methods: use per day as base load plus degree days, the balance points searched, the winner the qualified candidate of
 * the highest adjusted R2 (3.3, 3.4). Source: github openeemeter/caltrack, docs/methods.rst.
 */

import type { MeterObservation } from '../observation.ts'
import { crossProducts, type DegreeColumn, degreeColumns, type UsageSeries, usageSeries } from './candidates.ts'
import { balanceGrid, coolingDays, heatingDays, type TemperatureUnit } from './degree-days.ts'

/** Use of a day: intercept + betaHdd x HDD + betaCdd x CDD, in the unit of the meter. */
export interface UsageModel {
  readonly intercept: number
  readonly betaHdd: number | null
  readonly betaCdd: number | null
  readonly heatingBalance: number | null
  readonly coolingBalance: number | null
  readonly r2Adjusted: number
  readonly slopes: number
}

export interface UsageModelOptions {
  readonly unit: TemperatureUnit
  /** Periods of several days: weighted by their days, without the rule of ten days. */
  readonly billing: boolean
  /** Gas has no cooling. */
  readonly cooling: boolean
}

/** Null when no candidate qualifies: none without a negative coefficient. */
export function fitUsageModel(observations: readonly MeterObservation[], { unit, billing, cooling }: UsageModelOptions): UsageModel | null {
  if (observations.length === 0) return null
  const series = usageSeries(observations, billing)
  const rules = { grid: balanceGrid(unit), billing }
  const heatingColumns = degreeColumns('heating', observations, series, rules)
  const coolingColumns = cooling ? degreeColumns('cooling', observations, series, rules) : []
  let best: UsageModel | null = interceptOnly(series)
  const consider = (candidate: UsageModel | null): void => {
    if (candidate !== null && (best === null || candidate.r2Adjusted > best.r2Adjusted)) best = candidate
  }
  for (const column of heatingColumns) consider(fitOne(series, column, 'heating'))
  for (const column of coolingColumns) consider(fitOne(series, column, 'cooling'))
  for (const warm of coolingColumns)
    for (const cold of heatingColumns) if (cold.balance <= warm.balance) consider(fitBoth(series, cold, warm))
  return best
}

const NONE = { betaHdd: null, betaCdd: null, heatingBalance: null, coolingBalance: null } as const

function interceptOnly({ mean }: UsageSeries): UsageModel | null {
  return mean < 0 ? null : { ...NONE, intercept: mean, r2Adjusted: 0, slopes: 0 }
}

function adjusted({ squares, y }: UsageSeries, explained: number, slopes: number): number {
  const n = y.length
  return squares > 0 && n > slopes + 1 ? 1 - (squares - explained) / (n - slopes - 1) / (squares / (n - 1)) : 0
}

function fitOne(series: UsageSeries, column: DegreeColumn, side: 'heating' | 'cooling'): UsageModel | null {
  if (column.squares <= 0) return null
  const beta = column.products / column.squares
  const intercept = series.mean - beta * column.mean
  if (beta < 0 || intercept < 0) return null
  const own = side === 'heating' ? { betaHdd: beta, heatingBalance: column.balance } : { betaCdd: beta, coolingBalance: column.balance }
  return { ...NONE, ...own, intercept, r2Adjusted: adjusted(series, beta * column.products, 1), slopes: 1 }
}

/** Columns whose squared correlation comes this near 1 tell the two slopes not apart. */
const COLLINEAR = 1e-10

function fitBoth(series: UsageSeries, cold: DegreeColumn, warm: DegreeColumn): UsageModel | null {
  const cross = crossProducts(cold, warm, series.weights)
  const determinant = cold.squares * warm.squares - cross * cross
  if (determinant <= COLLINEAR * cold.squares * warm.squares) return null
  const betaHdd = (cold.products * warm.squares - warm.products * cross) / determinant
  const betaCdd = (warm.products * cold.squares - cold.products * cross) / determinant
  const intercept = series.mean - betaHdd * cold.mean - betaCdd * warm.mean
  if (betaHdd < 0 || betaCdd < 0 || intercept < 0) return null
  const explained = betaHdd * cold.products + betaCdd * warm.products
  const r2Adjusted = adjusted(series, explained, 2)
  return { intercept, betaHdd, betaCdd, heatingBalance: cold.balance, coolingBalance: warm.balance, r2Adjusted, slopes: 2 }
}

/** Use of a whole observation, in the unit of the meter. */
export function predictUsage(model: UsageModel, { days, temperatures }: Pick<MeterObservation, 'days' | 'temperatures'>): number {
  const heat = model.heatingBalance === null ? 0 : (model.betaHdd ?? 0) * heatingDays(temperatures, model.heatingBalance)
  const cool = model.coolingBalance === null ? 0 : (model.betaCdd ?? 0) * coolingDays(temperatures, model.coolingBalance)
  return days * (model.intercept + heat + cool)
}
