/** Which stretch of which point is to be computed again. Pure. */

import { DAY, type Instant, instant } from '../domain/index.ts'
import type { Change } from '../ports/index.ts'

export interface Stretch {
  readonly point: string
  readonly from: Instant
  /** Last changed instant. */
  readonly to: Instant
}

/** Changes of a point that lie within a day of each other are one stretch. Sorted by start, then point. */
export function stretchesOf(changes: readonly Change[], known: (point: string) => boolean): Stretch[] {
  const sorted = changes.filter((c) => known(c.point)).sort((a, b) => (a.point < b.point ? -1 : a.point > b.point ? 1 : a.from - b.from))
  const merged: Stretch[] = []
  for (const change of sorted) {
    const last = merged.at(-1)
    if (last && last.point === change.point && change.from - last.to <= DAY)
      merged[merged.length - 1] = { ...last, to: instant(Math.max(last.to, change.to)) }
    else merged.push({ point: change.point, from: change.from, to: change.to })
  }
  return merged.sort((a, b) => a.from - b.from || (a.point < b.point ? -1 : 1))
}

/**
 * Passes in the order in which they are computed: the newest first, and the last day of a long stretch apart, because people look at today
 * while a year is computed. Every pass is exact whatever was computed before it, so the order changes no bucket.
 */
export function newestFirst(stretches: readonly Stretch[]): Stretch[][] {
  const cut = stretches.flatMap((s) =>
    s.to - s.from <= 2 * DAY
      ? [s]
      : [
          { ...s, to: instant(s.to - DAY) },
          { ...s, from: instant(s.to - DAY) },
        ],
  )
  return passesOf(cut.sort((a, b) => a.from - b.from || (a.point < b.point ? -1 : 1))).toReversed()
}

/** Stretches that are computed in one pass over the raw readings: those that start within a day of each other, each point once. */
export function passesOf(stretches: readonly Stretch[]): Stretch[][] {
  const passes: Stretch[][] = []
  for (const stretch of stretches) {
    const fits = passes.at(-1)
    const first = fits?.[0]
    if (fits && first && stretch.from - first.from <= DAY && !fits.some((s) => s.point === stretch.point)) fits.push(stretch)
    else passes.push([stretch])
  }
  return passes
}
