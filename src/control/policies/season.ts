/** Within the dated windows of a season. */

import type { SeasonPolicy, Span } from '../../domain/index.ts'
import { type CampusTime, fillGaps, type TimedSpan } from './timed-span.ts'

export function seasonSpans({ name, value, otherwise }: SeasonPolicy, { seasons }: CampusTime, within: Span): readonly TimedSpan[] {
  const spans = (seasons[name] ?? []).map((window): TimedSpan => ({ ...window, value, reason: `the season "${name}"` }))
  return fillGaps(spans, within, () => ({ value: otherwise, reason: `outside the season "${name}"` }))
}
