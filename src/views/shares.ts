/** Coverage of a span, relative to the part of it that has passed. */

import { type Bucket, type Coverage, type Instant, instant, type Point } from '../domain/index.ts'
import type { LatestReading } from '../ports/index.ts'

export interface PassedTime {
  readonly now: Instant
  /** Newest reading of the point, if any. */
  readonly last: LatestReading | undefined
}

/** A value counts as current while it is younger than the gap limit and possible. */
export function isFresh(point: Point, { now, last }: PassedTime): boolean {
  return last !== undefined && now - last.time <= point.rules.gapLimit && last.quality !== 'bad'
}

/**
 * Up to when a span ending at `end` can be covered by now. Only the next reading covers the time after the last one, so while a point is
 * current that time is not missing: it is not over yet.
 */
export function knowableUntil(point: Point, end: Instant, newest: Bucket | undefined, passed: PassedTime): Instant {
  const by = Math.min(end, passed.now)
  const closing = newest === undefined ? passed.last?.time : newest.edge?.time
  if (closing === undefined || !isFresh(point, passed) || by - closing > point.rules.gapLimit) return instant(by)
  return instant(Math.min(by, closing))
}

export interface SpanCoverage {
  readonly measured: number
  readonly bridged: number
  readonly estimated: number
}

/** Covered milliseconds of several buckets of a point. What is coarse counts as measured at every step, so that the steps agree. */
export function sumCoverage(buckets: readonly Bucket[]): SpanCoverage {
  let measured = 0
  let bridged = 0
  let estimated = 0
  for (const b of buckets) {
    measured += b.measured + b.coarse
    bridged += b.bridged
    estimated += b.estimated
  }
  return { measured, bridged, estimated }
}

/** Measured share of `length` ms from a day's start; null while no time has passed that could be covered. */
export function measuredShare(buckets: readonly Bucket[], length: number): number | null {
  return length <= 0 ? null : sharesOf(sumCoverage(buckets), length).measured
}

/** Shares of `length` ms, each 0..1, adding up to 1. */
export function sharesOf(covered: SpanCoverage, length: number): Coverage {
  if (length <= 0) return { measured: 0, bridged: 0, estimated: 0, missing: 1 }
  const share = (ms: number): number => Math.min(1, ms / length)
  const [measured, bridged, estimated] = [share(covered.measured), share(covered.bridged), share(covered.estimated)]
  return { measured, bridged, estimated, missing: Math.max(0, 1 - measured - bridged - estimated) }
}
