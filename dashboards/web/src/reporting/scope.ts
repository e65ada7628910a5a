/** What a report, its explanation or the savings are about: a period and a boundary, from the address. */

import { place, rangeFor } from '../address/context.ts'
import { formatRange } from '../address/range.ts'
import { route } from '../address/route.ts'

export interface ReportScope {
  readonly period: string
  /** `offices`, a site, a building; null: each figure its own. */
  readonly boundary: string | null
  /** Parameters of a request, the boundary among them. */
  readonly query: (more: Readonly<Record<string, string>>) => string
}

/** The boundary of the address, else the place that the other screens show. */
export function reportScope(): ReportScope {
  const boundary = route.value.query['boundary'] ?? place.value
  return {
    period: formatRange(rangeFor('period')),
    boundary,
    query: (more) => String(new URLSearchParams({ ...more, ...(boundary === null ? {} : { boundary }) })),
  }
}
