/** Use of a day against its mean temperature as one straight line (three-parameter models begin here; nmecr SLR). */

import { fitLinear } from '../statistics/least-squares.ts'

export interface StraightLine {
  readonly intercept: number
  /** Per degree. */
  readonly slope: number
}

/** Null for fewer than three days, or days of one temperature. */
export function fitStraightLine(temperatures: readonly number[], use: readonly number[]): StraightLine | null {
  if (use.length < 3) return null
  const fit = fitLinear([Float64Array.from(temperatures)], Float64Array.from(use), null)
  const slope = fit?.slopes[0]
  return fit === null || slope === undefined || new Set(temperatures).size < 2 ? null : { intercept: fit.intercept, slope }
}

export const predictLine = ({ intercept, slope }: StraightLine, temperature: number): number => intercept + slope * temperature
