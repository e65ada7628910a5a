/** The next state of an actuator: what a round does about the decision, and the order it gives, at most one. */

import { type Actuator, type Instant, instant, isRunning, MINUTE, SECOND } from '../../domain/index.ts'
import { type Decision, OVERRIDE, type Proposal } from '../proposal.ts'
import type { ControlEntry } from '../control-log.ts'
import { type ControlReason, why } from '../reasons/reason.ts'
import { type ActuatorState, entryOf, proposalKey, runningBy, type TrackedCommand } from './actuator-state.ts'
import { isShown } from './matching.ts'
import { type Observation, observe } from './observe.ts'

export interface StepInput extends Observation {
  /** False: the device is known to be offline. */
  readonly online: boolean
  /** Nothing is sent. */
  readonly stopped: boolean
  /** When the service began to watch. */
  readonly begun: Instant
  /** Id of the command, should one be ordered. */
  readonly id: string
}

export interface SendOrder {
  readonly actuator: Actuator
  readonly proposal: Proposal
  readonly decision: Decision
  readonly id: string
  readonly attempts: number
  /** The state holds; the device or its gateway has to hear from us again. */
  readonly renewal: boolean
}

export interface ActuatorStep {
  readonly state: ActuatorState
  readonly entries: readonly ControlEntry[]
  readonly order: SendOrder | null
}

/** Attempts of a command before it expires. */
export const ATTEMPTS = 2
/** What expired or was refused is tried again after this, unless something changes before. */
export const RETRY_AFTER = 10 * MINUTE
/** A start waits so long for the state of an actuator. */
const FIRST_READING = 5 * SECOND

/** `waiting` is null where an order is given. */
export function step(before: ActuatorState, input: StepInput): ActuatorStep {
  const observed = observe(before, input)
  const held = endManual(observed.state, input)
  const { state, entries, resend } = expire(held.state, input)
  const all = [...observed.entries, ...held.entries, ...entries]
  if (resend !== null) return { state, entries: all, order: resend }
  const next = pursue(state, input)
  return { ...next, entries: [...all, ...next.entries] }
}

const stay = (state: ActuatorState, waiting: ControlReason | null): ActuatorStep => ({
  state: { ...state, waiting },
  entries: [],
  order: null,
})

/** Respect ends with the next slot, with a decision for safety, with an override, or after its longest time. */
function endManual(state: ActuatorState, { now, actuator, decision: { wanted } }: StepInput): Omit<ActuatorStep, 'order'> {
  const { manual } = state
  if (manual === null) return { state, entries: [] }
  const lasts =
    wanted !== null && wanted.class !== 'safety' && wanted.policy !== OVERRIDE && proposalKey(wanted) === manual.key && now < manual.until
  if (lasts) return { state, entries: [] }
  const about = { at: now, actuator, value: wanted?.value ?? null, policy: wanted?.policy ?? null }
  return { state: { ...state, manual: null }, entries: [entryOf({ ...about, kind: 'manual-ended', reason: why('next-slot') })] }
}

/** A sent command that no reading confirmed in time: one more attempt, then it expires. */
function expire(state: ActuatorState, input: StepInput): Omit<ActuatorStep, 'order'> & { readonly resend: SendOrder | null } {
  const { now, actuator, decision } = input
  const { command } = state
  const due =
    command?.state === 'sent' && actuator.confirm !== null && command.sentAt !== null && now - command.sentAt >= actuator.confirmWithin
  if (!due) return { state, entries: [], resend: null }
  const { proposal, value, attempts } = command
  if (decision.wanted !== null && decision.wanted.value === value && attempts < ATTEMPTS && !input.stopped && input.online)
    return { state, entries: [], resend: { ...orderOf(input, proposal), attempts: attempts + 1 } }
  const reason = why(attempts > 1 ? 'unconfirmed-again' : 'unconfirmed', { within: actuator.confirmWithin, attempts })
  return { ...endCommand(state, command, 'expired', { ...input, reason }), resend: null }
}

export interface EndOfCommand {
  readonly now: Instant
  readonly actuator: Actuator
  readonly reason: ControlReason
}

export function endCommand(
  state: ActuatorState,
  command: TrackedCommand,
  end: 'expired' | 'refused',
  { now, actuator, reason }: EndOfCommand,
): Omit<ActuatorStep, 'order'> {
  const { value, proposal, id } = command
  const entry = entryOf({ at: now, actuator, kind: end, value, policy: proposal.policy, reason, command: id })
  const running = state.actual === null ? state.running : runningBy(state, actuator, state.actual.reading, now)
  return { state: { ...state, command: { ...command, state: end }, running, retryAt: instant(now + RETRY_AFTER) }, entries: [entry] }
}

function orderOf({ actuator, decision, id }: StepInput, proposal: Proposal): SendOrder {
  return { actuator, proposal, decision, id, attempts: 1, renewal: false }
}

