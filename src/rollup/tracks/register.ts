/**
 * Registers: the deltas of the counter rules, cut at quarter-hour edges. The register is interpolated at each edge, rounded once, and both
 * buckets use that value.
 */

import {
  basePerUnit,
  type EdgeState,
  findingBit,
  type FromRow,
  type Instant,
  instant,
  isEstimate,
  type Point,
  REGISTER_LIMIT,
  REGISTER_WARN,
} from '../../domain/index.ts'
import type { RegisterReading } from '../counter/classify.ts'
import { advance, believeAtOnce, type CounterStep, type DecidedDelta, firstState, provisional } from '../counter/counter.ts'
import type { CounterState } from '../counter/held.ts'
import type { CounterRules } from '../counter/rules.ts'
import type { OpenQuarters } from '../open-quarters.ts'
import { addDelta, addWithinQuarter, type GapLimits, gapLimitsOf, isWithinQuarter } from './delta.ts'
import { deltaOverChange, rowAt } from './meter-change.ts'
import { counterRulesOf } from './point-rules.ts'
import { findingsOfReading } from './reading-findings.ts'
import type { Track } from './track.ts'

const HELD = findingBit('spike-held')
const LARGE = findingBit('register-large')
const BAD = findingBit('bad-value')

/** Field by field: a spread here costs two thirds of a rollup's time. */
function edgeOf({ last, movedAt, past, since }: CounterState): EdgeState {
  const time = instant(last.time)
  if (since !== undefined) return { time, value: last.value, movedAt: time, past, since: instant(since) }
  return movedAt < last.time || past > 0 ? { time, value: last.value, movedAt: instant(movedAt), past } : { time, value: last.value }
}

function stateOf(edge: EdgeState): CounterState {
  const { time, value, movedAt = time, past = 0 } = edge
  return { last: { time, value }, movedAt, past, held: [] }
}

/** Rules by the CT ratio of a meter. */
function rulesByMeter(point: Point, zone: string): (row: FromRow | null) => CounterRules {
  const found = new Map<number, CounterRules>()
  return (row) => {
    const ratio = row?.ctRatio ?? row?.multiplier ?? point.rules.atRatio ?? 1
    const rules = found.get(ratio) ?? counterRulesOf(point, zone, ratio)
    found.set(ratio, rules)
    return rules
  }
}

interface Adder {
  /** Adds one delta. With `fixed` every bucket keeps that edge: what is added may still be decided otherwise. */
  readonly addDecided: (before: CounterState, decided: DecidedDelta, fixed: EdgeState | null) => void
  /** Adds what a step has decided. */
  readonly add: (before: CounterState, step: CounterStep, fixed: EdgeState | null) => void
}

function createAdder(quarters: OpenQuarters, gaps: GapLimits): Adder {
  let cached: { readonly state: CounterState; readonly edge: EdgeState } | null = null
  /** The edge behind a delta is the one before the next: it is made once. */
  function edgeAt(of: CounterState): EdgeState {
    if (cached?.state !== of) cached = { state: of, edge: edgeOf(of) }
    return cached.edge
  }

  function addDecided(before: CounterState, { delta, state: after }: DecidedDelta, fixed: EdgeState | null): void {
    if (delta.from === before.last && isWithinQuarter(delta)) return addWithinQuarter(quarters, delta, gaps)
    const edges = fixed === null ? { before: edgeAt(before), at: edgeAt(after) } : { before: fixed, at: fixed }
    addDelta(quarters, delta, gaps, edges)
  }

  function add(before: CounterState, step: CounterStep, fixed: EdgeState | null): void {
    for (const { time, findings } of step.discarded) quarters.flag(time, findings)
    let last = before
    for (const decided of step.deltas) {
      addDecided(last, decided, fixed)
      last = decided.state
    }
  }

  return { addDecided, add }
}

export function createRegisterTrack(point: Point, quarters: OpenQuarters, start: EdgeState | null, zone: string): Track {
  const rulesOf = rulesByMeter(point, zone)
  let rules = rulesOf(point.from.at(-1) ?? null)
  const base = basePerUnit(point.quantity)
  const gaps = gapLimitsOf(point)
  const hasMeterChange = point.from.length > 1
  let state: CounterState | null = start === null ? null : stateOf(start)

  const { add, addDecided } = createAdder(quarters, gaps)

  function accept(reading: RegisterReading): void {
    if (state === null) {
      state = firstState(reading)
      quarters.finishFirst(reading.time, edgeOf(state))
      return
    }
    const overChange = hasMeterChange ? deltaOverChange(point, { base, rulesOf }, state.last, reading) : null
    if (overChange !== null) {
      const after = { ...state, last: reading, movedAt: reading.time, held: [] }
      addDelta(quarters, overChange, gaps, { before: edgeOf(state), at: edgeOf(after) })
      state = after
      return
    }
    const decided = believeAtOnce(rules, state, reading)
    if (decided !== null) {
      addDecided(state, decided, null)
      state = decided.state
      return
    }
    const step = advance(rules, state, reading)
    add(state, step, null)
    state = step.state
  }

  /** Counts the reading in its bucket. Returns the register in base units, or null when it is impossible. */
  function count(time: number, value: number, quality: number): number | null {
    if (hasMeterChange) rules = rulesOf(rowAt(point.from, time))
    const register = Math.round(value * base)
    const impossible = quality === 3 || !(register >= rules.least || rules.form === 'net') || !(Math.abs(register) < REGISTER_LIMIT)
    quarters.count(time, impossible ? BAD : findingsOfReading(quality) | (Math.abs(register) > REGISTER_WARN ? LARGE : 0))
    return impossible ? null : register
  }

  return {
    push(time, value, quality) {
      const register = count(time, value, quality)
      if (register !== null) accept({ time, value: register, estimated: isEstimate(quality) })
    },
    markStart(quality) {
      if (state !== null) state = { ...state, last: { ...state.last, estimated: isEstimate(quality) } }
    },
    countStart: (time, value, quality) => void count(time, value, quality),
    edge: () => (state === null ? null : edgeOf(state)),
    hasHeld: () => state !== null && state.held.length > 0,
    lastTime: (): Instant | null => (state === null ? null : instant(state.last.time)),
    end() {
      if (state === null) return quarters.finishAll(null)
      const edge = edgeOf(state)
      const step = provisional(rules, state)
      add(state, step, edge)
      for (const { time } of step.state.held) quarters.flag(time, HELD)
      quarters.finishAll(edge)
    },
  }
}
