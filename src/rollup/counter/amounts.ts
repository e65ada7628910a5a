/**
 * Amounts: what was used in an interval, not a register. An amount belongs to its own interval, which ends or begins at its time; nothing is
 * stretched over a hole. An amount beyond what the rate or the point's own past allows is held; three more in a row confirm that the use has
 * grown, unless they rise like a register that stands in the column of the amounts: those are discarded, and their time is missing.
 */

import { findingBit } from '../../domain/index.ts'
import { type PackedPast, withDifference } from './past.ts'
import { allowedBy, believed, type CounterRules } from './rules.ts'

export interface AmountReading {
  readonly time: number
  /** Base units; negative where the point is signed. */
  readonly amount: number
}

/** An amount and the time it belongs to, [from, to). */
export interface BookedAmount {
  readonly from: number
  readonly to: number
  readonly amount: number
  readonly findings: number
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
  readonly discarded: readonly { readonly time: number; readonly findings: number }[]
}

const CONFIRMED = findingBit('spike-confirmed')
const DISCARDED = findingBit('spike-discarded')
const CONFIRMATIONS = 3

export const NO_AMOUNTS: AmountState = { last: null, movedAt: Number.NEGATIVE_INFINITY, past: 0, held: [] }

/** Length of the interval of an amount, ms: its own, else the time since the reading before it. */
function lengthOf(rules: AmountRules, before: AmountReading | null, { time }: AmountReading): number | null {
  const other = rules.otherEnd(time)
  if (other !== null) return Math.abs(time - other)
  return before === null ? null : time - before.time
}

function isBelieved(rules: AmountRules, { last, past }: AmountState, reading: AmountReading): boolean {
  const ms = lengthOf(rules, last, reading)
  return ms === null || Math.abs(reading.amount) <= believed(rules, past, ms)
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

function take(rules: AmountRules, state: AmountState, reading: AmountReading, findings: number): AmountStep {
  const { last, movedAt, past } = state
  const ms = lengthOf(rules, last, reading)
  const booked: BookedAmount[] = []
  if (rules.stamp === 'end') {
    const span = spanEnding(rules, last, reading)
    booked.push({ ...(span ?? { from: reading.time, to: reading.time }), amount: reading.amount, findings })
  } else if (last !== null) {
    const span = spanBeginning(rules, last, reading.time)
    if (span !== null) booked.push({ ...span, amount: last.amount, findings })
  }
  const difference = { consumed: Math.abs(reading.amount), ms: ms ?? 0, time: reading.time, before: movedAt }
  const moved = reading.amount !== 0
  return {
    state: {
      last: reading,
      movedAt: moved ? reading.time : movedAt,
      past: ms === null ? past : withDifference(past, difference),
      held: [],
    },
    booked,
    discarded: state.held.map(({ time }) => ({ time, findings: DISCARDED })),
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
  if (isBelieved(rules, state, reading)) return take(rules, state, reading, 0)
  const chain = [...state.held, reading]
  const ms = lengthOf(rules, chain.at(-2) ?? state.last, reading) ?? 0
  const possible = rules.rateAssumed && Math.abs(reading.amount) <= allowedBy(rules, ms)
  if (!possible || chain.length <= CONFIRMATIONS || isRegister(rules, state.past, chain)) return holdAmount(state, reading, possible)
  return confirmAmounts(rules, state, chain)
}

/** What the rate forbids is discarded at once; what only the past does not know is held. */
function holdAmount(state: AmountState, reading: AmountReading, possible: boolean): AmountStep {
  if (possible) return { state: { ...state, held: [...state.held, reading] }, booked: [], discarded: [] }
  return { state, booked: [], discarded: [{ time: reading.time, findings: DISCARDED }] }
}

function confirmAmounts(rules: AmountRules, state: AmountState, chain: readonly AmountReading[]): AmountStep {
  const booked: BookedAmount[] = []
  let next: AmountState = { ...state, held: [] }
  for (const reading of chain) {
    const step = take(rules, next, reading, CONFIRMED)
    booked.push(...step.booked)
    next = step.state
  }
  return { state: next, booked, discarded: [] }
}
