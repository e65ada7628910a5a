/** Which months are to be closed off as drafts: decided from the watermark, never from the beat that woke the job. */

import { type Instant, instant, monthAt, monthsAfter, parseInstant } from '../domain/index.ts'

/** A month is closed off at this local time of the first day after it. */
const AT = '01:00'

/** Months of a long downtime that are made up for; older ones are left to who asks for them. */
export const MOST_MONTHS = 36

/** The instant from which the draft of a month, 2026-03, is due. */
export function slotOf(zone: string, month: string): Instant {
  return parseInstant(`${monthsAfter(month, 1)}-01T${AT}`, zone) ?? instant(Infinity)
}

/** The last month whose draft is due. */
export function lastDue(zone: string, now: Instant): string {
  const before = monthsAfter(monthAt(zone, now), -1)
  return slotOf(zone, before) <= now ? before : monthsAfter(before, -1)
}

export interface Owed {
  /** Oldest first. */
  readonly months: readonly string[]
  /** Months too long ago to be made up for. */
  readonly skipped: number
}

/** Months due after the watermark. Without one nothing is known of the past, and only the last month can be owed. */
export function owedMonths(zone: string, now: Instant, watermark: string | null): Owed {
  const last = lastDue(zone, now)
  if (watermark === null) return { months: [last], skipped: 0 }
  const months: string[] = []
  for (let month = monthsAfter(watermark, 1); month <= last; month = monthsAfter(month, 1)) months.push(month)
  const skipped = Math.max(0, months.length - MOST_MONTHS)
  return { months: months.slice(skipped), skipped }
}
