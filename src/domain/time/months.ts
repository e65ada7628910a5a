/** Calendar months of a zone. */

import { instant, type Span } from './instant.ts'
import { edges, localDate } from './time.ts'

export interface CalendarMonth {
  /** 2026-03 */
  readonly id: string
  readonly span: Span
  /** First local day, YYYY-MM-DD; and the first of the next month. */
  readonly from: string
  readonly to: string
}

/** The months that touch the span, each whole, ascending. */
export function monthsOf(zone: string, within: Span): CalendarMonth[] {
  if (within.to <= within.from) return []
  const cuts = Array.from(edges(zone, '1M', within), (edge) => ({ at: instant(edge), day: localDate(zone, instant(edge)) }))
  return cuts.slice(0, -1).map(({ at, day }, i) => {
    const next = cuts[i + 1] ?? { at, day }
    return { id: day.slice(0, 7), span: { from: at, to: next.at }, from: day, to: next.day }
  })
}
