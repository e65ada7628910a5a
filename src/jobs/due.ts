/** What a calendar job owes: decided from its watermark, never from the beat that woke it. */

import { dayStart, floorEdge, type Instant, instant, localDate } from '../domain/index.ts'

/** The most recent daily slot at or before `now`, `offset` ms after local midnight. */
export function lastDailySlot(zone: string, offset: number, now: Instant): Instant {
  const today = floorEdge(zone, '1d', now) + offset
  if (today <= now) return instant(today)
  const yesterday = dayStart(zone, localDate(zone, instant(floorEdge(zone, '1d', now) - 1)))
  return instant(yesterday + offset)
}

/** The slot that is due, or null. One run makes up for all slots missed: a daily job looks at everything it finds. */
export function dueSlot(slot: Instant, watermark: Instant | null): Instant | null {
  return watermark === null || watermark < slot ? slot : null
}
