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

import { findingBit, HOUR } from '../../domain/index.ts'
import { classify, type Delta, type RegisterReading } from './classify.ts'
import { NO_PAST, type PackedPast, pastRate, withDifference } from './past.ts'
import { type CounterRules, dipTolerance, isConsumption, isRestart, isUsual } from './rules.ts'

/** What a later reading needs to know of all before it. */
export interface CounterState {
  /** The last reading that is believed. */
  readonly last: RegisterReading
  /** When the register last moved. */
  readonly movedAt: number
  readonly past: PackedPast
  /** Readings after `last` that are not believed yet, oldest first. After a fall the list grows in place: a state is followed by one other. */
  readonly held: readonly RegisterReading[]
}

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
/** Readings after a fall that are looked at for sense. */
const FIRST_HELD = 30
const FEWEST_STEPS = 4

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

/** One more reading: `c` in base units, later than all before it. */
export function advance(rules: CounterRules, state: CounterState, c: RegisterReading): CounterStep {
  const first = state.held[0]
  if (first === undefined) {
    const delta = classify(rules, state, c)
    return typeof delta === 'string' ? hold(state, [c]) : accept(state, delta)
  }
  return isFall(rules, state) ? afterFall(rules, state, c) : afterLeap(rules, state, c)
}

/** A net register leaps in both directions; it does not fall. */
function isFall({ form }: CounterRules, { last, held }: CounterState): boolean {
  return form !== 'net' && (held[0]?.value ?? last.value) < last.value
}

/** A register that fell: the reading returns, or its time is over, or it belongs to what is held. */
function afterFall(rules: CounterRules, state: CounterState, c: RegisterReading): CounterStep {
  const { held } = state
  const first = held[0] as RegisterReading
  const newest = held.at(-1) as RegisterReading
  const overdue = c.time - first.time > rules.returnWithin && held.length > 1
  if (!overdue && isReturn(rules, state, newest, c)) {
    const delta = classify(rules, state, c)
    if (typeof delta === 'object') return accept(state, delta)
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

/**
 * Whether the reading leads back to where the register was. A register that restarted climbs: by the time it passes its old value it has
 * covered most of the way, in steps that it makes otherwise too.
 */
function isReturn(rules: CounterRules, { last, past, held }: CounterState, newest: RegisterReading, c: RegisterReading): boolean {
  const back = last.value - dipTolerance(rules, last.value)
  if (c.value < back || newest.value >= back) return false
  const first = (held[0] as RegisterReading).value
  // Without a past a climb shows by the number of its steps.
  const steps = pastRate(past) === null ? FEWEST_STEPS : 1
  const climbed = held.length >= steps && newest.value - first > (last.value - first) / 2
  // A register that moved behind its fall climbs on: over a gap, or after it stood still, in one step.
  const still = held.find(({ value }) => value === newest.value) ?? newest
  const climbs = newest.value > first && isUsual(rules, past, c.value - newest.value, c.time - still.time) === true
  return !(climbed || climbs) || !goesOnAsBefore(rules, past, held.slice(0, FIRST_HELD))
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
  const leapt = held.length > CONFIRMATIONS && goesOnAsBefore(rules, past, held.slice(0, FIRST_HELD))
  return leapt ? finishLeap(rules, copy) : { state, deltas: NOTHING, discarded: NOTHING }
}

/** A register that leapt beyond belief: a load that grew, a glitch, or another meter, which is believed when nothing returned in time. */
function afterLeap(rules: CounterRules, state: CounterState, c: RegisterReading): CounterStep {
  const { held } = state
  const fits = classify(rules, state, c)
  if (typeof fits === 'object') return rises(rules, held, c) ? acceptChain(state, [...held, c]) : accept(state, fits)
  const [first, newest] = [held[0] as RegisterReading, held.at(-1) as RegisterReading]
  const confirmed = held.length > CONFIRMATIONS
  // Held readings are compared by the rate that the rules allow: a load that grew has no past yet.
  const follows = typeof classify(allowing(rules), { last: newest, past: NO_PAST }, c) === 'object'
  // Another meter goes on as the old one did; what neither follows nor goes on as before was noise, or another scale.
  if (!follows && !(confirmed && goesOnAsBefore(rules, state.past, held.slice(0, FIRST_HELD)))) return hold(state, [c], held)
  if (confirmed && (!follows || c.time - first.time > rules.returnWithin)) return takeAll(rules, finishLeap(rules, state), [c])
  ;(held as RegisterReading[]).push(c)
  return held.length === CONFIRMATIONS + 1 && isUsed(rules, state)
    ? finishLeap(rules, state)
    : { state, deltas: NOTHING, discarded: NOTHING }
}

/** The rules without what is assumed of a point that has no past: a meter of a whole park rises by megawatt-hours from its first reading. */
function allowing(rules: CounterRules): CounterRules {
  return rules.rateAssumed ? { ...rules, rateAssumed: false } : rules
}

/** Whether what is held goes on to the reading: it was no glitch. */
function rises({ form }: CounterRules, held: readonly RegisterReading[], c: RegisterReading): boolean {
  return form !== 'net' && [...held.slice(1), c].every(({ value }, i) => value >= (held[i] as RegisterReading).value)
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
  return { state: next, deltas, discarded: NOTHING }
}

/** Whether each step of the chain is what the register does otherwise: another meter, not noise or another scale. */
function goesOnAsBefore(rules: CounterRules, past: PackedPast, chain: readonly RegisterReading[]): boolean {
  return chain.slice(1).every((reading, i) => {
    const before = chain[i] as RegisterReading
    const step = rules.form === 'net' ? Math.abs(reading.value - before.value) : reading.value - before.value
    return step >= 0 && isUsual(rules, past, step, reading.time - before.time) !== false
  })
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
  return { state: next, deltas, discarded: NOTHING }
}

/** Base units per hour. */
function greatestRate(chain: readonly RegisterReading[]): number {
  let greatest = 0
  for (let i = 1; i < chain.length; i++) {
    const [a, b] = [chain[i - 1] as RegisterReading, chain[i] as RegisterReading]
    greatest = Math.max(greatest, (Math.abs(b.value - a.value) * HOUR) / Math.max(1, b.time - a.time))
  }
  return greatest
}
