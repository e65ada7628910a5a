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

/** A rate so far below that of a level has no higher level, however the logarithm is rounded. */
const BELOW = 1 - 1e-9

/** What one past says. Most readings leave it as it was: unpacked once, it answers for the readings that follow. */
interface UnpackedPast {
  readonly past: PackedPast
  readonly count: number
  readonly newest: number
  /** Greatest rate; null while there is too little of it. */
  readonly rate: number | null
}

function unpackPast(past: PackedPast): UnpackedPast {
  const count = past % COUNT_BASE
  const rates = Math.floor(past / COUNT_BASE)
  let greatest = 0
  for (let rest = rates; rest > 0; rest = Math.floor(rest / RATE_BASE)) greatest = Math.max(greatest, rest % RATE_BASE)
  return { past, count, newest: rates % RATE_BASE, rate: count < ENOUGH ? null : rateOf(greatest) }
}

let lastUnpacked = unpackPast(NO_PAST)

function unpacked(past: PackedPast): UnpackedPast {
  if (lastUnpacked.past !== past) lastUnpacked = unpackPast(past)
  return lastUnpacked
}

/** The past after one more difference of `consumed` base units over `ms` that ended at `time`; the difference before it ended at `before`. */
export function withDifference(
  past: PackedPast,
  { consumed, ms, time, before }: { readonly consumed: number; readonly ms: number; readonly time: number; readonly before: number },
): PackedPast {
  if (consumed <= 0) return past
  const { count, newest } = unpacked(past)
  const rate = (consumed * HOUR) / Math.max(ms, SHORTEST)
  const sameDay = newest > 0 && Math.floor(time / DAY) === Math.floor(before / DAY)
  if (sameDay && count === COUNT_BASE - 1 && rate < BELOW * rateOf(newest)) return past
  const level = levelOf(rate)
  const rates = Math.floor(past / COUNT_BASE)
  const next = sameDay ? rates - newest + Math.max(newest, level) : (rates % (SEVEN_DAYS / RATE_BASE)) * RATE_BASE + level
  return next * COUNT_BASE + Math.min(COUNT_BASE - 1, count + 1)
}

/** Greatest rate of the past, base units per hour; null while there is too little of it. */
export const pastRate = (past: PackedPast): number | null => unpacked(past).rate

/** Whether the past holds as many days of movement as it can: a week of them says what a load does, a day does not. */
export function isLongPast(past: PackedPast): boolean {
  return Math.floor(past / COUNT_BASE) >= SEVEN_DAYS / RATE_BASE
}
