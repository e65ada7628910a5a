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
export interface Mark {
  readonly time: number
  readonly mark: number
}

/** Consumption between two accepted readings, base units. */
export interface Stride {
  readonly from: Mark
  readonly to: Mark
  readonly consumed: number
  readonly findings: number
}

export interface Machine {
  readonly last: Mark | null
  /** Readings not believed yet, oldest first. */
  readonly held: readonly Mark[]
}

export interface Outcome {
  readonly machine: Machine
  readonly strides: readonly Stride[]
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
export function classify(rules: CounterRules, p: Mark, c: Mark): Stride | 'up' | 'down' {
  const delta = c.mark - p.mark
  const limit = limitOf(rules, c.time - p.time)
  if (delta >= 0) return delta <= limit ? { from: p, to: c, consumed: delta, findings: 0 } : 'up'
  if (-delta <= Math.max(2 * rules.resolution, 0.001 * p.mark))
    return { from: p, to: { time: c.time, mark: p.mark }, consumed: 0, findings: DIP }
  const rolled = rules.modulus === null ? -1 : delta + rules.modulus
  return rolled >= 0 && rolled <= limit ? { from: p, to: c, consumed: rolled, findings: ROLLOVER } : 'down'
}

/** A leap that later readings confirmed. */
function leap(rules: CounterRules, p: Mark, c: Mark): Stride {
  if (c.mark >= p.mark) return { from: p, to: c, consumed: c.mark - p.mark, findings: HELD_UP }
  const restarted = rules.onReset === 'zero' && c.mark <= limitOf(rules, c.time - p.time)
  return { from: p, to: c, consumed: restarted ? c.mark : 0, findings: restarted ? RESET : RESET | REPLACED }
}

function discard(held: readonly Mark[]): Outcome['discarded'] {
  return held.map(({ time }) => ({ time, findings: DISCARDED }))
}

/** What is held was too early for a rollover; that the register goes on from there says reset, though by now there would have been time. */
function goesOn(follows: ReturnType<typeof classify> | null): boolean {
  return typeof follows === 'object' && follows !== null && follows.findings === 0
}

/** One more reading: `c` in base units, later than all before it. */
export function advance(rules: CounterRules, machine: Machine, c: Mark): Outcome {
  const { last, held } = machine
  if (last === null) return { machine: { last: c, held: [] }, strides: [], discarded: [] }
  const stride = classify(rules, last, c)
  const newest = held.at(-1)
  const follows = newest === undefined ? null : classify(rules, newest, c)
  if (typeof stride === 'object' && !(stride.findings === ROLLOVER && goesOn(follows)))
    return { machine: { last: stride.to, held: [] }, strides: [stride], discarded: discard(held) }
  // A follower that fits neither the mark nor what is held: the held ones were noise, it is held itself.
  if (newest === undefined || typeof follows !== 'object' || follows === null)
    return { machine: { last, held: [c] }, strides: [], discarded: discard(held) }
  const chain = [...held, c]
  const first = chain[0] as Mark
  const needed = first.mark > last.mark ? CONFIRMATIONS.up : CONFIRMATIONS.down
  if (chain.length <= needed) return { machine: { last, held: chain }, strides: [], discarded: [] }
  return confirmed(rules, last, chain)
}

function confirmed(rules: CounterRules, last: Mark, chain: readonly Mark[]): Outcome {
  const strides: Stride[] = [leap(rules, last, chain[0] as Mark)]
  let at = (strides[0] as Stride).to
  for (const next of chain.slice(1)) {
    const stride = classify(rules, at, next)
    // Each was classified against its predecessor when it was held; a dip within the chain keeps the higher mark.
    const taken = typeof stride === 'object' ? stride : leap(rules, at, next)
    strides.push(taken)
    at = taken.to
  }
  return { machine: { last: at, held: [] }, strides, discarded: [] }
}
