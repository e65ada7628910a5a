/** The plan as a round uses it: for each actuator the policies that act on it, in the order in which they decide; timelines around now. */

import { type ControlPlan, type ControlPolicy, DAY, dayStart, type Instant, instant, localDate, type Span } from '../domain/index.ts'
import type { CampusTime } from './policies/timed-span.ts'
import { type PolicySpan, policyTimeline } from './policies/timeline.ts'
import { why } from './reasons/reason.ts'

/** A policy at an actuator, with the point it depends on there. */
export interface BoundPolicy {
  readonly policy: ControlPolicy
  readonly point: string | null
}

export interface PlanIndex {
  readonly plan: ControlPlan
  readonly time: CampusTime
  /** By actuator, in the order of the plan; empty for those on the never list. */
  readonly bound: ReadonlyMap<string, readonly BoundPolicy[]>
  /** Points that rounds need: those of policies and confirmations. */
  readonly points: ReadonlySet<string>
  /** Length of the interval whose mean a limit compares, by point, ms. */
  readonly means: ReadonlyMap<string, number>
  /** What the timeline of a policy has at an instant. */
  spanAt(policy: ControlPolicy, at: Instant): PolicySpan
}

export function indexPlan(plan: ControlPlan, time: CampusTime): PlanIndex {
  const bound = new Map<string, BoundPolicy[]>(plan.actuators.map((a) => [a.id, []]))
  const never = new Set(plan.actuators.filter((a) => a.never).map((a) => a.id))
  const points = new Set<string>(plan.actuators.flatMap((a) => (a.confirm === null ? [] : [a.confirm.point])))
  const means = new Map<string, number>()
  for (const policy of plan.policies)
    for (const { actuator, point } of policy.targets) {
      if (never.has(actuator)) continue
      bound.get(actuator)?.push({ policy, point })
      if (point !== null) points.add(point)
      if (point !== null && policy.kind === 'limit' && policy.mean !== null) means.set(point, policy.mean)
    }
  return { plan, time, bound, points, means, spanAt: createTimelines(time) }
}

interface CachedTimeline {
  readonly within: Span
  readonly spans: readonly PolicySpan[]
  /** Index of the span that was asked for last. */
  cursor: number
}

/** Timelines of today and tomorrow, computed once. */
function createTimelines(time: CampusTime): PlanIndex['spanAt'] {
  const cache = new Map<string, CachedTimeline>()
  const computed = (policy: ControlPolicy, at: Instant): CachedTimeline => {
    const today = dayStart(time.zone, localDate(time.zone, at))
    const within = { from: today, to: instant(today + 2 * DAY) }
    return { within, spans: policyTimeline(policy, time, within), cursor: 0 }
  }
  return (policy, at) => {
    let cached = cache.get(policy.id)
    if (cached === undefined || at < cached.within.from || at >= cached.within.to) {
      cached = computed(policy, at)
      cache.set(policy.id, cached)
    }
    const { spans } = cached
    if (at < (spans[cached.cursor]?.from ?? 0)) cached.cursor = 0
    while (cached.cursor < spans.length - 1 && at >= (spans[cached.cursor]?.to ?? Infinity)) cached.cursor++
    return spans[cached.cursor] ?? { ...cached.within, value: null, reason: why('no-timeline') }
  }
}
