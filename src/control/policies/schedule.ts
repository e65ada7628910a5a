/** Weekly plan by day type. A window over midnight belongs to the day on which it begins and gives way to windows of the next. */

import type { Instant, SchedulePolicy, Span } from '../../domain/index.ts'
import { type CampusTime, clockInstant, fillGaps, planDays, type TimedSpan } from './timed-span.ts'

export function scheduleSpans(policy: SchedulePolicy, time: CampusTime, within: Span): readonly TimedSpan[] {
  const spans: TimedSpan[] = []
  for (const day of planDays(time, within, 1)) {
    const own = policy.plan[day.type].map(
      (window): TimedSpan => ({
        from: clockInstant(time, day, window.from),
        to: clockInstant(time, day, window.to),
        value: window.value,
        reason: `the plan of a ${day.type} has ${window.text}`,
      }),
    )
    const first = own[0]?.from
    const last = spans.at(-1)
    // What goes on from yesterday ends where the plan of today begins.
    if (first !== undefined && last !== undefined && last.to > first) spans[spans.length - 1] = { ...last, to: first }
    spans.push(...own)
  }
  const type = (at: Instant): string => planDays(time, { from: at, to: at })[0]?.type ?? 'day'
  return fillGaps(spans, within, (gap) => ({
    value: policy.otherwise,
    reason: `outside the windows of the plan of a ${type(gap.from)}`,
  }))
}
