/**
 * A point that was silent for years restarts: what its register counted meanwhile is missing, instead of being spread over years of buckets.
 * The limit also bounds the damage of one reading with a wrong year, which would otherwise create a million buckets.
 */

import { DAY, type Instant, type Point } from '../../domain/index.ts'
import type { Track } from './track.ts'

/** Two years: meters that are read by hand once a year are still bridged. */
const SILENCE = 731 * DAY

/** Longest time between two accepted readings that a difference may bridge, ms. */
export function silenceOf(point: Point): number {
  return Math.max(SILENCE, point.rules.gapLimit)
}

/** Ends the track at a silence longer than `silence` ms and goes on with one from `create`, which has no reading before it. */
export function restartAfterSilence(first: Track, silence: number, create: () => Track): Track {
  let track = first
  return {
    push(time, value, quality) {
      const last = track.lastTime()
      if (last !== null && time - last > silence) {
        track.end()
        track = create()
      }
      track.push(time, value, quality)
    },
    countStart: (time, value, quality) => track.countStart(time, value, quality),
    markStart: (quality) => track.markStart(quality),
    edge: () => track.edge(),
    hasHeld: () => track.hasHeld(),
    lastTime: (): Instant | null => track.lastTime(),
    end: () => track.end(),
  }
}
