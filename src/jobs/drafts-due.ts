/** Which months are due as drafts: decided from the watermark, never from the beat that woke the job. */

import { type Instant, instant, localDate, monthAt, monthsAfter, parseInstant, type Span } from '../domain/index.ts'

/** A month is due at this local time of the first day after it. */
const AT = '01:00'

/** Months of a long downtime that are drafted; older ones are drafted on request. */
export const MOST_MONTHS = 36

/** The instant from which the draft of a month, 2026-03, is due. */
export function slotOf(zone: string, month: string): Instant {
  return parseInstant(`${monthsAfter(month, 1)}-01T${AT}`, zone) ?? instant(Infinity)
}

/** The instant from which the draft of a period with this local span is due. */
export function dueFrom(zone: string, span: Span): Instant {
  return parseInstant(`${localDate(zone, span.to)}T${AT}`, zone) ?? instant(Infinity)
}

/** The last month whose draft is due. */
export function lastDue(zone: string, now: Instant): string {
  const before = monthsAfter(monthAt(zone, now), -1)
  return slotOf(zone, before) <= now ? before : monthsAfter(before, -1)
}

export interface DueMonths {
  /** Oldest first. */
  readonly months: readonly string[]
  /** Months that ended too long ago. */
  readonly skipped: number
}

/** Months due after the watermark. Without one the past is unknown, and only the last month can be due. */
export function dueMonths(zone: string, now: Instant, watermark: string | null): DueMonths {
  const last = lastDue(zone, now)
  if (watermark === null) return { months: [last], skipped: 0 }
  const months: string[] = []
  for (let month = monthsAfter(watermark, 1); month <= last; month = monthsAfter(month, 1)) months.push(month)
  const skipped = Math.max(0, months.length - MOST_MONTHS)
  return { months: months.slice(skipped), skipped }
}
