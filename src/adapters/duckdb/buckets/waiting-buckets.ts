/** Buckets that wait in memory for a transaction. They replace rows of the table with the same key. */

import type { Bucket, Instant } from '../../../domain/index.ts'
import type { BucketQuery } from '../../../ports/index.ts'
import type { DatedEdge } from './bucket-table.ts'

export interface WaitingBuckets {
  readonly size: () => number
  put(buckets: readonly Bucket[]): void
  all(): readonly Bucket[]
  /** Removes buckets that the table holds now. */
  removeStored(buckets: readonly Bucket[]): void
  matching(query: BucketQuery): readonly Bucket[]
  /** The last edge state of each point, of quarter hours that end at or before `at`. */
  edgeStates(points: readonly string[], at: Instant): Map<string, DatedEdge>
  /** True when a waiting bucket without an edge state may replace one in the table that has one: the table alone would answer wrongly. */
  mayHide(points: readonly string[], at: Instant): boolean
}

const keyOf = (b: { step: string; point: string; start: number }): string => `${b.step}|${b.start}|${b.point}`

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
    removeStored(buckets) {
      for (const b of buckets) waiting.delete(keyOf(b))
    },
    matching({ step, span, points }) {
      const wanted = points === undefined ? null : new Set(points)
      const fits = (b: Bucket): boolean =>
        b.step === step && b.start >= span.from && b.start < span.to && (wanted === null || wanted.has(b.point))
      return [...waiting.values()].filter(fits)
    },
    edgeStates(points, at) {
      const found = new Map<string, DatedEdge>()
      for (const { point, start, edge } of quarters(points, at))
        if (edge !== null && start >= (found.get(point)?.start ?? -Infinity)) found.set(point, { start, edge })
      return found
    },
    mayHide: (points, at) => quarters(points, at).some((b) => b.edge === null),
  }
}
