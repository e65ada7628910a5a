/** Power at full output, from hours that were steady: the median of those near the greatest. */

import { trueDigits } from '../../kernel/index.ts'
import type { Hours } from './hours.ts'

/** An hour counts when its greatest and least power are no further apart than this share of the greatest. */
const STEADY = 0.05
/** Hours below this share of the greatest steady one are dimmed. */
const FULL = 0.9
/** What stays below this share of the greatest that is known of a load is standby, not output. */
export const STANDBY = 0.1

export interface FullOutput {
  /** W. */
  readonly median: number
  readonly hours: number
  readonly scatter: number | null
  /** The greatest steady hour, W. */
  readonly top: number
  /** Steady hours above standby, at full output or below it. */
  readonly running: number
}

/**
 * The power of an hour that is wholly known and steady, W, else null. A gauge that never moved is its own mean: the value itself, not a quotient that may
 * be off in the last bit.
 */
export function steadyPower({ start, end, min, max, total, covered }: Hours, i: number): number | null {
  const [least, most, known] = [min[i] as number, max[i] as number, covered[i] as number]
  if (Number.isNaN(least) || !(most > 0) || known < (end[i] as number) - (start[i] as number)) return null
  if (least === most) return most
  return most - least <= STEADY * most ? trueDigits((total[i] as number) / known) : null
}

export function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  const lower = sorted[middle - 1] ?? upper
  return sorted.length % 2 === 1 || lower === upper ? upper : (lower + upper) / 2
}

/** Sample standard deviation; null for fewer than two. Equal values have none at all, to the last bit. */
export function deviation(values: readonly number[]): number | null {
  const n = values.length
  if (n < 2) return null
  const first = values[0] ?? 0
  // Differences to a value of the sample: the noise of a great common part stays out.
  const shift = values.reduce((sum, v) => sum + (v - first), 0) / n
  return Math.sqrt(values.reduce((sum, v) => sum + (v - first - shift) ** 2, 0) / (n - 1))
}

/** Null when no hour is steady and above `floor`, W. */
export function fullOutput(hours: Hours, floor: number): FullOutput | null {
  const steady: number[] = []
  for (let i = 0; i < hours.length; i++) {
    const power = steadyPower(hours, i)
    if (power !== null) steady.push(power)
  }
  const top = steady.reduce((most, power) => Math.max(most, power), 0)
  if (top <= 0 || top < floor) return null
  const full = steady.filter((power) => power >= FULL * top).sort((a, b) => a - b)
  return {
    median: median(full),
    hours: full.length,
    scatter: deviation(full),
    top,
    running: steady.filter((power) => power > STANDBY * top).length,
  }
}
