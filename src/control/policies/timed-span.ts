/** What a policy wants over time: spans without gaps, each with its reason. */

import {
  type Calendar,
  DAY,
  type DayType,
  firstAtOrPast,
  type GeoLocation,
  type Instant,
  localDate,
  type PolicyValue,
  type Span,
  type Tariff,
} from '../../domain/index.ts'
import type { ControlReason } from '../reasons/reason.ts'

export interface ValueSpan<V> extends Span {
  readonly value: V
  readonly reason: ControlReason
}

/** Value null: the policy has no opinion. */
export type TimedSpan = ValueSpan<PolicyValue | null>

/** Where and when the campus is: what policies of time depend on. */
export interface CampusTime {
  readonly zone: string
  readonly calendar: Calendar
  readonly location: GeoLocation | null
  readonly seasons: Readonly<Record<string, readonly Span[]>>
  readonly tariffs: readonly Tariff[]
}

/** A local day: its date, its type, and its midnight as wall clock as if it were UTC, ms. */
export interface PlanDay {
  readonly date: string
  readonly type: DayType
  readonly midnight: number
}

/** The local days that touch the span, and `before` days in front of the first. */
export function planDays({ zone, calendar }: CampusTime, { from, to }: Span, before = 0): readonly PlanDay[] {
  const wall = (at: Instant): number => Date.parse(`${localDate(zone, at)}T00:00:00Z`)
  const days: PlanDay[] = []
  for (let midnight = wall(from) - before * DAY; midnight <= wall(to); midnight += DAY) {
    const date = new Date(midnight).toISOString().slice(0, 10)
    days.push({ date, type: calendar.typeOf(date), midnight })
  }
  return days
}

/** First instant at which clocks show `ms` after the midnight of the day, or later where they skip it; of two the first. */
export function clockInstant({ zone }: CampusTime, { midnight }: PlanDay, ms: number): Instant {
  return firstAtOrPast(zone, midnight + ms)
}

/** The spans cut to `within`, and `otherwise` in the gaps. Spans ascend; what overlaps the one before it begins behind it. */
export function fillGaps<V>(
  spans: readonly ValueSpan<V>[],
  within: Span,
  otherwise: (gap: Span) => Omit<ValueSpan<V>, 'from' | 'to'>,
): readonly ValueSpan<V>[] {
  const filled: ValueSpan<V>[] = []
  let at = within.from
  const gapUpTo = (to: Instant): void => {
    if (to > at) filled.push({ from: at, to, ...otherwise({ from: at, to }) })
  }
  for (const span of spans) {
    const [from, to] = [span.from > at ? span.from : at, span.to < within.to ? span.to : within.to]
    if (to <= from) continue
    gapUpTo(from)
    filled.push({ ...span, from, to })
    at = to
  }
  gapUpTo(within.to)
  return filled
}
