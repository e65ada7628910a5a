/**
 * The counter rules: what a register that reads p at t0 and c at t1 consumed between (dt = t1 - t0). A pure state machine over the readings
 * of one point in time order. A reading that is not plausible is held until later ones confirm or refute it.
 *
 *   0 <= c - p <= R dt + d      accepted: c - p was consumed
 *   p - D <= c < p              a dip: nothing was consumed, and the register stays at its high-water mark p
 *   0 <= c + M - p <= R dt + d  a rollover at the modulus M: c + M - p was consumed
 *   c < p otherwise             held; the next reading that continues from c confirms a reset (or a replaced meter)
 *   c - p > R dt + d            held; the next three readings that continue from c confirm a jump
 *
 * R is the greatest plausible rate, d the resolution of the register, D the greater of 2 d and 0.1 % of p. When a later reading fits p again,
 * the held readings were glitches and are discarded. R comes from configuration and never from data, so that a rerun gives the same bytes.
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

/** A reading of the register; an accepted one holds the high-water mark of the register, base units. */
export interface RegisterReading {
  /** Epoch ms. */
  readonly time: number
  readonly value: number
}

/** Consumption between two accepted readings, base units. */
export interface Delta {
  readonly from: RegisterReading
  readonly to: RegisterReading
  readonly consumed: number
  /** Bit set over FINDING_CODES. */
  readonly findings: number
}

export interface CounterState {
  /** The last accepted reading. */
  readonly last: RegisterReading | null
  /** Readings that are not confirmed yet, oldest first. */
  readonly held: readonly RegisterReading[]
}

export interface CounterStep {
  readonly state: CounterState
  readonly deltas: readonly Delta[]
  /** Held readings that were refuted, with the findings for their buckets. */
  readonly discarded: readonly { readonly time: number; readonly findings: number }[]
}

const DIP = findingBit('counter-dip')
const ROLLOVER = findingBit('counter-rollover')
const RESET = findingBit('counter-reset')
const REPLACED = findingBit('counter-replaced')
const CONFIRMED = findingBit('spike-confirmed')
const DISCARDED = findingBit('spike-discarded')

/** Readings that must continue from a held one before it is accepted. */
const CONFIRMATIONS = { up: 3, down: 1 }

type Jump = 'up' | 'down'

/** Greatest plausible consumption within `ms`, base units. */
function plausibleLimit(rules: CounterRules, ms: number): number {
  return (rules.maxRate * ms) / HOUR + rules.resolution
}

/** The delta from p to c when it is plausible, else the direction in which the register jumps. */
export function classify(rules: CounterRules, p: RegisterReading, c: RegisterReading): Delta | Jump {
  const difference = c.value - p.value
  const limit = plausibleLimit(rules, c.time - p.time)
  if (difference >= 0) return difference <= limit ? { from: p, to: c, consumed: difference, findings: 0 } : 'up'
  if (-difference <= Math.max(2 * rules.resolution, 0.001 * p.value))
    return { from: p, to: { time: c.time, value: p.value }, consumed: 0, findings: DIP }
  const rolled = rules.modulus === null ? -1 : difference + rules.modulus
  return rolled >= 0 && rolled <= limit ? { from: p, to: c, consumed: rolled, findings: ROLLOVER } : 'down'
}

/** The delta over a jump that later readings confirmed. */
function deltaOfJump(rules: CounterRules, p: RegisterReading, c: RegisterReading): Delta {
  if (c.value >= p.value) return { from: p, to: c, consumed: c.value - p.value, findings: CONFIRMED }
  const restarted = rules.onReset === 'zero' && c.value <= plausibleLimit(rules, c.time - p.time)
  return { from: p, to: c, consumed: restarted ? c.value : 0, findings: restarted ? RESET : RESET | REPLACED }
}

function discard(held: readonly RegisterReading[]): CounterStep['discarded'] {
  return held.map(({ time }) => ({ time, findings: DISCARDED }))
}

/** Takes one more reading: `c` in base units, later than all before it. */
export function advance(rules: CounterRules, { last, held }: CounterState, c: RegisterReading): CounterStep {
  if (last === null) return { state: { last: c, held: [] }, deltas: [], discarded: [] }
  const fromLast = classify(rules, last, c)
  const newest = held.at(-1)
  const fromHeld = newest === undefined ? null : classify(rules, newest, c)
  const continuesHeld = fromHeld !== null && typeof fromHeld === 'object'
  // A held reading that came too early for a rollover and is continued was a reset, although by now there was time for a rollover.
  const confirmsReset = continuesHeld && fromHeld.findings === 0
  if (typeof fromLast === 'object' && !(fromLast.findings === ROLLOVER && confirmsReset))
    return { state: { last: fromLast.to, held: [] }, deltas: [fromLast], discarded: discard(held) }
  // It continues neither the last accepted reading nor the held ones: those were noise, and it is held itself.
  if (!continuesHeld) return { state: { last, held: [c] }, deltas: [], discarded: discard(held) }
  const chain = [...held, c]
  const first = chain[0] as RegisterReading
  const needed = first.value > last.value ? CONFIRMATIONS.up : CONFIRMATIONS.down
  if (chain.length <= needed) return { state: { last, held: chain }, deltas: [], discarded: [] }
  return acceptChain(rules, last, chain)
}

function acceptChain(rules: CounterRules, last: RegisterReading, chain: readonly RegisterReading[]): CounterStep {
  const deltas: Delta[] = [deltaOfJump(rules, last, chain[0] as RegisterReading)]
  let at = (deltas[0] as Delta).to
  for (const next of chain.slice(1)) {
    const plausible = classify(rules, at, next)
    // Each reading was classified against its predecessor when it was held; after a dip within the chain the register is higher than that.
    const delta = typeof plausible === 'object' ? plausible : deltaOfJump(rules, at, next)
    deltas.push(delta)
    at = delta.to
  }
  return { state: { last: at, held: [] }, deltas, discarded: [] }
}
