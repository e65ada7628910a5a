/** One reading of a register against the last one that is believed. */

import { findingBit } from '../../domain/index.ts'
import type { PackedPast } from './past.ts'
import { allowedBy, believed, type CounterRules, dipTolerance, isUsual } from './rules.ts'

/** A reading in base units; of the last believed one `value` is the high-water mark. */
export interface RegisterReading {
  readonly time: number
  readonly value: number
  /** The source marks it as an estimate. */
  readonly estimated?: boolean
}

/** Consumption between two readings, base units. */
export interface Delta {
  readonly from: RegisterReading
  readonly to: RegisterReading
  /** Negative only for a net register. */
  readonly consumed: number
  /** Whether the register tells all that was consumed between the two. */
  readonly known: boolean
  readonly findings: number
}

const DIP = findingBit('counter-dip')
const ROLLOVER = findingBit('counter-rollover')

interface Before {
  readonly last: RegisterReading
  readonly past: PackedPast
}

/** The delta where it is believed at once, else which way the register leaps. */
export function classify(rules: CounterRules, before: Before, c: RegisterReading): Delta | 'up' | 'down' {
  if (rules.form === 'net') return classifyNet(rules, before, c)
  if (rules.form === 'daily') return classifyDaily(rules, before, c)
  return classifyRising(rules, before, c)
}

function classifyRising(rules: CounterRules, { last, past }: Before, c: RegisterReading): Delta | 'up' | 'down' {
  const ms = c.time - last.time
  const rise = c.value - last.value
  if (rise >= 0) return rise <= believed(rules, past, ms) ? { from: last, to: c, consumed: rise, known: true, findings: 0 } : 'up'
  if (-rise <= dipTolerance(rules, last.value))
    return { from: last, to: { ...c, value: last.value }, consumed: 0, known: true, findings: DIP }
  const rolled = rules.modulus === null ? -1 : rise + rules.modulus
  const likely = rolled >= 0 && rolled <= allowedBy(rules, ms) && isUsual(rules, past, rolled, ms) !== false
  return likely ? { from: last, to: c, consumed: rolled, known: true, findings: ROLLOVER } : 'down'
}

/**
 * A register without a backstop: what flows back is subtracted, whatever the direction. One with a modulus wraps at either end: of the two ways
 * round it went the shorter one, where that is what it does otherwise.
 */
function classifyNet(rules: CounterRules, { last, past }: Before, c: RegisterReading): Delta | 'up' | 'down' {
  const ms = c.time - last.time
  const change = c.value - last.value
  const wrapped = rules.modulus === null ? change : change > 0 ? change - rules.modulus : change + rules.modulus
  const size = Math.abs(wrapped)
  if (size < Math.abs(change) && size <= allowedBy(rules, ms) && isUsual(rules, past, size, ms) !== false)
    return { from: last, to: c, consumed: wrapped, known: true, findings: ROLLOVER }
  if (Math.abs(change) <= believed(rules, past, ms)) return { from: last, to: c, consumed: change, known: true, findings: 0 }
  return change > 0 ? 'up' : 'down'
}

/**
 * A register that begins at 0 once a day. Between readings that follow each other it goes on, or it has restarted; over a gap that holds a
 * local midnight the old day ends at its last value and the new one begins at 0: what the old day had to come is missing. A register that
 * still shows the value from before the gap restarts at its first consumption, so nothing was consumed.
 */
function classifyDaily(rules: CounterRules, { last, past }: Before, c: RegisterReading): Delta | 'up' | 'down' {
  const ms = c.time - last.time
  const rise = c.value - last.value
  const gap = ms > rules.gapLimit
  const midnight = rules.nextMidnight(last.time)
  const stoodStill = Math.abs(rise) <= Math.min(dipTolerance(rules, last.value), last.value / 2)
  if (gap && midnight <= c.time && !stoodStill) {
    const start = lastMidnight(rules, midnight, c.time)
    const from = { time: start, value: 0 }
    return c.value <= believed(rules, past, c.time - start) ? { from, to: c, consumed: c.value, known: true, findings: 0 } : 'up'
  }
  if (rise >= 0) return rise <= believed(rules, past, ms) ? { from: last, to: c, consumed: rise, known: true, findings: 0 } : 'up'
  if (-rise <= Math.min(dipTolerance(rules, last.value), last.value / 2))
    return { from: last, to: { ...c, value: last.value }, consumed: 0, known: true, findings: DIP }
  return c.value <= believed(rules, past, ms) ? { from: last, to: c, consumed: c.value, known: true, findings: 0 } : 'down'
}

function lastMidnight({ nextMidnight }: CounterRules, first: number, until: number): number {
  let at = first
  for (let next = nextMidnight(at); next <= until; next = nextMidnight(at)) at = next
  return at
}
