/** Degree days above and below balance points (CalTRACK 3.3.4, 3.3.5), and the grid of candidates. */

export type TemperatureUnit = 'F' | 'C'

/** Least total of degree days that a candidate needs, F x days (CalTRACK 3.2.2.2). */
const LEAST_TOTAL_F = 20

export interface BalanceGrid {
  readonly points: readonly number[]
  /** Degree days x days. */
  readonly leastTotal: number
}

/** Every integer of 30..90 F (CalTRACK 3.2.2); in Celsius every half degree of -1..32. */
export function balanceGrid(unit: TemperatureUnit): BalanceGrid {
  return unit === 'F'
    ? { points: Array.from({ length: 61 }, (_, i) => 30 + i), leastTotal: LEAST_TOTAL_F }
    : { points: Array.from({ length: 67 }, (_, i) => -1 + i / 2), leastTotal: LEAST_TOTAL_F / 1.8 }
}

/** Mean heating degree days of days with these mean temperatures. */
export function heatingDays(temperatures: readonly number[], balance: number): number {
  return temperatures.reduce((sum, t) => sum + Math.max(balance - t, 0), 0) / temperatures.length
}

/** Mean cooling degree days of days with these mean temperatures. */
export function coolingDays(temperatures: readonly number[], balance: number): number {
  return temperatures.reduce((sum, t) => sum + Math.max(t - balance, 0), 0) / temperatures.length
}
