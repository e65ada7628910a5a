/** Which stretch of which point is to be computed again. Pure. */

import { DAY, type Instant, instant } from '../domain/index.ts'
import type { Change } from '../ports/index.ts'

export interface DirtyRange {
  readonly point: string
  readonly from: Instant
  /** Last changed instant. */
  readonly to: Instant
}

/** Changes of a point that lie within a day of each other are one stretch. Sorted by start, then point. */
export function mergeChanges(changes: readonly Change[], known: (point: string) => boolean): DirtyRange[] {
  const sorted = changes.filter((c) => known(c.point)).sort((a, b) => (a.point < b.point ? -1 : a.point > b.point ? 1 : a.from - b.from))
  const merged: DirtyRange[] = []
  for (const change of sorted) {
    const last = merged.at(-1)
    if (last && last.point === change.point && change.from - last.to <= DAY)
      merged[merged.length - 1] = { ...last, to: instant(Math.max(last.to, change.to)) }
    else merged.push({ point: change.point, from: change.from, to: change.to })
  }
  return merged.sort((a, b) => a.from - b.from || (a.point < b.point ? -1 : 1))
}

/**
 * Passes in the order in which they are computed: what reaches into the day before `now` first, its last day apart from the rest, because people
 * look at today while a year is computed; then the past in its own order, where each pass finds the one before it done. Every pass is exact
 * whatever was computed before it, so the order changes no bucket.
 */
export function planPasses(stretches: readonly DirtyRange[], now: Instant): DirtyRange[][] {
  const today = instant(now - DAY)
  const recent: DirtyRange[] = []
  const past: DirtyRange[] = []
  for (const s of stretches) {
    if (s.to < today) past.push(s)
    else if (s.from >= today - DAY) recent.push(s)
    else {
      recent.push({ ...s, from: today })
      past.push({ ...s, to: today })
    }
  }
  return [...groupPasses(recent), ...groupPasses(past)]
}

/** Stretches that are computed in one pass over the raw readings: those that overlap or follow within a day, each point once. */
export function groupPasses(stretches: readonly DirtyRange[]): DirtyRange[][] {
  const passes: DirtyRange[][] = []
  const points = new Set<string>()
  let reach = -Infinity
  for (const stretch of [...stretches].sort((a, b) => a.from - b.from || (a.point < b.point ? -1 : 1))) {
    if (passes.length === 0 || stretch.from > reach + DAY || points.has(stretch.point)) {
      passes.push([])
      points.clear()
      reach = -Infinity
    }
    passes.at(-1)?.push(stretch)
    points.add(stretch.point)
    reach = Math.max(reach, stretch.to)
  }
  return passes
}
