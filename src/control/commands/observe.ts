/** What a new confirming reading means: a command is confirmed, the fail-safe acted, or somebody switched at the wall. */

import { type Actuator, type Instant, instant } from '../../domain/index.ts'
import type { Decision } from '../proposal.ts'
import type { ControlEntry } from '../control-log.ts'
import { type ActualState, type ActuatorState, entryOf, type EntryOf, proposalKey, runningBy } from './actuator-state.ts'
import { isShown, shownValue } from './matching.ts'
import { why } from '../reasons/reason.ts'

export interface Observation {
  readonly now: Instant
  readonly actuator: Actuator
  readonly decision: Decision
  /** Null: no reading yet. */
  readonly actual: ActualState | null
  readonly manualHold: number
}

export interface ObservedState {
  readonly state: ActuatorState
  readonly entries: readonly ControlEntry[]
}

/** A timer of the device may run a little fast. */
const FAIL_SAFE_SHARE = 0.9

export function observe(state: ActuatorState, seen: Observation): ObservedState {
  const { actual, actuator, now } = seen
  if (actual === null || actual.count === state.actual?.count) return { state, entries: [] }
  if (isEcho(state, actual)) return { state, entries: [] }
  const moved = state.actual !== null && hasMoved(actuator, state.actual.reading, actual.reading)
  const next = { ...state, actual, running: runningNow(state, actuator, actual.reading, now) }
  const { command } = state
  const open = command !== null && (command.state === 'sent' || command.state === 'expired') && command.sentAt !== null
  if (open && isShown(actuator, command.value, actual.reading)) {
    const { value, proposal, id } = command
    const entry: EntryOf = {
      at: now,
      actuator,
      kind: 'confirmed',
      value,
      policy: proposal.policy,
      reason: why('reading-shows'),
      command: id,
    }
    return { state: { ...next, command: { ...command, state: 'confirmed' } }, entries: [entryOf(entry)] }
  }
  // What nobody commands switches itself all the time.
  if (!moved || command?.state === 'sent' || !actuator.live) return { state: next, entries: [] }
  return explainMove(next, seen, actual)
}

/** The convention repeated our own command; what the device does is not known yet. */
function isEcho({ command }: ActuatorState, { arrived }: ActualState): boolean {
  return command?.confirmsFrom !== undefined && arrived < command.confirmsFrom
}

/** Whether two readings show different states: a dimmer that settles, or the noise of a power meter, moves nothing. */
function hasMoved(actuator: Actuator, before: number, after: number): boolean {
  const value = shownValue(actuator, before)
  return value !== null && !isShown(actuator, value, after)
}

/** Between a command and its confirmation the load may be in either state: the command counts, so that the opposite one waits for its least time. */
function runningNow(state: ActuatorState, actuator: Actuator, reading: number, now: Instant): ActuatorState['running'] {
  const { command } = state
  const between = command?.state === 'sent' && !isShown(actuator, command.value, reading)
  return between ? state.running : runningBy(state, actuator, reading, now)
}

/** Nobody commanded the change. */
function explainMove(state: ActuatorState, { now, actuator, decision, manualHold }: Observation, actual: ActualState): ObservedState {
  const { wanted } = decision
  const value = shownValue(actuator, actual.reading)
  const about = { at: now, actuator, value, policy: wanted?.policy ?? null }
  const { after, by } = actuator.failSafe
  if (after !== null && state.lastSent !== null && now - state.lastSent >= FAIL_SAFE_SHARE * after)
    return { state, entries: [entryOf({ ...about, kind: 'fail-safe', reason: why('fail-safe-acted', { by: why(by) }) })] }
  if (wanted === null || isShown(actuator, wanted.value, actual.reading)) return { state, entries: [] }
  const manual = { key: proposalKey(wanted), until: instant(now + manualHold) }
  const reason = why('switched-at-device')
  return { state: { ...state, manual, command: null }, entries: [entryOf({ ...about, kind: 'manual', reason })] }
}
