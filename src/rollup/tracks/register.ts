/** Registers: strides of the counter rules cut at quarter-hour edges. The register is interpolated at each edge, rounded once, and shared by both buckets. */

import {
  type EdgeState,
  findingBit,
  HOUR,
  type Instant,
  instant,
  QUARTER,
  type Point,
  REGISTER_LIMIT,
  REGISTER_WARN,
  basePerUnit,
  type FromRow,
} from '../../domain/index.ts'
import { advance, type CounterRules, type CounterState, type RegisterReading, type Delta } from './counter.ts'
import type { CoverageKind, OpenQuarters } from '../open-quarters.ts'
import { findingsOfReading } from './reading-findings.ts'
import type { Track } from './track.ts'

const BRIDGED = findingBit('gap-bridged')
const HELD = findingBit('spike-held')
const LARGE = findingBit('register-large')
const BAD = findingBit('bad-value')
const SWAPPED = findingBit('meter-swapped')

/** Longer than any local day: what lies between two readings further apart is bridged at every step. */
const DAY_AND_AN_HOUR = 25 * HOUR

export function rulesOf(point: Point): CounterRules {
  const base = basePerUnit(point.quantity)
  const { maxRate, rollover, resolution, onReset } = point.rules
  return {
    maxRate: maxRate * base,
    modulus: rollover === null ? null : Math.round(rollover * base),
    resolution: Math.max(1, Math.round(resolution * base)),
    onReset,
  }
}

function knownBy(gap: number, gapLimit: number): CoverageKind {
  if (gap <= gapLimit) return 'measured'
  return gap <= DAY_AND_AN_HOUR ? 'coarse' : 'bridged'
}

/** Books a stride into its buckets. Consumption up to an edge is the share of the time up to it, rounded half up. */
export function bookDelta(partial: OpenQuarters, stride: Delta, gapLimit: number): void {
  const { from, to, consumed } = stride
  const gap = to.time - from.time
  const known = knownBy(gap, gapLimit)
  const findings = stride.findings | (known === 'bridged' ? BRIDGED : 0)
  let at = from.time
  let booked = 0
  for (let edge = Math.floor(at / QUARTER) * QUARTER + QUARTER; at < to.time; edge += QUARTER) {
    const end = Math.min(edge, to.time)
    const upTo = end === to.time ? consumed : Math.floor(consumed * ((end - from.time) / gap) + 0.5)
    partial.add(at, end, { total: upTo - booked, known, findings })
    booked = upTo
    at = end
    if (end === edge && end < to.time) partial.finish(edge, edgeStateOf(from))
  }
  partial.finish(to.time, edgeStateOf(to))
}

export function edgeStateOf(mark: RegisterReading): EdgeState {
  return { time: instant(mark.time), value: mark.value }
}

/** The row of the point that serves it at an instant; the last one that fits. */
function rowAt(rows: readonly FromRow[], at: number): FromRow | null {
  let found: FromRow | null = null
  for (const row of rows) if ((row.from === null || row.from <= at) && (row.to === null || at < row.to)) found = row
  return found
}

/** Consumption over a change of meters from the declared indexes; null when none is declared, or the meter is the same. */
function swap(point: Point, base: number, from: RegisterReading, to: RegisterReading): Delta | null {
  const before = rowAt(point.from, from.time)
  const after = rowAt(point.from, to.time)
  if (before === null || after === null || before === after) return null
  const [last, first] = [before.lastIndex, after.firstIndex]
  if (last === null && first === null) return null
  const old = last === null ? 0 : Math.max(0, Math.round(last * before.multiplier * base) - from.value)
  const fresh = first === null ? 0 : Math.max(0, to.value - Math.round(first * after.multiplier * base))
  return { from, to, consumed: old + fresh, findings: SWAPPED }
}

export function createRegisterTrack(point: Point, partial: OpenQuarters, carry: EdgeState | null): Track {
  const rules = rulesOf(point)
  const base = basePerUnit(point.quantity)
  const dated = point.from.length > 1
  let machine: CounterState = { last: carry === null ? null : { time: carry.time, value: carry.value }, held: [] }

  function accept(reading: RegisterReading): void {
    const swapped = dated && machine.last !== null ? swap(point, base, machine.last, reading) : null
    if (swapped !== null) {
      machine = { last: reading, held: [] }
      bookDelta(partial, swapped, point.rules.gapLimit)
      return
    }
    if (machine.last === null) partial.first(reading.time, edgeStateOf(reading))
    const outcome = advance(rules, machine, reading)
    machine = outcome.state
    for (const { time, findings } of outcome.discarded) partial.flag(time, findings)
    for (const stride of outcome.deltas) bookDelta(partial, stride, point.rules.gapLimit)
  }

  /** Counts the reading in its bucket; its mark in base units, or null when it cannot be. */
  function counted(time: number, value: number, quality: number): number | null {
    const mark = Math.round(value * base)
    const impossible = quality === 3 || !(mark >= 0 && mark < REGISTER_LIMIT)
    partial.seen(time, impossible ? BAD : findingsOfReading(quality) | (mark > REGISTER_WARN ? LARGE : 0))
    return impossible ? null : mark
  }

  return {
    push(time, value, quality) {
      const mark = counted(time, value, quality)
      if (mark !== null) accept({ time, value: mark })
    },
    recount: (time, value, quality) => void counted(time, value, quality),
    closing: () => (machine.last === null ? null : edgeStateOf(machine.last)),
    settled: () => machine.held.length === 0,
    lastTime: (): Instant | null => (machine.last === null ? null : instant(machine.last.time)),
    end() {
      for (const { time } of machine.held) partial.flag(time, HELD)
      partial.rest(machine.last === null ? null : edgeStateOf(machine.last))
    },
  }
}

/**
 * Amounts since the last message: each belongs to the time since the reading before it. The first of all has no time to belong to: it is
 * booked whole where it arrived, and its closing carries it, so that a later pass knows that it was the first.
 */
export function createIntervalTrack(point: Point, partial: OpenQuarters, carry: EdgeState | null): Track {
  const base = basePerUnit(point.quantity)
  let last: RegisterReading | null = carry === null ? null : { time: carry.time, value: carry.value }
  function counted(time: number, value: number, quality: number): number | null {
    const amount = Math.round(value * base)
    const impossible = quality === 3 || !(amount >= 0 && amount < REGISTER_LIMIT)
    partial.seen(time, impossible ? BAD : findingsOfReading(quality))
    return impossible ? null : amount
  }

  return {
    recount(time, value, quality) {
      if (counted(time, value, quality) !== null && last !== null && last.value > 0) partial.lump(time, last.value)
    },
    push(time, value, quality) {
      const amount = counted(time, value, quality)
      if (amount === null) return
      const next: RegisterReading = { time, value: last === null ? amount : 0 }
      if (last === null) {
        partial.lump(time, amount)
        partial.first(time, edgeStateOf(next))
      } else bookDelta(partial, { from: last, to: next, consumed: amount, findings: 0 }, point.rules.gapLimit)
      last = next
    },
    closing: () => (last === null ? null : edgeStateOf(last)),
    settled: () => true,
    lastTime: (): Instant | null => (last === null ? null : instant(last.time)),
    end: () => partial.rest(last === null ? null : edgeStateOf(last)),
  }
}
