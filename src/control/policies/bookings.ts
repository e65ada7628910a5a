/** While something is booked: a room is ready when its booking begins. */

import { type BookingsPolicy, formatIn, type Instant, instant, type Span } from '../../domain/index.ts'
import { type CampusTime, fillGaps, type TimedSpan } from './timed-span.ts'
import { durationText } from './duration-text.ts'

/** Titles of bookings stay in their file: viewers of control are not their guests. */
export function bookingSpans(
  { bookings, before, value, otherwise }: BookingsPolicy,
  { zone }: CampusTime,
  within: Span,
): readonly TimedSpan[] {
  const clock = (at: Instant): string => formatIn(zone, at).slice(11, 16)
  const lead = before === 0 ? '' : `, from ${durationText(before)} before it on`
  const spans = bookings
    .filter(({ from, to }) => to > within.from && from - before < within.to)
    .map(({ from, to }): TimedSpan => ({ from: instant(from - before), to, value, reason: `booked ${clock(from)} to ${clock(to)}${lead}` }))
  return fillGaps(spans, within, () => ({ value: otherwise, reason: 'nothing is booked' }))
}
