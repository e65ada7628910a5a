/** The mean of the running interval of the clock, as a meter of demand forms it: each reading holds until the next one. */

import { type Instant, instant } from '../domain/index.ts'

export interface RunningMean {
  /** Begin of the interval, or of the readings within it. */
  readonly from: Instant
  /** Value x ms from there to the newest reading. */
  readonly sum: number
  /** Length of the interval, ms. */
  readonly interval: number
}

/** A reading with the mean up to it. */
interface MeanReading {
  readonly value: number
  readonly time: Instant
  readonly mean: RunningMean | null
}

const beginOf = (at: Instant, interval: number): number => Math.floor(at / interval) * interval

/** Up to a new reading at `time`. */
export function nextMean(before: MeanReading | undefined, time: Instant, interval: number): RunningMean {
  if (before === undefined || time < before.time) return { from: time, sum: 0, interval }
  const begin = beginOf(time, interval)
  if (before.mean === null || before.time < begin) {
    const from = instant(Math.max(begin, before.time))
    return { from, sum: before.value * (time - from), interval }
  }
  return { ...before.mean, interval, sum: before.mean.sum + before.value * (time - before.time) }
}

/** At an instant behind the newest reading. */
export function meanAt({ value, time, mean }: MeanReading, at: Instant): number {
  if (mean === null || time < beginOf(at, mean.interval) || at <= mean.from) return value
  return (mean.sum + value * (at - time)) / (at - mean.from)
}
