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

/** The last day of a long stretch apart and before everything else: people look at today while a year is computed. */
export function latestFirst(stretches: readonly Stretch[]): Stretch[][] {
  const tails: Stretch[] = []
  const rest = stretches.map((s) => {
    if (s.to - s.from <= 2 * DAY) return s
    tails.push({ ...s, from: instant(s.to - DAY) })
    return { ...s, to: instant(s.to - DAY) }
  })
  return [...passesOf(tails.sort((a, b) => a.from - b.from)), ...passesOf(rest)]
}

/**
 * Stretches that are computed in one pass over the raw readings: those that start within a day of each other, each point once. A point
 * with two stretches is computed in two passes, the earlier first.
 */
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
