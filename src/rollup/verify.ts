/** Compares computed buckets with the stored ones. */

import { type Bucket, instant, span, type Step } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets } from '../ports/index.ts'

/** Fields in a fixed order: equal buckets have equal text. */
export function bucketText(b: Bucket): string {
  const { point, step, start, end, arithmetic, n, total, min, max, measured, coarse, bridged, estimated, edge, findings, version } = b
  return JSON.stringify([
    point,
    step,
    start,
    end,
    arithmetic,
    n,
    total,
    min,
    max,
    measured,
    coarse,
    bridged,
    estimated,
    edge && [edge.time, edge.value, edge.movedAt ?? edge.time, edge.past ?? 0, edge.since ?? null],
    findings,
    version,
  ])
}

/** Counts the computed buckets that are missing in the store or differ from it. */
export async function countDifferences(buckets: Buckets, computed: readonly Bucket[]): Promise<number> {
  let different = 0
  for (const [step, group] of groupBy<Bucket, Step>(computed, (b) => b.step)) {
    const from = group.reduce((least, b) => Math.min(least, b.start), Infinity)
    const to = group.reduce((most, b) => Math.max(most, b.start), -Infinity)
    const points = [...new Set(group.map((b) => b.point))]
    const stored = await buckets.read({ step, span: span(from, instant(to + 1)), points })
    const storedTexts = new Map(stored.map((b) => [`${b.point}|${b.start}`, bucketText(b)]))
    for (const b of group) if (storedTexts.get(`${b.point}|${b.start}`) !== bucketText(b)) different += 1
  }
  return different
}
