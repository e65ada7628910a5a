/** Which range of which point is computed again, and in which pass. Pure. */

import { DAY, type Instant, instant } from '../domain/index.ts'
import type { Change } from '../ports/index.ts'

/** A range of one point whose raw readings changed since its buckets were computed. */
export interface DirtyRange {
  readonly point: string
  /** First changed instant. */
  readonly from: Instant
  /** Last changed instant, inclusive. */
  readonly to: Instant
  /** Computed to its end, also behind the last reading of the point: a correction changed there. */
  readonly corrected?: true
}

const byStartAndPoint = (a: DirtyRange, b: DirtyRange): number => a.from - b.from || (a.point < b.point ? -1 : 1)

/** Joins changes of one point that lie within a day of each other. Sorted by start, then point; points that `has` refuses are left out. */
export function mergeChanges(changes: readonly Change[], has: (point: string) => boolean): DirtyRange[] {
  const sorted = changes.filter((c) => has(c.point)).sort((a, b) => (a.point < b.point ? -1 : a.point > b.point ? 1 : a.from - b.from))
  const merged: DirtyRange[] = []
  for (const change of sorted) {
    const last = merged.at(-1)
    if (last && last.point === change.point && change.from - last.to <= DAY)
      merged[merged.length - 1] = { ...last, to: instant(Math.max(last.to, change.to)) }
    else merged.push({ point: change.point, from: change.from, to: change.to })
  }
  return merged.sort(byStartAndPoint)
}

/**
 * Passes in the order in which they are computed. Ranges that end within a day of `now` go first, cut to that day, because people watch today
 * while a year is computed. The past follows in time order, so that each pass finds the buckets before it computed. Every pass is exact
 * whatever was computed before it: the order changes no bucket.
 */
export function planPasses(ranges: readonly DirtyRange[], now: Instant): DirtyRange[][] {
  const today = instant(now - DAY)
  const recent: DirtyRange[] = []
  const past: DirtyRange[] = []
  for (const range of ranges) {
    if (range.to < today) past.push(range)
    else if (range.from >= today - DAY) recent.push(range)
    else {
      recent.push({ ...range, from: today })
      past.push({ ...range, to: today })
    }
  }
  return [...groupPasses(recent), ...groupPasses(past)]
}

/** Groups ranges that overlap or follow within a day: one pass over the raw readings computes a group. Each point occurs once in a pass. */
export function groupPasses(ranges: readonly DirtyRange[]): DirtyRange[][] {
  const passes: DirtyRange[][] = []
  const points = new Set<string>()
  let end = -Infinity
  for (const range of [...ranges].sort(byStartAndPoint)) {
    if (passes.length === 0 || range.from > end + DAY || points.has(range.point)) {
      passes.push([])
      points.clear()
      end = -Infinity
    }
    passes.at(-1)?.push(range)
    points.add(range.point)
    end = Math.max(end, range.to)
  }
  return passes
}
