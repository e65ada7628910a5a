/** The timeline of every policy that depends on time alone, and when a policy is in force. */

import { type ControlPolicy, DAY, type PolicyValue, type Span } from '../../domain/index.ts'
import { type ControlReason, namesOf, why } from '../reasons/reason.ts'
import { bookingSpans } from './bookings.ts'
import { priceHours, priceSpans } from './price.ts'
import { scheduleSpans } from './schedule.ts'
import { seasonSpans } from './season.ts'
import { slotSpans } from './slots.ts'
import { sunSpans } from './sun.ts'
import { type CampusTime, clockInstant, fillGaps, planDays, type ValueSpan } from './timed-span.ts'

/** Value of spans in which a policy that depends on readings is in force. */
export const BY_READING = Symbol('by reading')

/** A span of a timeline; `BY_READING`: the newest reading decides. */
export type PolicySpan = ValueSpan<PolicyValue | null | typeof BY_READING>

/** Spans in which the policy is in force; null: always. */
function forceSpans({ season, days, prices }: ControlPolicy, time: CampusTime, within: Span): readonly Span[] | null {
  const ofDays = (types: readonly string[]): readonly Span[] =>
    planDays(time, within)
      .filter((day) => types.includes(day.type))
      .map((day): Span => ({ from: clockInstant(time, day, 0), to: clockInstant(time, day, DAY) }))
  const conditions = [
    season === null ? null : (time.seasons[season] ?? []),
    days === null ? null : ofDays(days),
    prices === null ? null : priceHours(prices, time, within),
  ].filter((spans) => spans !== null)
  const [first = null, ...others] = conditions
  return first === null ? null : others.reduce<readonly Span[]>(intersect, first)
}

export function intersect(a: readonly Span[], b: readonly Span[]): readonly Span[] {
  return a.flatMap((x) =>
    b.flatMap((y): Span[] => {
      const [from, to] = [x.from > y.from ? x.from : y.from, x.to < y.to ? x.to : y.to]
      return to > from ? [{ from, to }] : []
    }),
  )
}

function wholeTimeline(policy: ControlPolicy, time: CampusTime, within: Span): readonly PolicySpan[] {
  if (policy.kind === 'schedule') return scheduleSpans(policy, time, within)
  if (policy.kind === 'slots') return slotSpans(policy, time, within)
  if (policy.kind === 'sun') return sunSpans(policy, time, within)
  if (policy.kind === 'season') return seasonSpans(policy, time, within)
  if (policy.kind === 'bookings') return bookingSpans(policy, time, within)
  if (policy.kind === 'price') return priceSpans(policy, time, within)
  return [{ ...within, value: BY_READING, reason: readingReason(policy) }]
}

function readingReason(policy: Extract<ControlPolicy, { readonly stale: unknown }>): ControlReason {
  if (policy.kind === 'occupancy') return why('when-presence', { holdOff: policy.holdOff })
  if (policy.kind === 'daylight') return why('when-dark', { below: policy.below })
  const { mean, below, above } = policy
  const what = mean === null ? why('a-reading') : why('a-mean', { mean })
  return why('when-limit', { what, limit: why(below === null ? 'above' : 'below', { limit: below ?? above ?? 0 }) })
}

/** Spans without gaps over `within`, ascending. */
export function policyTimeline(policy: ControlPolicy, time: CampusTime, within: Span): readonly PolicySpan[] {
  const whole = wholeTimeline(policy, time, within)
  const force = forceSpans(policy, time, within)
  if (force === null) return whole
  const inForce = whole.flatMap((span) => intersect([span], force).map((part) => ({ ...span, ...part })))
  const { season, days, prices } = policy
  const conditions = [
    ...(season === null ? [] : [why('season', { season })]),
    ...(days === null ? [] : [why('days', { days: days.map((day) => why(day)) })]),
    ...(prices === null ? [] : [why('prices', { names: namesOf(prices.names) })]),
  ]
  return fillGaps<PolicySpan['value']>(inForce, within, () => ({ value: null, reason: why('in-force-only', { conditions }) }))
}
