/** Where a year comes out: what its months have, and what the rest will have in the shape of the year before, with a 90 % band. Pure. */

import { mean } from '../../kernel/index.ts'

export interface ForecastMonths {
  /** Amounts of the months that are over, from the first; null: not known. */
  readonly months: readonly (number | null)[]
  /** All months of the year before; null: not known. */
  readonly before: readonly (number | null)[]
  /** How many months the year has. */
  readonly count: number
}

/**
 * shape    the remaining months of the year before times how this year has differed from it so far
 * before   the year before as it was: nothing of this year is known yet
 * mean     the mean month so far for each remaining one: the year before is not known
 */
export type ForecastMethod = 'shape' | 'before' | 'mean'

export interface Forecast {
  /** Of the months that are over. */
  readonly known: number
  readonly months: number
  /** Of the whole year. */
  readonly value: number
  /** 90 % band of the whole year; null: two months at least have to be over. */
  readonly low: number | null
  readonly high: number | null
  readonly method: ForecastMethod
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
/** Student's t, 95th percentile, by degrees of freedom from 1 on; a year has at most eleven. */
const T_95 = [6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812, 1.796]
const studentT = (degrees: number): number => T_95[degrees - 1] ?? 1.796

function deviation(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(sum(values.map((v) => (v - middle) ** 2)) / (values.length - 1))
}

interface Rest {
  readonly value: number
  /** Half-width of the 90 % band; null: too few months. */
  readonly half: number | null
  readonly method: ForecastMethod
}

/** Each remaining month scatters as the months so far did around their common ratio, and the ratio itself is known as well as they tell it. */
function restByShape(known: readonly number[], before: readonly number[], rest: readonly number[]): Rest | null {
  const ratios = known.flatMap((value, i) => {
    const earlier = before[i] ?? 0
    return value > 0 && earlier > 0 ? [Math.log(value / earlier)] : []
  })
  if (ratios.length === 0) return null
  const value = sum(rest) * Math.exp(mean(ratios))
  if (ratios.length < 2) return { value, half: null, method: 'shape' }
  const shares = sum(rest) === 0 ? 0 : sum(rest.map((r) => (r / sum(rest)) ** 2))
  const relative = deviation(ratios) * Math.sqrt(1 / ratios.length + shares)
  return { value, half: value * relative * studentT(ratios.length - 1), method: 'shape' }
}

function restByMean(known: readonly number[], remaining: number): Rest {
  const value = mean(known) * remaining
  if (known.length < 2) return { value, half: null, method: 'mean' }
  const spread = deviation(known) * Math.sqrt(remaining + remaining ** 2 / known.length)
  return { value, half: spread * studentT(known.length - 1), method: 'mean' }
}

/** Null where neither this year nor the one before says anything, or a month that is over is not known. */
export function forecastYear({ months, before, count }: ForecastMonths): Forecast | null {
  const known = months.filter((m) => m !== null)
  if (known.length < months.length) return null
  const earlier = before.filter((m) => m !== null)
  const whole = earlier.length === count
  if (known.length === 0 && !whole) return null
  const remaining = count - known.length
  const shaped = whole && known.length > 0 ? restByShape(known, earlier, earlier.slice(known.length)) : null
  const prior: Rest = { value: sum(earlier), half: null, method: 'before' }
  const { value, half, method } = known.length === 0 ? prior : (shaped ?? restByMean(known, remaining))
  const total = sum(known)
  // What is over is known: the band is that of the rest, which is not below 0.
  const band = half === null ? null : { low: total + Math.max(0, value - half), high: total + value + half }
  return { known: total, months: known.length, value: total + value, low: band?.low ?? null, high: band?.high ?? null, method }
}
