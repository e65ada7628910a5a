/** What will happen: for each actuator spans without gaps, each with its value, policy and reason. What depends on people is `by presence`. */

import {
  type Actuator,
  actuatorValue,
  type ControlPolicy,
  type Instant,
  instant,
  type PolicyValue,
  type Span,
  valueText,
} from '../domain/index.ts'
import { OVERRIDE } from './proposal.ts'
import type { Override } from './override.ts'
import type { BoundPolicy, PlanIndex } from './plan-index.ts'
import { BY_READING, type PolicySpan, policyTimeline } from './policies/timeline.ts'
import { type ControlReason, isSameReason, why } from './reasons/reason.ts'

export interface PreviewSpan extends Span {
  readonly actuator: string
  /** Null: no policy decides, the actuator stays as it is. */
  readonly value: string | number | null
  readonly policy: string | null
  readonly reason: ControlReason
}

/** Values of the timeline beside those of commands. */
export const BY_PRESENCE = 'by presence'
export const BY_MEASUREMENT = 'by reading'

interface Layer {
  readonly policy: string
  readonly spans: readonly PolicySpan[]
  readonly source: ControlPolicy | null
}

export function preview(index: PlanIndex, overrides: ReadonlyMap<string, Override>, within: Span): readonly PreviewSpan[] {
  const timelines = new Map(index.plan.policies.map((policy) => [policy.id, policyTimeline(policy, index.time, within)]))
  return index.plan.actuators.flatMap((actuator) => {
    if (actuator.never) return [{ ...within, actuator: actuator.id, value: null, policy: null, reason: why('never-list') }]
    const layers = layersOf(index.bound.get(actuator.id) ?? [], timelines, overrides.get(actuator.id), within)
    return joined(cutsOf(layers, within).map((part) => spanOf(actuator, layers, part)))
  })
}

/** In the order in which they decide. */
function layersOf(
  bound: readonly BoundPolicy[],
  timelines: ReadonlyMap<string, readonly PolicySpan[]>,
  override: Override | undefined,
  within: Span,
): readonly Layer[] {
  const layers = bound.map(({ policy }): Layer => ({ policy: policy.id, spans: timelines.get(policy.id) ?? [], source: policy }))
  if (override === undefined || override.until <= within.from || override.at >= within.to) return layers
  const { at, until, value, reason, principal } = override
  const place = layers.findIndex((layer) => layer.source?.class !== 'safety')
  const layer: Layer = {
    policy: OVERRIDE,
    spans: [{ from: at, to: until, value, reason: why('override', { text: reason, principal }) }],
    source: null,
  }
  return layers.toSpliced(place < 0 ? layers.length : place, 0, layer)
}

function cutsOf(layers: readonly Layer[], { from, to }: Span): readonly Span[] {
  const edges = layers.flatMap(({ spans }) => spans.flatMap((span) => [span.from, span.to])).filter((at) => at > from && at < to)
  const cuts = [...new Set<number>([from, ...edges, to])].sort((a, b) => a - b)
  return cuts.slice(1).map((end, i) => ({ from: instant(cuts[i] ?? from), to: instant(end) }))
}

/** A policy that goes by readings and has no opinion at other times leaves those to the next one. */
interface Condition {
  readonly source: ControlPolicy
  readonly reason: ControlReason
}

function spanOf(actuator: Actuator, layers: readonly Layer[], part: Span): PreviewSpan {
  const conditions: Condition[] = []
  for (const { policy, spans, source } of layers) {
    const span = spanAt(spans, part.from)
    if (span === null || span.value === null) continue
    const { value, reason } = span
    if (value !== BY_READING) return conditional(actuator, conditions, { ...part, value: shown(actuator, value), policy, reason })
    if (source === null) continue
    const always = 'otherwise' in source && source.otherwise !== null
    if (always) return conditional(actuator, conditions, { ...part, value: readingValue(source), policy, reason })
    conditions.push({ source, reason })
  }
  return conditional(actuator, conditions, { ...part, value: null, policy: null, reason: why('no-policy-stays') })
}

/** The decision, or `by presence` where people change it; limits are exceptions that the reason names. */
function conditional(actuator: Actuator, conditions: readonly Condition[], decided: Omit<PreviewSpan, 'actuator'>): PreviewSpan {
  const changes = ({ source }: Condition): boolean =>
    'value' in source && (decided.policy === null || (source.kind === 'occupancy' && shown(actuator, source.value) !== decided.value))
  const first = conditions.find(changes)
  const exceptions = conditions.filter((c) => c !== first).map((c) => why('of-policy', { policy: c.source.id, what: c.reason }))
  const plain = first === undefined ? decided.reason : why('else', { first: first.reason, other: decided.reason })
  const what = exceptions.length === 0 ? plain : why('unless', { what: plain, exceptions })
  const reason = actuator.live ? what : why('observed', { what })
  if (first === undefined) return { ...decided, actuator: actuator.id, reason }
  return { ...decided, actuator: actuator.id, value: readingValue(first.source), policy: first.source.id, reason }
}

const readingValue = ({ kind }: ControlPolicy): string => (kind === 'occupancy' ? BY_PRESENCE : BY_MEASUREMENT)

function shown(actuator: Actuator, value: PolicyValue): string | number {
  return valueText(actuatorValue(actuator.kind, value) ?? value)
}

function spanAt(spans: readonly PolicySpan[], at: Instant): PolicySpan | null {
  let [low, high] = [0, spans.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const span = spans[middle]
    if (span === undefined) return null
    if (at < span.from) high = middle - 1
    else if (at >= span.to) low = middle + 1
    else return span
  }
  return null
}

/** Neighbours that say the same are one span. */
function joined(spans: readonly PreviewSpan[]): readonly PreviewSpan[] {
  const found: PreviewSpan[] = []
  for (const span of spans) {
    const last = found.at(-1)
    const same = last !== undefined && last.value === span.value && last.policy === span.policy && isSameReason(last.reason, span.reason)
    if (same) found[found.length - 1] = { ...last, to: span.to }
    else found.push(span)
  }
  return found
}
