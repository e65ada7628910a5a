/**
 * What a register is used to: the greatest rates it was seen to run at on its last seven days of movement, and how often it moved. It travels in
 * the edge state of every bucket, packed into one integer, so that a pass that starts anywhere knows the same past. A difference falls out
 * of it after seven further days of movement: a late reading changes a bounded stretch.
 *
 * Layout, least significant digit first: count (base 8), then seven rates (base 128), newest day first. A rate is stored as
 * 1 + ceil(2 log2(base units per hour)), which rounds it up by at most 41 %.
 */

import { DAY, HOUR, MINUTE } from '../../domain/index.ts'

/** An integer below 2^52; 0 is no past. */
export type PackedPast = number

export const NO_PAST: PackedPast = 0

const COUNT_BASE = 8
const RATE_BASE = 128
const DAYS = 7
const SEVEN_DAYS = RATE_BASE ** DAYS
/** Differences that have to be there before the past is evidence of anything. */
const ENOUGH = 5
/** Two readings in one second say nothing about a rate: pulses come in whole units. */
const SHORTEST = MINUTE

function levelOf(rate: number): number {
  return rate < 1 ? 1 : Math.min(RATE_BASE - 1, 1 + Math.ceil(2 * Math.log2(rate)))
}

/** Base units per hour by level: a power for each reading would be felt. */
const RATES = Float64Array.from({ length: RATE_BASE }, (_, level) => (level === 0 ? 0 : 2 ** ((level - 1) / 2)))

const rateOf = (level: number): number => RATES[level] as number

/** The past after one more difference of `consumed` base units over `ms` that ended at `time`; the difference before it ended at `before`. */
export function withDifference(
  past: PackedPast,
  { consumed, ms, time, before }: { readonly consumed: number; readonly ms: number; readonly time: number; readonly before: number },
): PackedPast {
  if (consumed <= 0) return past
  const level = levelOf((consumed * HOUR) / Math.max(ms, SHORTEST))
  const count = Math.min(COUNT_BASE - 1, (past % COUNT_BASE) + 1)
  const rates = Math.floor(past / COUNT_BASE)
  const newest = rates % RATE_BASE
  const sameDay = newest > 0 && Math.floor(time / DAY) === Math.floor(before / DAY)
  const next = sameDay ? rates - newest + Math.max(newest, level) : (rates % (SEVEN_DAYS / RATE_BASE)) * RATE_BASE + level
  return next * COUNT_BASE + count
}

/** Greatest rate of the past, base units per hour; null while there is too little of it. */
export function pastRate(past: PackedPast): number | null {
  if (past % COUNT_BASE < ENOUGH) return null
  let greatest = 0
  for (let rates = Math.floor(past / COUNT_BASE); rates > 0; rates = Math.floor(rates / RATE_BASE))
    greatest = Math.max(greatest, rates % RATE_BASE)
  return rateOf(greatest)
}

/** Whether the past holds as many days of movement as it can: a week of them says what a load does, a day does not. */
export function isLongPast(past: PackedPast): boolean {
  return Math.floor(past / COUNT_BASE) >= SEVEN_DAYS / RATE_BASE
}
