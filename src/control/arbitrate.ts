/**
 * One decision per actuator: proposals in the order of their classes (safety, people, optimisation) and of the file, the first with an opinion
 * decides. Overrides stand at the head of `people`. The others are kept with their reasons.
 */

import { type Actuator, actuatorValue, type Instant, type PolicyClass, valueText } from '../domain/index.ts'
import type { Override } from './override.ts'
import type { BoundPolicy, PlanIndex } from './plan-index.ts'
import { judgeReading, type Judgement, type ReadingPolicy } from './policies/by-reading.ts'
import { BY_READING } from './policies/timeline.ts'
import { type Decision, OVERRIDE, type Proposal } from './proposal.ts'
import type { Snapshot } from './snapshot.ts'
import { why } from './reasons/reason.ts'

/** Since when a limit is passed, or it is dark, by policy and point. */
export type PolicyMemory = Map<string, Instant>

interface Opinion extends Pick<Judgement, 'value' | 'reason'> {
  readonly slot: number
}

/** Opinions of one round: a policy with many actuators is asked once for each point. */
export function createOpinions(index: PlanIndex, snapshot: Snapshot, memory: PolicyMemory): (bound: BoundPolicy) => Opinion {
  const found = new Map<string, Opinion>()
  const ask = ({ policy, point }: BoundPolicy, key: string): Opinion => {
    const span = index.spanAt(policy, snapshot.at)
    if (span.value !== BY_READING) return { value: span.value, reason: span.reason, slot: span.from }
    const judgement = judgeReading(policy as ReadingPolicy, point ?? '', snapshot, memory.get(key) ?? null)
    if (!judgement.active) memory.delete(key)
    else if (!memory.has(key)) memory.set(key, snapshot.at)
    return { value: judgement.value, reason: judgement.reason, slot: 0 }
  }
  return (bound) => {
    const key = `${bound.policy.id}\n${bound.point ?? ''}`
    const known = found.get(key)
    if (known !== undefined) return known
    const opinion = ask(bound, key)
    found.set(key, opinion)
    return opinion
  }
}

/** A proposal for the actuator, or null where the policy has no opinion on it. */
function proposalOf({ kind }: Actuator, { policy }: BoundPolicy, { value, reason, slot }: Opinion): Proposal | null {
  const fitting = value === null ? null : actuatorValue(kind, value)
  return fitting === null ? null : { policy: policy.id, class: policy.class, value: fitting, reason, slot }
}

const RANK: Readonly<Record<PolicyClass, number>> = { safety: 0, people: 1, optimisation: 2 }

export function arbitrate(
  actuator: Actuator,
  bound: readonly BoundPolicy[],
  override: Override | null,
  opinionOf: (bound: BoundPolicy) => Opinion,
): Decision {
  if (actuator.never) return { wanted: null, suppressed: [] }
  const proposals = bound.flatMap((b) => proposalOf(actuator, b, opinionOf(b)) ?? [])
  if (override !== null) {
    const place = proposals.findIndex((p) => RANK[p.class] >= RANK.people)
    proposals.splice(place < 0 ? proposals.length : place, 0, overrideProposal(override))
  }
  const [wanted = null, ...others] = proposals
  return { wanted, suppressed: others.map(({ policy, value, reason }) => ({ policy, value: valueText(value), reason })) }
}

function overrideProposal({ value, reason, principal, at }: Override): Proposal {
  return { policy: OVERRIDE, class: 'people', value, reason: why('override', { text: reason, principal }), slot: at }
}

/** The override of each actuator that is in force at an instant. */
export function overridesAt(overrides: Iterable<Override>, at: Instant): ReadonlyMap<string, Override> {
  return new Map([...overrides].filter((o) => at < o.until).map((o) => [o.actuator, o]))
}
