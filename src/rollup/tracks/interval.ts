/**
 * Interval meters: each reading is the amount of an interval that ends, or begins, at its time. Where the interval is not known, it is the amount
 * since the reading before it; the first one of such a point covers no known time, so its whole amount goes to the bucket it arrived in, and
 * its edge state carries the amount, so that a later pass recognises it as the first.
 */

import {
  basePerUnit,
  type EdgeState,
  findingBit,
  type Instant,
  instant,
  isEstimate,
  type Point,
  QUARTER,
  REGISTER_LIMIT,
} from '../../domain/index.ts'
import {
  advanceAmount,
  type AmountRules,
  type AmountState,
  type AmountStep,
  type BookedAmount,
  DISCARDED_AMOUNT,
  NO_AMOUNTS,
  spanBeginning,
} from '../counter/amounts.ts'
import type { OpenQuarters } from '../open-quarters.ts'
import { coverageOfGap } from './delta.ts'
import { amountRulesOf } from './point-rules.ts'
import { findingsOfReading } from './reading-findings.ts'
import type { Track } from './track.ts'

const BAD = findingBit('bad-value')
const HELD = findingBit('spike-held')

/** The value of an edge state is the amount that later readings place: where it begins at its time, or where it is the first of unknown length. */
function edgeOf({ stamp }: AmountRules, { last, movedAt, past }: AmountState, first: boolean): EdgeState | null {
  if (last === null) return null
  const time = instant(last.time)
  const value = stamp === 'begin' || first || last.amount === DISCARDED_AMOUNT ? last.amount : 0
  return past > 0 ? { time, value, movedAt: instant(Math.min(movedAt, last.time)), past } : { time, value }
}

function stateOf(edge: EdgeState | null): AmountState {
  if (edge === null) return NO_AMOUNTS
  const { time, value, movedAt = time, past = 0 } = edge
  return { last: { time, amount: value }, movedAt, past, held: [] }
}

/** Cuts an amount at quarter-hour edges; the parts add up to it exactly. An amount longer than `longest` ms is bridged. */
function addAmount(quarters: OpenQuarters, { from, to, amount, findings, estimated = false }: BookedAmount, longest: number): void {
  if (to <= from) return quarters.addUncovered(from, amount)
  const coverage = estimated ? 'estimated' : coverageOfGap(to - from, longest)
  let at = from
  let added = 0
  for (let edge = Math.floor(at / QUARTER) * QUARTER + QUARTER; at < to; edge += QUARTER) {
    const end = Math.min(edge, to)
    const upTo = end === to ? amount : Math.floor(amount * ((end - from) / (to - from)) + 0.5)
    quarters.add(at, end, { total: upTo - added, coverage, findings })
    added = upTo
    at = end
  }
}

export function createIntervalTrack(point: Point, quarters: OpenQuarters, start: EdgeState | null, zone: string): Track {
  const rules = amountRulesOf(point, zone)
  const base = basePerUnit(point.quantity)
  // An amount whose own length is known is no gap, however long it is.
  const longest = point.rules.interval === null ? point.rules.gapLimit : Infinity
  let state = stateOf(start)
  /** Only the first reading is behind: its amount, of unknown length, stands in the bucket it arrived in. */
  let first = start !== null && start.value > 0 && start.value !== DISCARDED_AMOUNT && rules.stamp === 'end'

  const edge = (): EdgeState | null => edgeOf(rules, state, first)

  /** Counts the reading in its bucket. Returns the amount in base units, or null when it is impossible. */
  function count(time: number, value: number, quality: number): number | null {
    const amount = Math.round(value * base)
    const impossible = quality === 3 || !(amount >= 0 || rules.signed) || !(Math.abs(amount) < REGISTER_LIMIT)
    quarters.count(time, impossible ? BAD : findingsOfReading(quality))
    return impossible ? null : amount
  }

  function add({ booked, discarded }: AmountStep): void {
    for (const { time, findings } of discarded) quarters.flag(time, findings)
    for (const amount of booked) addAmount(quarters, amount, longest)
  }

  return {
    countStart(time, value, quality) {
      if (count(time, value, quality) !== null && first && state.last !== null) quarters.addUncovered(time, state.last.amount)
    },
    push(time, value, quality) {
      const amount = count(time, value, quality)
      if (amount === null) return
      const before = edge()
      const fresh = state.last === null
      const step = advanceAmount(rules, state, { time, amount, estimated: isEstimate(quality) })
      if (step.state.held.length > 0 && step.booked.length === 0 && step.discarded.length === 0) {
        state = step.state
        return
      }
      // What ends at this reading may begin in buckets long past: those before it are complete now.
      add(step)
      state = step.state
      first = fresh && rules.otherEnd(time) === null && rules.stamp === 'end'
      const reached = state.last?.time ?? time
      quarters.finish(reached - 1, before)
      quarters.finish(reached, edge())
    },
    markStart(quality) {
      if (state.last !== null) state = { ...state, last: { ...state.last, estimated: isEstimate(quality) } }
    },
    edge,
    hasHeld: () => state.held.length > 0,
    lastTime: (): Instant | null => (state.last === null ? null : instant(state.last.time)),
    end() {
      for (const { time } of state.held) quarters.flag(time, HELD)
      const { last } = state
      if (rules.stamp === 'begin' && last !== null && last.amount !== DISCARDED_AMOUNT) {
        const span = spanBeginning(rules, last, null)
        if (span !== null) addAmount(quarters, { ...span, amount: last.amount, findings: 0, estimated: last.estimated === true }, longest)
      }
      quarters.finishAll(edge())
    },
  }
}
