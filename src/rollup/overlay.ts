/** Buckets in memory over those of a store: what a computation would write, readable as if it were written. */

import type { Bucket } from '../domain/index.ts'
import type { BucketQuery, Buckets } from '../ports/index.ts'

export interface Overlay {
  /** Reads what was written here, and the rest from the store. Writing goes to `write`. */
  readonly buckets: Buckets
  readonly write: (rows: readonly Bucket[]) => Promise<void>
  /** What was written here. */
  readonly written: () => readonly Bucket[]
}

const keyOf = ({ point, step, start }: Bucket): string => `${point} ${step} ${start}`
const byPointAndStart = (a: Bucket, b: Bucket): number => (a.point < b.point ? -1 : a.point > b.point ? 1 : a.start - b.start)

export function createOverlay(store: Buckets): Overlay {
  const rows = new Map<string, Bucket>()
  const write = async (buckets: readonly Bucket[]): Promise<void> => {
    for (const bucket of buckets) rows.set(keyOf(bucket), bucket)
  }

  async function read(query: BucketQuery): Promise<readonly Bucket[]> {
    const { step, span, points } = query
    const wanted = points === undefined ? null : new Set(points)
    const own = [...rows.values()].filter(
      (b) => b.step === step && b.start >= span.from && b.start < span.to && (wanted === null || wanted.has(b.point)),
    )
    const stored = await store.read(query)
    return own.length === 0 ? stored : [...stored.filter((b) => !rows.has(keyOf(b))), ...own].sort(byPointAndStart)
  }

  return {
    buckets: { ...store, read, write, edgeStates: (points, at) => store.edgeStates(points, at) },
    write,
    written: () => [...rows.values()],
  }
}
