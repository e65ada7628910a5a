/** Buckets that wait in memory for a transaction. They are newer than what the table holds under the same key. */

import { type Bucket, type BucketColumns, decodeBuckets, encodeBuckets, type Instant } from '../../../domain/index.ts'
import type { BucketQuery } from '../../../ports/index.ts'
import type { DatedClosing } from './bucket-table.ts'

export interface WaitingBuckets {
  readonly size: () => number
  put(buckets: readonly Bucket[]): void
  all(): readonly Bucket[]
  /** They are in the table now. */
  stored(buckets: readonly Bucket[]): void
  fitting(query: BucketQuery): readonly Bucket[]
  /** Last closings at or before `at`. */
  closings(points: readonly string[], at: Instant): Map<string, DatedClosing>
  /** True when one of them may take the place of a closing in the table and has none itself. */
  hides(points: readonly string[], at: Instant): boolean
}

const keyOf = (b: { step: string; point: string; start: number }): string => `${b.step}|${b.start}|${b.point}`
const order = (a: Bucket, b: Bucket): number => (a.point < b.point ? -1 : a.point > b.point ? 1 : a.start - b.start)

export function createWaitingBuckets(): WaitingBuckets {
  const waiting = new Map<string, Bucket>()

  function quarters(points: readonly string[], at: Instant): Bucket[] {
    const wanted = new Set(points)
    return [...waiting.values()].filter((b) => b.step === '15m' && b.end <= at && wanted.has(b.point))
  }

  return {
    size: () => waiting.size,
    put(buckets) {
      for (const b of buckets) waiting.set(keyOf(b), b)
    },
    all: () => [...waiting.values()],
    stored(buckets) {
      for (const b of buckets) waiting.delete(keyOf(b))
    },
    fitting({ step, span, points }) {
      const wanted = points === undefined ? null : new Set(points)
      const fits = (b: Bucket): boolean =>
        b.step === step && b.start >= span.from && b.start < span.to && (wanted === null || wanted.has(b.point))
      return [...waiting.values()].filter(fits)
    },
    closings(points, at) {
      const found = new Map<string, DatedClosing>()
      for (const { point, start, edge: closing } of quarters(points, at))
        if (closing !== null && start >= (found.get(point)?.start ?? -Infinity)) found.set(point, { start, closing })
      return found
    },
    hides: (points, at) => quarters(points, at).some((b) => b.edge === null),
  }
}

/** Rows of the table with newer ones in their places, sorted by (point, start). */
export function overlaid(stored: BucketColumns, over: readonly Bucket[]): BucketColumns {
  if (over.length === 0) return stored
  const rows = new Map(decodeBuckets(stored).map((b) => [keyOf(b), b]))
  for (const b of over) rows.set(keyOf(b), b)
  return encodeBuckets([...rows.values()].sort(order))
}
