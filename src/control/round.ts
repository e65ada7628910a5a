/** One round of control: decisions on a frozen snapshot, the next state of every actuator, and the orders that may go now. Pure but for the state it is given. */

import { type Actuator, type CommandValue, type Instant, isRunning, MINUTE } from '../domain/index.ts'
import { arbitrate, createOpinions, overridesAt, type PolicyMemory } from './arbitrate.ts'
import type { Decision } from './proposal.ts'
import { type ActuatorState, entryOf, FRESH, type TrackedCommand } from './commands/actuator-state.ts'
import { pace } from './commands/pacing.ts'
import { propose, type SendOrder, step } from './commands/step.ts'
import type { ControlEntry } from './control-log.ts'
import type { Override } from './override.ts'
import type { PlanIndex } from './plan-index.ts'
import type { Snapshot } from './snapshot.ts'
import { why } from './reasons/reason.ts'

/** State that goes from round to round. */
export interface RoundMemory {
  readonly policies: PolicyMemory
  readonly states: Map<string, ActuatorState>
  readonly decisions: Map<string, Decision>
  /** When commands were sent within the last minute, ascending. */
  sent: Instant[]
}

export const newMemory = (): RoundMemory => ({ policies: new Map(), states: new Map(), decisions: new Map(), sent: [] })

export interface RoundInput {
  readonly index: PlanIndex
  readonly snapshot: Snapshot
  readonly overrides: Iterable<Override>
  readonly stopped: boolean
  readonly isOnline: (actuator: Actuator) => boolean
  readonly nextId: () => string
}

export interface RoundResult {
  readonly entries: readonly ControlEntry[]
  /** At most one for each actuator, in the order in which they go out. */
  readonly orders: readonly SendOrder[]
}

export function runRound(memory: RoundMemory, input: RoundInput): RoundResult {
  const { index, snapshot, stopped, isOnline, nextId } = input
  const opinionOf = createOpinions(index, snapshot, memory.policies)
  const overrides = overridesAt(input.overrides, snapshot.at)
  const entries: ControlEntry[] = []
  const orders: SendOrder[] = []
  for (const actuator of index.plan.actuators) {
    if (actuator.never) continue
    const decision = arbitrate(actuator, index.bound.get(actuator.id) ?? [], overrides.get(actuator.id) ?? null, opinionOf)
    memory.decisions.set(actuator.id, decision)
    const seen = actuator.confirm === null ? undefined : snapshot.readings.get(actuator.confirm.point)
    const next = step(memory.states.get(actuator.id) ?? FRESH, {
      now: snapshot.at,
      actuator,
      decision,
      actual: seen === undefined ? null : { reading: seen.value, count: seen.count, arrived: seen.arrived },
      manualHold: index.plan.manualHold,
      online: isOnline(actuator),
      stopped,
      begun: snapshot.begun,
      id: nextId(),
    })
    memory.states.set(actuator.id, next.state)
    entries.push(...next.entries)
    if (next.order !== null) orders.push(next.order)
  }
  memory.sent = memory.sent.filter((at) => at > snapshot.at - MINUTE)
  const { released, held } = pace(orders, memory.sent, index.plan, snapshot.at)
  for (const order of held) entries.push(...hold(memory, order, input))
  return { entries, orders: released }
}

/** An order that has to wait is a proposal. */
function hold(
  memory: RoundMemory,
  { actuator, decision, proposal, renewal, id }: SendOrder,
  { index, snapshot }: RoundInput,
): readonly ControlEntry[] {
  const state = memory.states.get(actuator.id) ?? FRESH
  if (renewal || state.command?.state === 'sent') return []
  const waiting = why('paced', { most: index.plan.commandsPerMinute })
  const input = {
    now: snapshot.at,
    actuator,
    decision,
    id,
    actual: null,
    manualHold: 0,
    online: true,
    stopped: false,
    begun: snapshot.begun,
  }
  const next = propose(state, input, proposal, waiting)
  memory.states.set(actuator.id, next.state)
  return next.entries
}

/** The order goes out: its state, and its entry; renewals leave none. */
export function markSent(
  memory: RoundMemory,
  { actuator, decision, proposal, renewal, id, attempts }: SendOrder,
  now: Instant,
): readonly ControlEntry[] {
  const state = memory.states.get(actuator.id) ?? FRESH
  memory.sent.push(now)
  if (renewal) {
    const command = state.command ?? { id, value: proposal.value, state: 'confirmed' as const, proposal, sentAt: now, attempts }
    memory.states.set(actuator.id, { ...state, command, lastSent: now })
    return []
  }
  const replaced = state.command?.state === 'sent' && state.command.value !== proposal.value ? state.command : null
  const command: TrackedCommand = { id, value: proposal.value, state: 'sent', proposal, sentAt: now, attempts }
  const running = runningAfter(state, actuator, proposal.value, now)
  memory.states.set(actuator.id, { ...state, command, running, lastSent: now, waiting: null })
  const about = { at: now, actuator, policy: proposal.policy }
  const entry = entryOf({
    ...about,
    kind: 'sent',
    value: proposal.value,
    reason: attempts > 1 ? why('attempt', { what: proposal.reason, attempts }) : proposal.reason,
    suppressed: decision.suppressed,
    command: id,
  })
  if (replaced === null) return [entry]
  return [entryOf({ ...about, kind: 'expired', value: replaced.value, reason: why('command-replaced'), command: replaced.id }), entry]
}

function runningAfter(state: ActuatorState, { kind }: Actuator, value: CommandValue, now: Instant): ActuatorState['running'] {
  const on = isRunning(kind, value)
  return on === null || on === state.running?.on ? state.running : { on, since: now }
}
