/** A main meter against the sum of its sub-meters, day by day. Pure. */

import { type Instant, instant } from '../../domain/index.ts'
import { median } from '../../kernel/index.ts'
import type { SubjectVerdict } from '../judgement.ts'

export interface MeterBalance {
  readonly main: string
  readonly parts: readonly string[]
  readonly unit: string
  /** Starts of local days, ascending, the last one complete. */
  readonly days: readonly Instant[]
  /** Amounts of the days; NaN where not every reading of the day is there. */
  readonly mains: Float64Array
  readonly sums: Float64Array
}

export interface BalanceLimits {
  /** Share of the main meter by which the parts may exceed it. */
  readonly share: number
  readonly growth: number
  readonly days: number
}

const LEAST_HISTORY = 7

export function judgeBalance(balance: MeterBalance, limits: BalanceLimits): SubjectVerdict {
  const { main, parts, days, mains, sums } = balance
  const last = days.length - 1
  const shares = Float64Array.from(mains, (whole, i) => (whole > 0 ? (whole - (sums[i] ?? Number.NaN)) / whole : Number.NaN))
  const today = shares[last] ?? Number.NaN
  const since = Math.max(0, last - limits.days + 1)
  const usual = shares.subarray(0, since)
  const grown = usual.filter(Number.isFinite).length >= LEAST_HISTORY && isGrown(shares.subarray(since), median(usual) + limits.growth)
  const exceeds = today < -limits.share
  const text = balance.unit
  const [whole, sum] = [round(mains[last]), round(sums[last])]
  return {
    subject: main,
    verdict: Number.isNaN(today) ? 'unknown' : exceeds || grown ? 'holds' : 'sound',
    since: days[exceeds ? last : since] ?? instant(0),
    points: [main, ...parts],
    sentence: exceeds
      ? `the ${parts.length} sub-meters of ${main} add up to ${sum} ${text}, more than its ${whole} ${text}: a meter reads wrong, or one hangs elsewhere`
      : `${round(100 * today)} % of ${main} is unaccounted for by its ${parts.length} sub-meters, more than before`,
    evidence: { main, parts: parts.length, whole, sum, unit: balance.unit, case: exceeds ? 'exceeds' : 'unaccounted', share: round(today) },
  }
}

const round = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? 0 : Number(value.toPrecision(4)))

function isGrown(shares: Float64Array, limit: number): boolean {
  return shares.every((share) => share > limit)
}
