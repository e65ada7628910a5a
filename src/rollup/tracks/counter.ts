/**
 * The counter rules: what a register that reads p at t0 and c at t1 consumed between. A pure machine over the readings of one point in
 * time order; a reading that cannot be believed yet is held until later ones confirm or refute it.
 *
 *   0 <= c - p <= R dt          accepted
 *   p - d <= c < p              a dip: nothing consumed, the high-water mark p stays
 *   c + M - p <= R dt           rollover at the modulus M
 *   c < p otherwise             held; confirmed by the next reading that goes on from c: a reset (or a replaced meter)
 *   c - p > R dt                held; confirmed by the next three that go on from c: a spike that was real
 *
 * A held reading whose follower fits p again was a glitch and is discarded. R is from configuration, never from data: a rerun gives the same bytes.
 */

import { findingBit, HOUR } from '../../domain/index.ts'

export interface CounterRules {
  /** Greatest plausible rate, base units per hour. */
  readonly maxRate: number
  /** Register modulus in base units, or null. */
  readonly modulus: number | null
  /** Resolution in base units. */
  readonly resolution: number
  readonly onReset: 'zero' | 'preset'
}

/** An accepted reading: `mark` is the register's high-water mark in base units. */
export interface RegisterReading {
  readonly time: number
  readonly value: number
}

/** Consumption between two accepted readings, base units. */
export interface Delta {
  readonly from: RegisterReading
  readonly to: RegisterReading
  readonly consumed: number
  readonly findings: number
}

export interface CounterState {
  readonly last: RegisterReading | null
  /** Readings not believed yet, oldest first. */
  readonly held: readonly RegisterReading[]
}

export interface CounterStep {
  readonly state: CounterState
  readonly deltas: readonly Delta[]
  /** Readings given up, with why. */
  readonly discarded: readonly { readonly time: number; readonly findings: number }[]
}

const DIP = findingBit('counter-dip')
const ROLLOVER = findingBit('counter-rollover')
const RESET = findingBit('counter-reset')
const REPLACED = findingBit('counter-replaced')
const HELD_UP = findingBit('spike-confirmed')
const DISCARDED = findingBit('spike-discarded')

const CONFIRMATIONS = { up: 3, down: 1 }

/** Greatest plausible consumption of a stretch of time. */
function limitOf(rules: CounterRules, ms: number): number {
  return (rules.maxRate * ms) / HOUR + rules.resolution
}

/** The stride from p to c when it is believable at once, else which way it leaps. */
export function classify(rules: CounterRules, p: RegisterReading, c: RegisterReading): Delta | 'up' | 'down' {
  const delta = c.value - p.value
  const limit = limitOf(rules, c.time - p.time)
  if (delta >= 0) return delta <= limit ? { from: p, to: c, consumed: delta, findings: 0 } : 'up'
  if (-delta <= Math.max(2 * rules.resolution, 0.001 * p.value))
    return { from: p, to: { time: c.time, value: p.value }, consumed: 0, findings: DIP }
  const rolled = rules.modulus === null ? -1 : delta + rules.modulus
  return rolled >= 0 && rolled <= limit ? { from: p, to: c, consumed: rolled, findings: ROLLOVER } : 'down'
}

/** A leap that later readings confirmed. */
function bookLeap(rules: CounterRules, p: RegisterReading, c: RegisterReading): Delta {
  if (c.value >= p.value) return { from: p, to: c, consumed: c.value - p.value, findings: HELD_UP }
  const restarted = rules.onReset === 'zero' && c.value <= limitOf(rules, c.time - p.time)
  return { from: p, to: c, consumed: restarted ? c.value : 0, findings: restarted ? RESET : RESET | REPLACED }
}

function discardHeld(held: readonly RegisterReading[]): CounterStep['discarded'] {
  return held.map(({ time }) => ({ time, findings: DISCARDED }))
}

/** What is held was too early for a rollover; that the register goes on from there says reset, though by now there would have been time. */
function continuesHeld(follows: ReturnType<typeof classify> | null): boolean {
  return typeof follows === 'object' && follows !== null && follows.findings === 0
}

/** One more reading: `c` in base units, later than all before it. */
export function advance(rules: CounterRules, machine: CounterState, c: RegisterReading): CounterStep {
  const { last, held } = machine
  if (last === null) return { state: { last: c, held: [] }, deltas: [], discarded: [] }
  const stride = classify(rules, last, c)
  const newest = held.at(-1)
  const follows = newest === undefined ? null : classify(rules, newest, c)
  if (typeof stride === 'object' && !(stride.findings === ROLLOVER && continuesHeld(follows)))
    return { state: { last: stride.to, held: [] }, deltas: [stride], discarded: discardHeld(held) }
  // A follower that fits neither the mark nor what is held: the held ones were noise, it is held itself.
  if (newest === undefined || typeof follows !== 'object' || follows === null)
    return { state: { last, held: [c] }, deltas: [], discarded: discardHeld(held) }
  const chain = [...held, c]
  const first = chain[0] as RegisterReading
  const needed = first.value > last.value ? CONFIRMATIONS.up : CONFIRMATIONS.down
  if (chain.length <= needed) return { state: { last, held: chain }, deltas: [], discarded: [] }
  return confirmChain(rules, last, chain)
}

function confirmChain(rules: CounterRules, last: RegisterReading, chain: readonly RegisterReading[]): CounterStep {
  const strides: Delta[] = [bookLeap(rules, last, chain[0] as RegisterReading)]
  let at = (strides[0] as Delta).to
  for (const next of chain.slice(1)) {
    const stride = classify(rules, at, next)
    // Each was classified against its predecessor when it was held; a dip within the chain keeps the higher mark.
    const taken = typeof stride === 'object' ? stride : bookLeap(rules, at, next)
    strides.push(taken)
    at = taken.to
  }
  return { state: { last: at, held: [] }, deltas: strides, discarded: [] }
}
