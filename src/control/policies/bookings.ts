/** While something is booked: a room is ready when its booking begins. */

import { type BookingsPolicy, formatIn, type Instant, instant, type Span } from '../../domain/index.ts'
import { type CampusTime, fillGaps, type TimedSpan } from './timed-span.ts'
import { type ControlReason, why } from '../reasons/reason.ts'

/** Titles of bookings stay in their file: viewers of control are not their guests. */
export function bookingSpans(
  { bookings, before, value, otherwise }: BookingsPolicy,
  { zone }: CampusTime,
  within: Span,
): readonly TimedSpan[] {
  const booked = (from: string, to: string): ControlReason =>
    before === 0 ? why('booked', { from, to }) : why('booked-with-lead', { from, to, lead: before })
  const clock = (at: Instant): string => formatIn(zone, at).slice(11, 16)
  const spans = bookings
    .filter(({ from, to }) => to > within.from && from - before < within.to)
    .map(({ from, to }): TimedSpan => ({ from: instant(from - before), to, value, reason: booked(clock(from), clock(to)) }))
  return fillGaps(spans, within, () => ({ value: otherwise, reason: why('nothing-booked') }))
}
