/** Columns of degree days that a candidate may use, with the sums that its fit needs. */

import { weightedMean } from '../statistics/least-squares.ts'
import type { MeterObservation } from '../observation.ts'
import { type BalanceGrid, coolingDays, heatingDays } from './degree-days.ts'

/** Fewer days with degree days than this fit nothing (CalTRACK 3.2.2.2.1; not of billing periods). */
const FEWEST_DAYS = 10

export interface DegreeColumn {
  readonly balance: number
  /** Degree days less their mean. */
  readonly centred: Float64Array
  readonly mean: number
  /** Weighted sums of squares, and of products with the use. */
  readonly squares: number
  readonly products: number
}

export interface UsageSeries {
  /** Use per day. */
  readonly y: Float64Array
  /** y less its mean, times the weight. */
  readonly weighted: Float64Array
  readonly weights: Float64Array
  readonly mean: number
  /** Weighted sum of squares about the mean. */
  readonly squares: number
}

export function usageSeries(observations: readonly MeterObservation[], billing: boolean): UsageSeries {
  const y = Float64Array.from(observations, (o) => o.total / o.days)
  const weights = Float64Array.from(observations, (o) => (billing ? o.temperatures.length : 1))
  const mean = weightedMean(
    y,
    weights,
    weights.reduce((sum, w) => sum + w, 0),
  )
  const weighted = y.map((v, i) => (weights[i] as number) * (v - mean))
  return { y, weights, mean, weighted, squares: y.reduce((sum, v, i) => sum + (weights[i] as number) * (v - mean) ** 2, 0) }
}

interface ColumnRules {
  readonly grid: BalanceGrid
  readonly billing: boolean
}

/** The columns of one side that hold enough degree days, by ascending balance point. */
export function degreeColumns(
  side: 'heating' | 'cooling',
  observations: readonly MeterObservation[],
  series: UsageSeries,
  { grid, billing }: ColumnRules,
): DegreeColumn[] {
  const degreesOf = side === 'heating' ? heatingDays : coolingDays
  return grid.points.flatMap((balance) => {
    const values = Float64Array.from(observations, (o) => degreesOf(o.temperatures, balance))
    const total = values.reduce((sum, v, i) => sum + v * (series.weights[i] as number), 0)
    const days = values.reduce((sum, v) => sum + (v > 0 ? 1 : 0), 0)
    if (total < grid.leastTotal || (!billing && days < FEWEST_DAYS)) return []
    return [columnOf(balance, values, series)]
  })
}

function columnOf(balance: number, values: Float64Array, { weights, weighted }: UsageSeries): DegreeColumn {
  const mean = weightedMean(
    values,
    weights,
    weights.reduce((sum, w) => sum + w, 0),
  )
  const centred = values.map((v) => v - mean)
  let [squares, products] = [0, 0]
  for (let i = 0; i < centred.length; i++) {
    const d = centred[i] as number
    squares += (weights[i] as number) * d * d
    products += (weighted[i] as number) * d
  }
  return { balance, centred, mean, squares, products }
}

/** Weighted sum of products of two columns. */
export function crossProducts(a: DegreeColumn, b: DegreeColumn, weights: Float64Array): number {
  let sum = 0
  for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (a.centred[i] as number) * (b.centred[i] as number)
  return sum
}
