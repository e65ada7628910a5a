/**
 * A point that was silent for years starts anew: what its register counted meanwhile is missing, instead of being spread over years of buckets.
 * It also keeps one reading with a wrong year from making a million of them.
 */

import { DAY, type Instant, type Point } from '../../domain/index.ts'
import type { Track } from './track.ts'

/** Two years: meters that are read by hand once a year are still bridged. */
const SILENCE = 731 * DAY

/** A reading that comes more than so many ms after the last accepted one has nothing to do with it. */
export function silenceOf(point: Point): number {
  return Math.max(SILENCE, point.rules.gapLimit)
}

/** A track that starts anew after a silence. `anew` makes one without a carried reading. */
export function restartAfterSilence(first: Track, silence: number, anew: () => Track): Track {
  let track = first
  return {
    push(time, value, quality) {
      const last = track.lastTime()
      if (last !== null && time - last > silence) {
        track.end()
        track = anew()
      }
      track.push(time, value, quality)
    },
    recount: (time, value, quality) => track.recount(time, value, quality),
    closing: () => track.closing(),
    settled: () => track.settled(),
    lastTime: (): Instant | null => track.lastTime(),
    end: () => track.end(),
  }
}
