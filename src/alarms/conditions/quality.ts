/** Meters that cannot be right: one value that repeats, impossible values, a unit or ratio that is wrong by orders of magnitude. Pure. */

import { type Bucket, findingBit, instant, type Instant, type Quantity } from '../../domain/index.ts'
import { finite, median } from '../../kernel/index.ts'
import type { SubjectVerdict } from '../judgement.ts'

const STUCK = findingBit('stuck')
const IMPOSSIBLE = findingBit('bad-value') | findingBit('spike-discarded')

/** Start of the buckets with one of these findings that reach to the newest one; null when the newest has none. */
function runOf(quarters: readonly Bucket[], bits: number): Instant | null {
  let since: Instant | null = null
  for (const bucket of quarters.toReversed()) {
    if ((bucket.findings & bits) === 0) break
    since = bucket.start
  }
  return since
}

const verdictOf = (quarters: readonly Bucket[], since: Instant | null): SubjectVerdict['verdict'] =>
  quarters.length === 0 ? 'unknown' : since === null ? 'sound' : 'holds'

/** By the quarter hours of the last hours, ascending. */
export function judgeStuck(point: string, quarters: readonly Bucket[], now: Instant): SubjectVerdict {
  const since = runOf(quarters, STUCK)
  const sentence = `${point} repeats one value: the meter, its pulse output or the gateway has stopped`
  return {
    subject: point,
    verdict: verdictOf(quarters, since),
    since: since ?? now,
    points: [point],
    sentence,
    evidence: { point, value: quarters.at(-1)?.max ?? 0 },
  }
}

/** Holds when the newest quarter hour and at least `share` of them have values that are out of bounds. */
export function judgeImplausible(point: string, quarters: readonly Bucket[], share: number, now: Instant): SubjectVerdict {
  const found = quarters.filter((b) => (b.findings & IMPOSSIBLE) !== 0)
  const isNow = ((quarters.at(-1)?.findings ?? 0) & IMPOSSIBLE) !== 0
  const holds = isNow && found.length >= share * quarters.length
  return {
    subject: point,
    verdict: quarters.length === 0 ? 'unknown' : holds ? 'holds' : 'sound',
    since: holds ? (found[0]?.start ?? now) : now,
    points: [point],
    sentence: `${point} has values that are not possible in ${found.length} of ${quarters.length} quarter hours: they take no part in totals`,
    evidence: { point, quarters: found.length, of: quarters.length },
  }
}

export interface ScalePoint {
  readonly id: string
  readonly quantity: Quantity
  readonly unit: string
  /** Amount or mean of each local day, ascending, the last one complete; NaN: not enough is known. */
  readonly days: Float64Array
  /** Start of the last day. */
  readonly dayAt: Instant
  /** The last day of points of the same use and quantity. */
  readonly peers: readonly number[]
}

const LEAST_HISTORY = 7
const LEAST_PEERS = 4

/** Against its own past where there is a week of it, else against like points. Zeros are no scale: a load that was off begins anywhere. */
export function judgeScale({ id, unit, days, dayAt, peers }: ScalePoint, factor: number): SubjectVerdict {
  const value = days.at(-1) ?? Number.NaN
  const past = finite(days.subarray(0, -1)).filter((day) => day > 0)
  const others = peers.filter((peer) => peer > 0)
  const own = past.length >= LEAST_HISTORY
  const usual = own ? median(past) : others.length >= LEAST_PEERS ? median(others) : Number.NaN
  const times = value / usual
  const known = value > 0 && Number.isFinite(times)
  const text = known ? Number(times.toPrecision(2)) : 1
  return {
    subject: id,
    verdict: !known ? 'unknown' : times >= factor || times <= 1 / factor ? 'holds' : 'sound',
    since: instant(dayAt),
    points: [id],
    sentence: `${id} is ${text} times ${own ? 'what it was before' : 'what like points have'}: check unit, scale and current transformer ratio`,
    evidence: { point: id, times: text, value: known ? Number(value.toPrecision(4)) : 0, unit, basis: own ? 'past' : 'peers' },
  }
}
