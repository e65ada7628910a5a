/**
 * The counter rules: what a register that reads p at t0 and c at t1 consumed between. A pure machine over the readings of one point in time
 * order. What cannot be believed yet is held until later readings decide; the buckets of what is held are written as it stands, and written
 * again when it is decided, because every pass starts at the last reading that is believed.
 *
 *   0 <= c - p <= believed        consumption
 *   p - d <= c < p                a dip: nothing consumed, the high-water mark p stays
 *   c + M - p usual or allowed    rollover at the modulus M, where the point's past makes it likelier than a restart
 *   c - p > believed              held; three readings that go on from c confirm a rise: consumption where the rate allows it since the register
 *                                 last moved, else another meter: nothing is booked and the gap is missing
 *   c < p otherwise               held for `returnWithin`: a reading that returns to p in one step is booked against p, and what lay between is
 *                                 discarded; else the register restarted at 0 (below half of p), or lost some of its count: the gap is missing
 *
 * A held rise whose follower fits p again was a glitch and is discarded.
 */

import { findingBit } from '../../domain/index.ts'
import { classify, type Delta, type RegisterReading } from './classify.ts'
import { type CounterState, FIRST_HELD, goesOnAsBefore, greatestRate, isFall, isMostlyLeap, isReturn, rises } from './held.ts'
import { NO_PAST, withDifference } from './past.ts'
import { allowing, type CounterRules, isConsumption, isRestart } from './rules.ts'

export interface CounterStep {
  readonly state: CounterState
  /** Each with the state behind it: that is what the buckets it ends in are continued from. */
  readonly deltas: readonly DecidedDelta[]
  /** Readings given up, with why. */
  readonly discarded: readonly Discarded[]
}

export interface DecidedDelta {
  readonly delta: Delta
  readonly state: CounterState
}

export interface Discarded {
  readonly time: number
  readonly findings: number
}

const RESET = findingBit('counter-reset')
const REPLACED = findingBit('counter-replaced')
const CONFIRMED = findingBit('spike-confirmed')
const DISCARDED = findingBit('spike-discarded')

/** Readings that have to go on from a rise before it is believed. */
const CONFIRMATIONS = 3

export function firstState(reading: RegisterReading): CounterState {
  return { last: reading, movedAt: reading.time, past: NO_PAST, held: [] }
}

const NOTHING: readonly never[] = []

const discard = (held: readonly RegisterReading[]): readonly Discarded[] =>
  held.length === 0 ? NOTHING : held.map(({ time }) => ({ time, findings: DISCARDED }))

function afterDelta({ movedAt, past }: CounterState, delta: Delta): CounterState {
  const { from, to, consumed } = delta
  const moved = to.value !== from.value || consumed !== 0
  const difference = { consumed: Math.abs(consumed), ms: to.time - from.time, time: to.time, before: movedAt }
  return {
    last: to,
    movedAt: moved ? to.time : movedAt,
    past: delta.known ? withDifference(past, difference) : past,
    held: [],
  }
}

function accept(state: CounterState, delta: Delta): CounterStep {
  const after = afterDelta(state, delta)
  return { state: after, deltas: [{ delta, state: after }], discarded: discard(state.held) }
}

const hold = (state: CounterState, held: readonly RegisterReading[], given: readonly RegisterReading[] = []): CounterStep => ({
  state: { ...state, held },
  deltas: NOTHING,
  discarded: discard(given),
})

/** What a reading consumed where it is believed at once, which most are; null where it has to be held or something is held already. */
export function believeAtOnce(rules: CounterRules, state: CounterState, c: RegisterReading): DecidedDelta | null {
  if (state.held.length > 0) return null
  const delta = classify(rules, state, c)
  return typeof delta === 'string' ? null : { delta, state: afterDelta(state, delta) }
}

/** One more reading: `c` in base units, later than all before it. */
export function advance(rules: CounterRules, state: CounterState, c: RegisterReading): CounterStep {
  const first = state.held[0]
  if (first === undefined) {
    const delta = classify(rules, state, c)
    return typeof delta === 'string' ? hold(state, [c]) : accept(state, delta)
  }
  return isFall(rules, state) ? afterFall(rules, state, c) : afterLeap(rules, state, c)
}

/** A register that fell: the reading returns, or its time is over, or it belongs to what is held. */
function afterFall(rules: CounterRules, state: CounterState, c: RegisterReading): CounterStep {
  const { held } = state
  const first = held[0] as RegisterReading
  const newest = held.at(-1) as RegisterReading
  const overdue = c.time - first.time > rules.returnWithin && held.length > 1
  if (!overdue && isReturn(rules, state, newest, c)) {
    const delta = classify(rules, state, c)
    // Back, and beyond belief: what fell was rubbish, what leapt has to be confirmed.
    return typeof delta === 'object' ? accept(state, delta) : hold(state, [c], held)
  }
  if (overdue)
    return takeAll(rules, finishFall(rules, state), [c])
    // In place: a day of readings copied at each of them would cost the square of it.
  ;(held as RegisterReading[]).push(c)
  return { state, deltas: NOTHING, discarded: NOTHING }
}

/** The step, and one more for each reading. */
function takeAll(rules: CounterRules, step: CounterStep, readings: readonly RegisterReading[]): CounterStep {
  const deltas = [...step.deltas]
  const discarded = [...step.discarded]
  let { state } = step
  for (const reading of readings) {
    const next = advance(rules, state, reading)
    deltas.push(...next.deltas)
    discarded.push(...next.discarded)
    state = next.state
  }
  return { state, deltas, discarded }
}

