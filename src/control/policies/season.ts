/** Within the dated windows of a season. */

import type { SeasonPolicy, Span } from '../../domain/index.ts'
import { type CampusTime, fillGaps, type TimedSpan } from './timed-span.ts'
import { why } from '../reasons/reason.ts'

export function seasonSpans({ name, value, otherwise }: SeasonPolicy, { seasons }: CampusTime, within: Span): readonly TimedSpan[] {
  const spans = (seasons[name] ?? []).map((window): TimedSpan => ({ ...window, value, reason: why('season', { season: name }) }))
  return fillGaps(spans, within, () => ({ value: otherwise, reason: why('outside-season', { season: name }) }))
}
