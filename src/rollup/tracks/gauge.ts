/**
 * Gauges: a value holds until the next reading, but no longer than the gap limit. What a gauge did after its last reading is not known until
 * the next one arrives, so results never depend on when they were computed.
 */

import { type EdgeState, findingBit, type Instant, instant, type Point, QUARTER } from '../../domain/index.ts'
import type { OpenQuarters } from '../open-quarters.ts'
import { findingsOfReading } from './reading-findings.ts'
import type { Track } from './track.ts'

const BAD = findingBit('bad-value')
const STALE = findingBit('stale')

/** Books `value` from `from` to `to` as its integral over time (unit x ms). */
function hold(partial: OpenQuarters, from: number, to: number, held: EdgeState): void {
  let at = from
  for (let edge = Math.floor(at / QUARTER) * QUARTER + QUARTER; at < to; edge += QUARTER) {
    const end = Math.min(edge, to)
    partial.add(at, end, { total: held.value * (end - at), known: 'measured', findings: 0 })
    partial.range(at, held.value)
    at = end
    if (end === edge && end < to) partial.finish(edge, held)
  }
}

export function createGaugeTrack(point: Point, partial: OpenQuarters, carry: EdgeState | null): Track {
  let last: EdgeState | null = carry

  function until(time: number): void {
    if (last === null) return
    const held = Math.min(time, last.time + point.rules.gapLimit)
    hold(partial, last.time, held, last)
    if (held < time) partial.flag(held - 1, STALE)
    // An edge the reading lies on exactly closes the bucket before it.
    partial.finish(time - 1, last)
  }

  /** Counts the reading; false when it cannot be. */
  function possible(time: number, value: number, quality: number): boolean {
    const impossible = quality === 3 || !Number.isFinite(value)
    partial.seen(time, impossible ? BAD : findingsOfReading(quality))
    return !impossible
  }

  return {
    recount(time, value, quality) {
      if (possible(time, value, quality)) partial.range(time, value)
    },
    push(time, value, quality) {
      if (!possible(time, value, quality)) return
      until(time)
      const first = last === null
      last = { time: instant(time), value }
      if (first) partial.first(time, last)
      else partial.finish(time, last)
      partial.range(time, value)
    },
    closing: () => last,
    settled: () => true,
    lastTime: (): Instant | null => last?.time ?? null,
    end: () => partial.rest(last),
  }
}
