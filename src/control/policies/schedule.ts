/** Weekly plan by day type. A window over midnight belongs to the day on which it begins and gives way to windows of the next. */

import type { DayType, Instant, SchedulePolicy, Span } from '../../domain/index.ts'
import { type CampusTime, clockInstant, fillGaps, planDays, type TimedSpan } from './timed-span.ts'
import { why } from '../reasons/reason.ts'

export function scheduleSpans(policy: SchedulePolicy, time: CampusTime, within: Span): readonly TimedSpan[] {
  const spans: TimedSpan[] = []
  for (const day of planDays(time, within, 1)) {
    const own = policy.plan[day.type].map(
      (window): TimedSpan => ({
        from: clockInstant(time, day, window.from),
        to: clockInstant(time, day, window.to),
        value: window.value,
        reason: why('plan-window', { type: why(day.type), window: window.text }),
      }),
    )
    const last = spans.pop()
    spans.push(...(last === undefined ? own : mergeDays(last, own)))
  }
  const type = (at: Instant): DayType => planDays(time, { from: at, to: at })[0]?.type ?? 'workday'
  return fillGaps(spans, within, (gap) => ({
    value: policy.otherwise,
    reason: why('outside-plan', { type: why(type(gap.from)) }),
  }))
}

/** What goes on from yesterday holds between the windows of today, and behind them up to its end. */
function mergeDays(last: TimedSpan, today: readonly TimedSpan[]): readonly TimedSpan[] {
  const merged: TimedSpan[] = []
  let rest: TimedSpan | null = last
  for (const window of today) {
    if (window.to <= window.from) continue
    if (rest !== null && rest.from < window.from) merged.push({ ...rest, to: rest.to < window.from ? rest.to : window.from })
    rest = rest !== null && rest.to > window.to ? { ...rest, from: window.to } : null
    merged.push(window)
  }
  return rest === null ? merged : [...merged, rest]
}
