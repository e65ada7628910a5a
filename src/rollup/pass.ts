/**
 * One pass over the raw readings: several points from about the same time on. The readings of each point stream through its track and its
 * cascade; a point is done when a reading behind its range has closed the last bucket and the stored edge state there agrees.
 */

import { floorEdge, type Instant, nextEdge, type ReadingColumns, type Step } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets } from '../ports/index.ts'
import type { Cascade } from './fold.ts'
import type { Runner } from './runner.ts'

/** Feeds rows of a scan to the runners of their points, in order; `afterPoint` is called behind the rows of each point. */
export async function feedRows(rows: ReadingColumns, runners: ReadonlyMap<string, Runner>, afterPoint: () => Promise<void>): Promise<void> {
  for (let i = 0; i < rows.length; ) {
    const index = rows.point[i] as number
    const runner = runners.get(rows.names[index] as string)
    while (i < rows.length && rows.point[i] === index) {
      runner?.feed(rows.time[i] as number, rows.value[i] as number, rows.quality[i] as number)
      i += 1
    }
    await afterPoint()
  }
}

const CHILD: readonly Step[] = ['15m', '1h', '1d', '1M']
const PARENT: readonly Step[] = ['1h', '1d', '1M', '1y']

/** One point whose quarter hours are folded. */
export interface Folding {
  readonly point: { readonly id: string }
  /** Start of the first computed bucket. */
  readonly from: Instant
  /** End of the last computed bucket. */
  readonly emittedUpTo: Instant
  readonly cascade: Cascade
}

/** Pushes the stored children that lie before the first computed bucket in its hour, its day, its month and its year. */
export async function preloadCascades(buckets: Buckets, zone: string, runners: readonly Folding[]): Promise<void> {
  for (const group of groupBy(runners, (r) => r.from).values()) {
    const points = group.map((r) => r.point.id)
    const byPoint = new Map(group.map((r) => [r.point.id, r]))
    let to = (group[0] as Folding).from
    for (let level = 0; level < CHILD.length; level++) {
      const from = floorEdge(zone, PARENT[level] as Step, to)
      if (from < to)
        for (const b of await buckets.read({ step: CHILD[level] as Step, span: { from, to }, points }))
          byPoint.get(b.point)?.cascade.push(level, b)
      to = from
    }
  }
}

/** Pushes the stored children behind the last computed bucket, level by level, and closes its hour, day, month and year. */
export async function completeCascades(buckets: Buckets, zone: string, runners: readonly Folding[]): Promise<void> {
  for (const group of groupBy(runners, (r) => r.emittedUpTo).values()) {
    let from = (group[0] as Folding).emittedUpTo
    const points = group.map((r) => r.point.id)
    const byPoint = new Map(group.map((r) => [r.point.id, r]))
    for (let level = 0; level < CHILD.length; level++) {
      const to = from === floorEdge(zone, PARENT[level] as Step, from) ? from : nextEdge(zone, PARENT[level] as Step, from)
      if (from < to)
        for (const b of await buckets.read({ step: CHILD[level] as Step, span: { from, to }, points }))
          byPoint.get(b.point)?.cascade.push(level, b)
      for (const runner of group) runner.cascade.close(level)
      from = to
    }
  }
}
