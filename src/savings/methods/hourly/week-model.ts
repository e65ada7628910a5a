/**
 * Use by hour of the week and temperature bin, for the occupied or the unoccupied hours of one segment. Occupancy is a function of the hour of the week, so
 * the two share no coefficient and are fitted apart; the level of each hour of the week is removed before the bins are solved (Frisch and Waugh 1933).
 */

import { solveSymmetric } from '../statistics/least-squares.ts'
import { HOURS_OF_WEEK, type HourColumns } from './hours.ts'
import { fillBins, fitBins } from './temperature-bins.ts'

export interface WeekModel {
  readonly endpoints: readonly number[]
  /** Per degree of each bin. */
  readonly slopes: readonly number[]
  /** Level of each hour of the week; NaN where it was never seen. */
  readonly levels: Float64Array
}

interface Group {
  readonly rows: readonly number[]
  readonly hours: HourColumns
  readonly weights: Float64Array
  /** Bins of each row, one row after the other. */
  readonly bins: Float64Array
  readonly width: number
}

/** `rows` are indexes into the hours. */
export function fitWeekModel(hours: HourColumns, weights: Float64Array, rows: readonly number[]): WeekModel {
  const endpoints = fitBins(Float64Array.from(rows, (row) => hours.temperature[row] as number))
  const width = endpoints.length + 1
  const bins = new Float64Array(rows.length * width)
  for (const [i, row] of rows.entries()) fillBins(hours.temperature[row] as number, endpoints, bins, i * width)
  const group = { rows, hours, weights, bins, width }
  const means = hourMeans(group)
  const slopes = solveSlopes(group, means)
  const levels = new Float64Array(HOURS_OF_WEEK).fill(Number.NaN)
  for (let hour = 0; hour < HOURS_OF_WEEK; hour++) {
    if ((means.weight[hour] as number) <= 0) continue
    let level = means.use[hour] as number
    for (let k = 0; k < width; k++) level -= (slopes[k] ?? 0) * (means.bins[hour * width + k] as number)
    levels[hour] = level
  }
  return { endpoints, slopes, levels }
}

interface HourMeans {
  readonly weight: Float64Array
  readonly use: Float64Array
  readonly bins: Float64Array
}

function hourMeans({ rows, hours, weights, bins, width }: Group): HourMeans {
  const weight = new Float64Array(HOURS_OF_WEEK)
  const use = new Float64Array(HOURS_OF_WEEK)
  const sums = new Float64Array(HOURS_OF_WEEK * width)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number
    const [hour, w] = [hours.hourOfWeek[row] as number, weights[row] as number]
    weight[hour] = (weight[hour] as number) + w
    use[hour] = (use[hour] as number) + w * (hours.use[row] as number)
    for (let k = 0; k < width; k++) {
      const at = hour * width + k
      sums[at] = (sums[at] as number) + w * (bins[i * width + k] as number)
    }
  }
  const perHour = (sum: number, hour: number): number => ((weight[hour] as number) > 0 ? sum / (weight[hour] as number) : 0)
  return { weight, use: use.map(perHour), bins: sums.map((sum, at) => perHour(sum, Math.floor(at / width))) }
}

function solveSlopes({ rows, hours, weights, bins, width }: Group, means: HourMeans): number[] {
  const normal = Array.from({ length: width }, () => new Float64Array(width))
  const right = new Float64Array(width)
  const centred = new Float64Array(width)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number
    const [hour, w] = [hours.hourOfWeek[row] as number, weights[row] as number]
    const y = (hours.use[row] as number) - (means.use[hour] as number)
    for (let k = 0; k < width; k++) centred[k] = (bins[i * width + k] as number) - (means.bins[hour * width + k] as number)
    for (let j = 0; j < width; j++) {
      const c = w * (centred[j] as number)
      if (c === 0) continue
      right[j] = (right[j] as number) + c * y
      const line = normal[j] as Float64Array
      for (let k = 0; k < width; k++) line[k] = (line[k] as number) + c * (centred[k] as number)
    }
  }
  return solveSymmetric(
    normal.map((line) => [...line]),
    [...right],
  )
}

/** Null for an hour of the week that was never seen. */
export function predictHour({ endpoints, slopes, levels }: WeekModel, hourOfWeek: number, temperature: number): number | null {
  const level = levels[hourOfWeek] ?? Number.NaN
  if (Number.isNaN(level)) return null
  let use = level
  let left = 0
  for (let k = 0; k <= endpoints.length; k++) {
    const right = endpoints[k] ?? Infinity
    const degrees = k === 0 ? Math.min(temperature, right) : Math.min(Math.max(temperature - left, 0), right - left)
    use += (slopes[k] ?? 0) * degrees
    left = right
  }
  return use
}
