/** What readings that are not believed yet say: a climb or a return, growth, another meter, or noise. */

import { HOUR } from '../../domain/index.ts'
import type { RegisterReading } from './classify.ts'
import { type PackedPast, pastRate } from './past.ts'
import { type CounterRules, dipTolerance, isUsual, isWithin } from './rules.ts'

/** What a later reading needs to know of all before it. */
export interface CounterState {
  /** The last reading that is believed. */
  readonly last: RegisterReading
  /** When the register last moved. */
  readonly movedAt: number
  readonly past: PackedPast
  /** Readings after `last` that are not believed yet, oldest first. After a fall the list grows in place: a state is followed by one other. */
  readonly held: readonly RegisterReading[]
  /** Only between readings that were believed together: the time of the reading before the first of them. */
  readonly since?: number
}

/** Readings after a fall that are looked at for sense. */
export const FIRST_HELD = 30
/** So many readings climb back rather than come back, and by more than such a part of its last step. */
const MANY = 10
/** What is consumed meanwhile is like what is held, up to this factor. */
const LIKE = 2

/** A net register leaps in both directions; it does not fall. */
export function isFall({ form }: CounterRules, { last, held }: CounterState): boolean {
  return form !== 'net' && (held[0]?.value ?? last.value) < last.value
}

/**
 * Whether the reading leads back to where the register was. A register that restarted climbs: its last step is like those before it, while a return
 * is one step unlike them, after which what was consumed meanwhile is what the register does otherwise.
 */
export function isReturn(rules: CounterRules, { last, past, held }: CounterState, newest: RegisterReading, c: RegisterReading): boolean {
  const back = last.value - dipTolerance(rules, last.value)
  if (c.value < back || newest.value >= back) return false
  const first = held[0] as RegisterReading
  if (newest.value === first.value || !goesOnAsBefore(rules, past, held.slice(0, FIRST_HELD))) return true
  const chain = greatestRate(held)
  // Over a gap or after it stood still a register that climbs makes one step of what it did not show.
  const still = held.find(({ value }) => value === newest.value) ?? newest
  const step = { consumed: c.value - newest.value, ms: c.time - still.time }
  const rise = { consumed: c.value - last.value, ms: c.time - last.time }
  const climbs = isWithin(rules, chain, step)
  const returns = isWithin(rules, chain, rise, LIKE)
  // A register that climbs passes its old value anywhere in a step; few readings behind which it stands just there came back to it.
  const few = held.length < MANY
  const half = newest.value - first.value <= (last.value - first.value) / 2
  if (climbs) return returns && few && (half || rise.consumed <= step.consumed / MANY)
  const usual = isUsual(rules, past, step.consumed, step.ms) === true
  if (returns) return few || !usual
  if (usual || isUsual(rules, past, rise.consumed, rise.ms) === true) return !usual
  return !beginsAtZero(rules, Math.max(chain, pastRate(past) ?? 0), last, first)
}

/** Whether a register that fell shows what it counts since it was at 0. */
function beginsAtZero(rules: CounterRules, rate: number, last: RegisterReading, first: RegisterReading): boolean {
  return isWithin(rules, rate, { consumed: first.value - rules.least, ms: first.time - last.time })
}

/** Whether the reading goes on from a leap that makes up most of its rise: time does not make a leap believable that came in one step beyond the past. */
export function isMostlyLeap(rules: CounterRules, { last, past, held }: CounterState, c: RegisterReading): boolean {
  if (rules.rateAssumed && pastRate(past) === null) return false
  return rises(rules, held, c) && (held[0] as RegisterReading).value - last.value > (c.value - last.value) / 2
}

/** Whether what is held goes on to the reading: it was no glitch. */
export function rises({ form }: CounterRules, held: readonly RegisterReading[], c: RegisterReading): boolean {
  return form !== 'net' && [...held.slice(1), c].every(({ value }, i) => value >= (held[i] as RegisterReading).value)
}

/** Whether each step of the chain is what the register does otherwise: another meter, not noise or another scale. */
export function goesOnAsBefore(rules: CounterRules, past: PackedPast, chain: readonly RegisterReading[]): boolean {
  return chain.slice(1).every((reading, i) => {
    const before = chain[i] as RegisterReading
    const step = rules.form === 'net' ? Math.abs(reading.value - before.value) : reading.value - before.value
    return step >= 0 && isUsual(rules, past, step, reading.time - before.time) !== false
  })
}

/** Base units per hour. */
export function greatestRate(chain: readonly RegisterReading[]): number {
  let greatest = 0
  for (let i = 1; i < chain.length; i++) {
    const [a, b] = [chain[i - 1] as RegisterReading, chain[i] as RegisterReading]
    greatest = Math.max(greatest, (Math.abs(b.value - a.value) * HOUR) / Math.max(1, b.time - a.time))
  }
  return greatest
}
