/** What a round of control decides on: the newest readings with their ages, frozen at one instant. */

import { type Instant, instant } from '../domain/index.ts'
import { type RunningMean, nextMean } from './running-mean.ts'

export interface WatchedReading {
  readonly value: number
  /** Time of the reading. */
  readonly time: Instant
  /** When the service got it. */
  readonly arrived: Instant
  /** Readings of the point so far: two that arrive in one millisecond are two. */
  readonly count: number
  /** Since when the value is other than 0, or 0, as far as the service saw it. */
  readonly since: Instant
  /** Over the running interval, where a limit is for the mean; null elsewhere. */
  readonly mean: RunningMean | null
}

export interface Snapshot {
  readonly at: Instant
  /** When the service began to watch: what it has not heard since then is silent for no longer. */
  readonly begun: Instant
  readonly readings: ReadonlyMap<string, WatchedReading>
}

export interface NewReading {
  readonly value: number
  readonly time: Instant
  readonly arrived: Instant
  /** Length of the interval whose mean is wanted, ms; null: none. */
  readonly interval: number | null
}

/** The next state of a watched point; `undefined` before its first reading. Bad readings do not come here. */
export function watch(before: WatchedReading | undefined, { value, time, arrived, interval }: NewReading): WatchedReading {
  const mean = interval === null ? null : nextMean(before, time, interval)
  // What was never seen occupied has been empty for long: a start turns nothing on for people who are gone.
  if (before === undefined) return { value, time, arrived, mean, count: 1, since: value === 0 ? instant(0) : arrived }
  const same = (before.value !== 0) === (value !== 0)
  return { value, time, arrived, mean, count: before.count + 1, since: same ? before.since : arrived }
}

/** How long a point is silent, ms: since its newest reading, and no longer than the service watches. */
export function silenceOf({ at, begun, readings }: Snapshot, point: string): number {
  const time = readings.get(point)?.time ?? begun
  return at - (time > begun ? time : begun)
}