function pursue(state: ActuatorState, input: StepInput): ActuatorStep {
  const { wanted } = input.decision
  if (wanted === null) return stay(dropProposed(state), null)
  if (isSatisfied(state, input.actuator, wanted)) return renew(dropProposed(state), input, wanted)
  if (input.stopped) return stay(state, why('stopped'))
  if (state.manual !== null) return stay(state, why('hand-respected'))
  if (isUnderWay(state, wanted)) return stay(state, null)
  if (!input.actuator.live) return propose(state, input, wanted, why('not-live'))
  if (isUnseen(state, input, wanted)) return stay(state, why('first-reading'))
  if (!input.online) return giveUpOffline(state, input, wanted)
  if (isExhausted(state, wanted, input.now)) return stay(state, why(state.command?.state === 'refused' ? 'ended-refused' : 'ended-expired'))
  const early = minimumLeft(state, input.actuator, wanted, input.now)
  // A command under way is not forgotten for one that has to wait.
  if (early !== null) return state.command?.state === 'sent' ? stay(state, early) : propose(state, input, wanted, early)
  return { state, entries: [], order: orderOf(input, wanted) }
}

/** A proposal that was never sent ends with what wanted it. */
function dropProposed(state: ActuatorState): ActuatorState {
  return state.command?.state === 'proposed' ? { ...state, command: null } : state
}

/** A switch or a power tells that a dimmed load runs, not at which level. */
function tellsValue({ kind, confirm }: Actuator, { value }: Proposal): boolean {
  return kind !== 'level' || value === 0 || confirm?.quantity === 'level' || confirm?.quantity === 'ratio'
}

/** The newest reading shows the wanted value and no other command is under way; without readings the last command decides. */
function isSatisfied({ actual, command }: ActuatorState, actuator: Actuator, wanted: Proposal): boolean {
  if (command?.state === 'sent' && command.value !== wanted.value) return false
  if (actual !== null && (tellsValue(actuator, wanted) || command?.value === wanted.value))
    return isShown(actuator, wanted.value, actual.reading)
  return (
    command !== null &&
    command.value === wanted.value &&
    (command.state === 'confirmed' || (command.state === 'sent' && actuator.confirm === null))
  )
}

/** After a start the state is awaited, so that what is right already is not commanded. Safety does not wait. */
function isUnseen({ actual, lastSent }: ActuatorState, { actuator, now, begun }: StepInput, wanted: Proposal): boolean {
  const awaited = actual === null && actuator.confirm !== null && (lastSent === null || lastSent < begun)
  return awaited && wanted.class !== 'safety' && now - begun < Math.min(FIRST_READING, actuator.confirmWithin)
}

const isUnderWay = ({ command }: ActuatorState, wanted: Proposal): boolean => command?.state === 'sent' && command.value === wanted.value

function isExhausted({ command, retryAt }: ActuatorState, wanted: Proposal, now: Instant): boolean {
  const ended = command !== null && (command.state === 'refused' || command.state === 'expired')
  return ended && command.value === wanted.value && now < retryAt
}

/** Why a switch would break the least time on or off, or null. */
export function minimumLeft(
  { running }: ActuatorState,
  { kind, minOn, minOff }: Actuator,
  { value }: Proposal,
  now: Instant,
): ControlReason | null {
  const on = isRunning(kind, value)
  if (running === null || on === null || on === running.on) return null
  const least = running.on ? minOn : minOff
  const left = running.since + least - now
  return left > 0 ? why(running.on ? 'least-on' : 'least-off', { left }) : null
}

/** Logged once for each slot of each policy. */
export function propose(
  state: ActuatorState,
  { now, actuator, decision, id }: StepInput,
  wanted: Proposal,
  waiting: ControlReason,
): ActuatorStep {
  const { command } = state
  if (command !== null && command.state === 'proposed' && proposalKey(command.proposal) === proposalKey(wanted)) return stay(state, waiting)
  const entry = entryOf({
    at: now,
    actuator,
    kind: 'proposed',
    value: wanted.value,
    policy: wanted.policy,
    reason: why('waits', { what: wanted.reason, waiting }),
    suppressed: decision.suppressed,
  })
  const proposed: TrackedCommand = { id, value: wanted.value, state: 'proposed', proposal: wanted, sentAt: null, attempts: 0 }
  return { state: { ...state, command: proposed, waiting }, entries: [entry], order: null }
}

/** A command to a device that is offline expires at once, and is logged once; it is sent when the device is back. */
function giveUpOffline(state: ActuatorState, input: StepInput, wanted: Proposal): ActuatorStep {
  const waiting = why('offline')
  const { command } = state
  if (command !== null && command.state === 'expired' && command.value === wanted.value) return stay(state, waiting)
  const fresh: TrackedCommand = { id: input.id, value: wanted.value, state: 'proposed', proposal: wanted, sentAt: null, attempts: 0 }
  const ended = endCommand(state, fresh, 'expired', {
    ...input,
    reason: why('waits', { what: wanted.reason, waiting: why('offline-later') }),
  })
  return { state: { ...ended.state, retryAt: input.now, waiting }, entries: ended.entries, order: null }
}

/** A fail-safe that acts after a time has to hear from us within it; a timer in the device runs only while the load does. */
function renew(state: ActuatorState, input: StepInput, wanted: Proposal): ActuatorStep {
  const { actuator, now, stopped, online } = input
  const { by, after } = actuator.failSafe
  const quiet = state.lastSent === null ? null : now - state.lastSent
  const timed = by === 'gateway-watchdog' || (by === 'device-timeout' && quiet !== null && isRunning(actuator.kind, wanted.value) !== false)
  const due = timed && after !== null && (quiet === null || quiet >= after / 2)
  if (!due || stopped || !online || !actuator.live || state.manual !== null || state.command?.state === 'sent') return stay(state, null)
  return { state: { ...state, waiting: null }, entries: [], order: { ...orderOf(input, wanted), renewal: true } }
}
