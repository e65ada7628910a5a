/** Conditions on points. Names are parameters of the query, never part of its text. */

import type { Params } from './client/select.ts'

export interface PointsFilter {
  /** `(...)`, true for the points; null for all points. */
  readonly condition: string | null
  readonly params: Params
}

/** Names in one query; more are split over several queries. */
const NAMES = 500

export function pointsFilters(points: readonly string[] | undefined): PointsFilter[] {
  if (points === undefined) return [{ condition: null, params: {} }]
  const unique = [...new Set(points)]
  const filters: PointsFilter[] = []
  for (let from = 0; from < unique.length; from += NAMES) {
    const part = unique.slice(from, from + NAMES)
    filters.push({
      condition: `(${part.map((_, i) => `"point" = $p${i}`).join(' OR ')})`,
      params: Object.fromEntries(part.map((name, i) => [`p${i}`, name])),
    })
  }
  return filters
}

/** Joins conditions by AND; null is left out. */
export function allOf(...conditions: readonly (string | null)[]): string {
  return conditions.filter((c) => c !== null).join(' AND ')
}
