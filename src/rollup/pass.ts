/**
 * One pass over the raw readings: several points from about the same time on. Each point's readings stream through its track and its cascade;
 * a point is done when a reading after its stretch has closed it and the stored buckets beyond agree.
 */

import { floorEdge, type Instant, instant, nextEdge, QUARTER, type ReadingColumns, type Step } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets } from '../ports/index.ts'
import type { Runner } from './runner.ts'

/** Feeds rows of a scan to the runners of their points, in order; `each` is called after every point. */
export async function feedRows(rows: ReadingColumns, runners: ReadonlyMap<string, Runner>, each: () => Promise<void>): Promise<void> {
  for (let i = 0; i < rows.length; ) {
    const index = rows.point[i] as number
    const runner = runners.get(rows.names[index] as string)
    while (i < rows.length && rows.point[i] === index) {
      runner?.feed(rows.time[i] as number, rows.value[i] as number, rows.quality[i] as number)
      i += 1
    }
    await each()
  }
}

const BELOW: readonly Step[] = ['15m', '1h', '1d', '1M']
const PARENT: readonly Step[] = ['1h', '1d', '1M', '1y']

/** Stored children that stand before the first computed bucket in its hour, its day, its month and its year. */
export async function preload(buckets: Buckets, zone: string, runners: readonly Runner[]): Promise<void> {
  for (const group of groupBy(runners, (r) => r.from).values()) {
    const names = group.map((r) => r.point.id)
    const byPoint = new Map(group.map((r) => [r.point.id, r]))
    let to = (group[0] as Runner).from
    for (let level = 0; level < BELOW.length; level++) {
      const from = floorEdge(zone, PARENT[level] as Step, to)
      if (from < to)
        for (const b of await buckets.read({ step: BELOW[level] as Step, span: { from, to }, points: names }))
          byPoint.get(b.point)?.cascade.push(level, b)
      to = from
    }
  }
}

/** Stored children after the last computed bucket, level by level, so that its hour, day, month and year are whole. */
export async function complete(buckets: Buckets, zone: string, runners: readonly Runner[]): Promise<void> {
  for (const group of groupBy(runners, (r) => r.givenUpTo).values()) {
    let from = (group[0] as Runner).givenUpTo
    const names = group.map((r) => r.point.id)
    const byPoint = new Map(group.map((r) => [r.point.id, r]))
    for (let level = 0; level < BELOW.length; level++) {
      const to = from === floorEdge(zone, PARENT[level] as Step, from) ? from : nextEdge(zone, PARENT[level] as Step, from)
      if (from < to)
        for (const b of await buckets.read({ step: BELOW[level] as Step, span: { from, to }, points: names }))
          byPoint.get(b.point)?.cascade.push(level, b)
      for (const runner of group) runner.cascade.close(level)
      from = to
    }
  }
}

/** The edge at or before which everything earlier than `at` is closed. */
export function quarterOf(at: Instant): Instant {
  return instant(Math.floor(at / QUARTER) * QUARTER)
}
