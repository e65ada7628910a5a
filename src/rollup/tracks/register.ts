/**
 * Registers: the deltas of the counter rules, cut at quarter-hour edges. The register is interpolated at each edge, rounded once, and both
 * buckets use that value.
 */

import {
  basePerUnit,
  type EdgeState,
  findingBit,
  type Instant,
  instant,
  type Point,
  REGISTER_LIMIT,
  REGISTER_WARN,
} from '../../domain/index.ts'
import type { OpenQuarters } from '../open-quarters.ts'
import { advance, type CounterRules, type CounterState, type RegisterReading } from './counter.ts'
import { addDelta, edgeStateOf } from './delta.ts'
import { deltaOverChange } from './meter-change.ts'
import { findingsOfReading } from './reading-findings.ts'
import type { Track } from './track.ts'

const HELD = findingBit('spike-held')
const LARGE = findingBit('register-large')
const BAD = findingBit('bad-value')

/** The rules of a point in base units of its quantity. */
export function counterRulesOf(point: Point): CounterRules {
  const base = basePerUnit(point.quantity)
  const { maxRate, rollover, resolution, onReset } = point.rules
  return {
    maxRate: maxRate * base,
    modulus: rollover === null ? null : Math.round(rollover * base),
    resolution: Math.max(1, Math.round(resolution * base)),
    onReset,
  }
}

export function createRegisterTrack(point: Point, quarters: OpenQuarters, start: EdgeState | null): Track {
  const rules = counterRulesOf(point)
  const base = basePerUnit(point.quantity)
  const { gapLimit } = point.rules
  const hasMeterChange = point.from.length > 1
  let state: CounterState = { last: start === null ? null : { time: start.time, value: start.value }, held: [] }

  function accept(reading: RegisterReading): void {
    const overChange = hasMeterChange && state.last !== null ? deltaOverChange(point, base, state.last, reading) : null
    if (overChange !== null) {
      state = { last: reading, held: [] }
      addDelta(quarters, overChange, gapLimit)
      return
    }
    if (state.last === null) quarters.finishFirst(reading.time, edgeStateOf(reading))
    const step = advance(rules, state, reading)
    state = step.state
    for (const { time, findings } of step.discarded) quarters.flag(time, findings)
    for (const delta of step.deltas) addDelta(quarters, delta, gapLimit)
  }

  /** Counts the reading in its bucket. Returns the register in base units, or null when it is impossible. */
  function count(time: number, value: number, quality: number): number | null {
    const register = Math.round(value * base)
    const impossible = quality === 3 || !(register >= 0 && register < REGISTER_LIMIT)
    quarters.count(time, impossible ? BAD : findingsOfReading(quality) | (register > REGISTER_WARN ? LARGE : 0))
    return impossible ? null : register
  }

  return {
    push(time, value, quality) {
      const register = count(time, value, quality)
      if (register !== null) accept({ time, value: register })
    },
    countStart: (time, value, quality) => void count(time, value, quality),
    edge: () => (state.last === null ? null : edgeStateOf(state.last)),
    hasHeld: () => state.held.length > 0,
    lastTime: (): Instant | null => (state.last === null ? null : instant(state.last.time)),
    end() {
      for (const { time } of state.held) quarters.flag(time, HELD)
      quarters.finishAll(state.last === null ? null : edgeStateOf(state.last))
    },
  }
}
