/**
 * A point that was silent for years starts anew: what its register counted meanwhile is told as unknown, instead of being spread over years of
 * buckets. It also keeps one reading with a wrong year from making a million of them.
 */

import { DAY, findingBit, type Instant, type Point } from '../domain/index.ts'
import type { Partial } from './partial.ts'
import type { Track } from './track.ts'

const SILENT = findingBit('long-silence')

/** Two years: meters that are read by hand once a year are still bridged. */
const SILENCE = 731 * DAY

/** A reading that comes more than so many ms after the last accepted one has nothing to do with it. */
export function silenceOf(point: Point): number {
  return Math.max(SILENCE, point.rules.gapLimit)
}

export interface RestartParts {
  readonly silence: number
  readonly partial: Partial
  /** A track without a carried reading. */
  readonly anew: () => Track
  /** The first accepted reading ends a silence. */
  readonly silent: boolean
}

/** A track that starts anew after a silence; the bucket of the reading that ends it says so. */
export function restarting(first: Track, { silence, partial, anew, silent }: RestartParts): Track {
  let track = first
  let told = !silent
  return {
    push(time, value, quality) {
      const last = track.lastTime()
      if (last !== null && time - last > silence) {
        track.end()
        track = anew()
        told = false
      }
      track.push(time, value, quality)
      const accepted = track.lastTime()
      if (told || accepted === null) return
      partial.flag(accepted, SILENT)
      told = true
    },
    recount: (time, value, quality) => track.recount(time, value, quality),
    closing: () => track.closing(),
    settled: () => track.settled(),
    lastTime: (): Instant | null => track.lastTime(),
    end: () => track.end(),
  }
}