/** The register did not return: it restarted, or lost some of its count. What was held is taken reading by reading. */
export function finishFall(rules: CounterRules, state: CounterState): CounterStep {
  const { last, held } = state
  const [first, ...others] = held as readonly [RegisterReading, ...RegisterReading[]]
  const gap = first.time - last.time
  const restarted =
    rules.onReset === 'zero' &&
    first.value - rules.least < (last.value - rules.least) / 2 &&
    isRestart(rules, state.past, first.value - rules.least, gap)
  const delta: Delta = {
    from: last,
    to: first,
    consumed: restarted ? first.value - rules.least : 0,
    known: restarted && gap <= rules.gapLimit,
    findings: restarted ? RESET : RESET | REPLACED,
  }
  const after: CounterState = { ...state, last: first, movedAt: first.time, held: [] }
  return takeAll(rules, { state: after, deltas: [{ delta, state: after }], discarded: NOTHING }, others)
}

/** What is held, as it stands at the end of the readings: what further readings confirmed is booked, the rest is left out. */
export function provisional(rules: CounterRules, state: CounterState): CounterStep {
  const { held, past } = state
  const copy = { ...state, held: [...held] }
  if (held.length > 1 && isFall(rules, state)) return finishFall(rules, copy)
  const leapt = held.length > CONFIRMATIONS && goesOnAsBefore(rules, past, held.slice(0, CONFIRMATIONS + 1))
  return leapt ? finishLeap(rules, copy) : { state, deltas: NOTHING, discarded: NOTHING }
}

/** A register that leapt beyond belief: a load that grew, a glitch, or another meter, which is believed when nothing returned in time. */
function afterLeap(rules: CounterRules, state: CounterState, c: RegisterReading): CounterStep {
  const { held } = state
  const fits = classify(rules, state, c)
  if (typeof fits === 'object' && !isMostlyLeap(rules, state, c))
    return rises(rules, held, c) ? acceptChain(state, [...held, c]) : accept(state, fits)
  const [first, newest] = [held[0] as RegisterReading, held.at(-1) as RegisterReading]
  const confirmed = held.length > CONFIRMATIONS
  // Held readings are compared by the rate that the rules allow: a load that grew has no past yet.
  const follows = typeof classify(allowing(rules), { last: newest, past: NO_PAST }, c) === 'object'
  // Another meter goes on as the old one did; what neither follows nor goes on as before was noise, or another scale.
  const falls = !follows && c.value < newest.value
  if (!follows && !(confirmed && goesOnAsBefore(rules, state.past, held.slice(0, FIRST_HELD)))) {
    // A load that grew, whose register falls before that is confirmed.
    if (falls && held.length > 1 && typeof fits === 'string' && isUsed(rules, state)) return takeAll(rules, finishLeap(rules, state), [c])
    return hold(state, [c], held)
  }
  if (confirmed && (falls || c.time - first.time > rules.returnWithin)) return takeAll(rules, finishLeap(rules, state), [c])
  ;(held as RegisterReading[]).push(c)
  return held.length === CONFIRMATIONS + 1 && isUsed(rules, state)
    ? finishLeap(rules, state)
    : { state, deltas: NOTHING, discarded: NOTHING }
}

/** The deltas of readings that are believed together: what lies between them is no place to go on from. */
function together(state: CounterState, deltas: readonly DecidedDelta[]): readonly DecidedDelta[] {
  const since = state.last.time
  return deltas.map((decided, i) => (i === deltas.length - 1 ? decided : { ...decided, state: { ...decided.state, since } }))
}

/** Readings that are believed together: a batch that was weighed in one interval stays in that interval. */
function acceptChain(state: CounterState, chain: readonly RegisterReading[]): CounterStep {
  const deltas: DecidedDelta[] = []
  let next: CounterState = { ...state, held: [] }
  for (const to of chain) {
    const findings = deltas.length === 0 ? CONFIRMED : 0
    const delta: Delta = { from: next.last, to, consumed: to.value - next.last.value, known: true, findings }
    next = afterDelta(next, delta)
    deltas.push({ delta, state: next })
  }
  return { state: next, deltas: together(state, deltas), discarded: NOTHING }
}

/** Whether the leap that is held was consumption. */
function isUsed(rules: CounterRules, { last, movedAt, past, held }: CounterState): boolean {
  const first = held[0] as RegisterReading
  const asBefore = goesOnAsBefore(rules, past, held.slice(0, FIRST_HELD))
  const leap = { consumed: first.value - last.value, ms: first.time - last.time, sinceMoved: first.time - movedAt }
  return isConsumption(rules, past, { ...leap, rateAfter: greatestRate(held.slice(0, CONFIRMATIONS + 1)), asBefore })
}

/** The leap is booked, or the gap before another meter is missing; the held readings behind it follow. */
function finishLeap(rules: CounterRules, state: CounterState): CounterStep {
  const { last, held } = state
  const [first, ...others] = held as readonly [RegisterReading, ...RegisterReading[]]
  const delta: Delta = isUsed(rules, state)
    ? { from: last, to: first, consumed: first.value - last.value, known: true, findings: CONFIRMED }
    : { from: last, to: first, consumed: 0, known: false, findings: REPLACED }
  let next = afterDelta({ ...state, held: [] }, delta)
  const deltas: DecidedDelta[] = [{ delta, state: next }]
  for (const reading of others) {
    const follows = classify(allowing(rules), { last: next.last, past: NO_PAST }, reading)
    // Each was classified against its predecessor when it was held; a dip within the chain keeps the higher value.
    if (typeof follows === 'string') continue
    next = afterDelta(next, follows)
    deltas.push({ delta: follows, state: next })
  }
  return { state: next, deltas: together(state, deltas), discarded: NOTHING }
}
