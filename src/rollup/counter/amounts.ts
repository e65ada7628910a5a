/**
 * Amounts: what was used in an interval, not a register. An amount belongs to its own interval, which ends or begins at its time; nothing is
 * stretched over a hole. An amount beyond what the rate or the point's own past allows is held; three more in a row confirm that the use has
 * grown, unless they rise like a register that stands in the column of the amounts: those are discarded, and their time is missing.
 */

import { findingBit, REGISTER_LIMIT } from '../../domain/index.ts'
import type { Discarded } from './counter.ts'
import { type PackedPast, pastRate, withDifference } from './past.ts'
import { allowedBy, believed, type CounterRules } from './rules.ts'

export interface AmountReading {
  readonly time: number
  /** Base units; negative where the point is signed. */
  readonly amount: number
  /** The source marks it as an estimate. */
  readonly estimated?: boolean
}

/** An amount and the time it belongs to, [from, to). */
export interface BookedAmount {
  readonly from: number
  readonly to: number
  readonly amount: number
  readonly findings: number
  readonly estimated?: boolean
}

export interface AmountRules extends CounterRules {
  readonly signed: boolean
  readonly stamp: 'begin' | 'end'
  /** The other end of the interval that ends (`end`) or begins (`begin`) at this time; null where the interval is not known. */
  readonly otherEnd: (time: number) => number | null
}

export interface AmountState {
  /** The last believed amount. With `stamp: begin` it is booked once the next one tells where it ends. */
  readonly last: AmountReading | null
  readonly movedAt: number
  readonly past: PackedPast
  readonly held: readonly AmountReading[]
}

export interface AmountStep {
  readonly state: AmountState
  readonly booked: readonly BookedAmount[]
  readonly discarded: readonly Discarded[]
}

const CONFIRMED = findingBit('spike-confirmed')
const DISCARDED = findingBit('spike-discarded')
const CONFIRMATIONS = 3

/** Stands for the amount of a reading that was discarded: larger than any amount that is accepted. */
export const DISCARDED_AMOUNT = REGISTER_LIMIT

export const NO_AMOUNTS: AmountState = { last: null, movedAt: Number.NEGATIVE_INFINITY, past: 0, held: [] }

/** Length of the interval of an amount, ms: its own, else the time since the reading before it. */
function lengthOf(rules: AmountRules, before: AmountReading | null, { time }: AmountReading): number | null {
  const other = rules.otherEnd(time)
  if (other !== null) return Math.abs(time - other)
  return before === null ? null : time - before.time
}

/** Without a past an amount is believed up to the rate: a large consumer starts with large amounts, and nothing tells it from an error. */
function isBelieved(rules: AmountRules, { last, past }: AmountState, reading: AmountReading): boolean {
  const ms = lengthOf(rules, last, reading)
  if (ms === null) return true
  return Math.abs(reading.amount) <= (pastRate(past) === null ? allowedBy(rules, ms) : believed(rules, past, ms))
}

/** Where the amount belongs: back to the interval's begin, but not before the reading before it. */
function spanEnding(rules: AmountRules, before: AmountReading | null, { time }: AmountReading): { from: number; to: number } | null {
  const begin = rules.otherEnd(time) ?? before?.time ?? null
  return begin === null ? null : { from: before === null ? begin : Math.max(begin, before.time), to: time }
}

/** Where an amount belongs that begins at its time: up to the interval's end, but not beyond the next reading. */
export function spanBeginning(rules: AmountRules, { time }: AmountReading, next: number | null): { from: number; to: number } | null {
  const end = rules.otherEnd(time) ?? next
  return end === null ? null : { from: time, to: next === null ? end : Math.min(end, next) }
}

/** The amount that waits for the reading at `time` to tell where its interval ends at the latest. */
function bookWaiting(rules: AmountRules, { last }: AmountState, time: number): readonly BookedAmount[] {
  if (rules.stamp === 'end' || last === null || last.amount === DISCARDED_AMOUNT) return []
  const span = spanBeginning(rules, last, time)
  return span === null ? [] : [{ ...span, amount: last.amount, findings: 0, estimated: last.estimated === true }]
}

function accept(rules: AmountRules, state: AmountState, reading: AmountReading, findings: number): AmountStep {
  const { last, movedAt, past } = state
  const ms = lengthOf(rules, last, reading)
  const ending = rules.stamp === 'end' ? (spanEnding(rules, last, reading) ?? { from: reading.time, to: reading.time }) : null
  const own = ending === null ? [] : [{ ...ending, amount: reading.amount, findings, estimated: reading.estimated === true }]
  const difference = { consumed: Math.abs(reading.amount), ms: ms ?? 0, time: reading.time, before: movedAt }
  return {
    state: {
      last: reading,
      movedAt: reading.amount === 0 ? movedAt : reading.time,
      past: ms === null ? past : withDifference(past, difference),
      held: [],
    },
    booked: [...bookWaiting(rules, state, reading.time), ...own],
    discarded: discard(state.held),
  }
}

const discard = (readings: readonly AmountReading[]): readonly Discarded[] => readings.map(({ time }) => ({ time, findings: DISCARDED }))

/** Gives readings up; the last of them is where the next amount begins at the earliest. `held` are still open. */
function giveUp(rules: AmountRules, state: AmountState, readings: readonly AmountReading[], held: readonly AmountReading[]): AmountStep {
  const [first] = readings
  const last = readings.at(-1)
  if (first === undefined || last === undefined) return { state, booked: [], discarded: [] }
  return {
    state: { ...state, last: { time: last.time, amount: DISCARDED_AMOUNT }, held },
    booked: bookWaiting(rules, state, first.time),
    discarded: discard(readings),
  }
}

/** Amounts that rise by no more than an amount are a register that leaked into the column. */
function isRegister(rules: AmountRules, past: PackedPast, chain: readonly AmountReading[]): boolean {
  return chain.slice(1).every((reading, i) => {
    const before = chain[i] as AmountReading
    const rise = reading.amount - before.amount
    return rise >= 0 && rise <= believed(rules, past, reading.time - before.time) && rise < reading.amount / 2
  })
}

/** One more amount, later than all before it. */
export function advanceAmount(rules: AmountRules, state: AmountState, reading: AmountReading): AmountStep {
  if (isBelieved(rules, state, reading)) return accept(rules, state, reading, 0)
  const { held, past } = state
  const chain = [...held, reading]
  const ms = lengthOf(rules, held.at(-1) ?? state.last, reading) ?? 0
  // The rate forbids it: no other reading can make it true.
  if (!rules.rateAssumed || Math.abs(reading.amount) > allowedBy(rules, ms)) return giveUp(rules, state, chain, [])
  if (chain.length <= CONFIRMATIONS) return { state: { ...state, held: chain }, booked: [], discarded: [] }
  return isRegister(rules, past, chain) ? giveUp(rules, state, chain.slice(0, -1), [reading]) : confirm(rules, state, chain)
}

/** The use has grown: the amounts are booked, and say that they are unusual. */
function confirm(rules: AmountRules, state: AmountState, chain: readonly AmountReading[]): AmountStep {
  const booked: BookedAmount[] = []
  let next: AmountState = { ...state, held: [] }
  for (const reading of chain) {
    const step = accept(rules, next, reading, CONFIRMED)
    booked.push(...step.booked)
    next = step.state
  }
  return { state: next, booked, discarded: [] }
}
