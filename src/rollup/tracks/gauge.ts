/**
 * Gauges: a value holds until the next reading, but no longer than the gap limit. The time behind the last reading is missing until the next
 * one arrives, so buckets never depend on when they were computed.
 */

import { type EdgeState, findingBit, type Instant, instant, isEstimate, type Point, QUARTER } from '../../domain/index.ts'
import type { CoverageKind, OpenQuarters } from '../open-quarters.ts'
import { findingsOfReading } from './reading-findings.ts'
import type { Track } from './track.ts'

const BAD = findingBit('bad-value')
const STALE = findingBit('stale')

/** Adds the value of `last` from its time to `to` as its integral over time (unit x ms), cut at quarter-hour edges. */
function addIntegral(quarters: OpenQuarters, last: EdgeState, to: number, coverage: CoverageKind): void {
  let at: number = last.time
  for (let edge = Math.floor(at / QUARTER) * QUARTER + QUARTER; at < to; edge += QUARTER) {
    const end = Math.min(edge, to)
    quarters.add(at, end, { total: last.value * (end - at), coverage, findings: 0 })
    quarters.widenRange(at, last.value)
    at = end
    if (end === edge && end < to) quarters.finish(edge, last)
  }
}

export function createGaugeTrack(point: Point, quarters: OpenQuarters, start: EdgeState | null): Track {
  let last: EdgeState | null = start
  let coverage: CoverageKind = 'measured'
  const mark = (quality: number): void => void (coverage = isEstimate(quality) ? 'estimated' : 'measured')

  function addUntil(time: number): void {
    if (last === null) return
    const heldUntil = Math.min(time, last.time + point.rules.gapLimit)
    addIntegral(quarters, last, heldUntil, coverage)
    if (heldUntil < time) quarters.flag(heldUntil - 1, STALE)
    // A reading exactly on an edge closes the bucket before it: that bucket is finished with the new reading, in `push`.
    quarters.finish(time - 1, last)
  }

  /** Counts the reading in its bucket; false when its value is impossible. */
  function count(time: number, value: number, quality: number): boolean {
    const impossible = quality === 3 || !Number.isFinite(value)
    quarters.count(time, impossible ? BAD : findingsOfReading(quality))
    return !impossible
  }

  return {
    countStart(time, value, quality) {
      if (count(time, value, quality)) quarters.widenRange(time, value)
    },
    push(time, value, quality) {
      if (!count(time, value, quality)) return
      addUntil(time)
      const first = last === null
      last = { time: instant(time), value }
      mark(quality)
      if (first) quarters.finishFirst(time, last)
      else quarters.finish(time, last)
      quarters.widenRange(time, value)
    },
    markStart: mark,
    edge: () => last,
    hasHeld: () => false,
    lastTime: (): Instant | null => last?.time ?? null,
    end: () => quarters.finishAll(last),
  }
}
