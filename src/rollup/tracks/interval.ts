/**
 * Interval meters: each reading is the amount since the reading before it. The first one of a point covers no time, so its whole
 * amount goes to the bucket it arrived in; its edge state carries the amount, so that a later pass recognises it as the first.
 */

import { basePerUnit, type EdgeState, findingBit, type Instant, instant, type Point, REGISTER_LIMIT } from '../../domain/index.ts'
import type { OpenQuarters } from '../open-quarters.ts'
import type { RegisterReading } from './counter.ts'
import { addDelta, edgeStateOf } from './delta.ts'
import { findingsOfReading } from './reading-findings.ts'
import type { Track } from './track.ts'

const BAD = findingBit('bad-value')

export function createIntervalTrack(point: Point, quarters: OpenQuarters, start: EdgeState | null): Track {
  const base = basePerUnit(point.quantity)
  let last: RegisterReading | null = start === null ? null : { time: start.time, value: start.value }

  /** Counts the reading in its bucket. Returns the amount in base units, or null when it is impossible. */
  function count(time: number, value: number, quality: number): number | null {
    const amount = Math.round(value * base)
    const impossible = quality === 3 || !(amount >= 0 && amount < REGISTER_LIMIT)
    quarters.count(time, impossible ? BAD : findingsOfReading(quality))
    return impossible ? null : amount
  }

  return {
    countStart(time, value, quality) {
      if (count(time, value, quality) !== null && last !== null && last.value > 0) quarters.addUncovered(time, last.value)
    },
    push(time, value, quality) {
      const amount = count(time, value, quality)
      if (amount === null) return
      const next: RegisterReading = { time, value: last === null ? amount : 0 }
      if (last === null) {
        quarters.addUncovered(time, amount)
        quarters.finishFirst(time, edgeStateOf(next))
      } else addDelta(quarters, { from: last, to: next, consumed: amount, findings: 0 }, point.rules.gapLimit)
      last = next
    },
    edge: () => (last === null ? null : edgeStateOf(last)),
    hasHeld: () => false,
    lastTime: (): Instant | null => (last === null ? null : instant(last.time)),
    end: () => quarters.finishAll(last === null ? null : edgeStateOf(last)),
  }
}
