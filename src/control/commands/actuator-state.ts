/** The state of an actuator and of its last command. */

import { type Actuator, type CommandValue, type Instant, instant, isRunning, valueText } from '../../domain/index.ts'
import type { Decision, Proposal } from '../proposal.ts'
import { type ControlEntry, type ControlEntryKind, SERVICE, type SentCommand } from '../control-log.ts'
import { shownValue } from './matching.ts'
import type { ControlReason } from '../reasons/reason.ts'

export const COMMAND_STATES = ['proposed', 'sent', 'confirmed', 'refused', 'expired'] as const
export type CommandState = (typeof COMMAND_STATES)[number]

export interface TrackedCommand {
  readonly id: string
  readonly value: CommandValue
  readonly state: CommandState
  readonly proposal: Proposal
  /** Null before it was sent. */
  readonly sentAt: Instant | null
  readonly attempts: number
  /** Readings before this instant are echoes of the command; absent: any reading confirms. */
  readonly confirmsFrom?: Instant
}

/** The newest confirming reading. */
export interface ActualState {
  readonly reading: number
  /** Of its point so far; another number is another reading. */
  readonly count: number
  readonly arrived: Instant
}

/** A switch at the wall that is respected. */
export interface ManualHold {
  /** Of the proposal that the switch went against. */
  readonly key: string
  readonly until: Instant
}

export interface ActuatorState {
  readonly command: TrackedCommand | null
  readonly actual: ActualState | null
  readonly manual: ManualHold | null
  /** Whether the load runs, and since when, by commands and readings. */
  readonly running: { readonly on: boolean; readonly since: Instant } | null
  /** The last command on the wire, renewals too. */
  readonly lastSent: Instant | null
  /** A command that was refused or expired is not repeated before this instant. */
  readonly retryAt: Instant
  /** Why the wanted value is not sent; null: it is, or nothing is wanted. */
  readonly waiting: ControlReason | null
}

export const FRESH: ActuatorState = {
  command: null,
  actual: null,
  manual: null,
  running: null,
  lastSent: null,
  retryAt: instant(0),
  waiting: null,
}

/** The state after a restart: what the log tells of the last command. */
export function stateFromLog({ kind }: Actuator, sent: SentCommand | undefined): ActuatorState {
  if (sent === undefined) return FRESH
  const on = isRunning(kind, sent.value)
  return { ...FRESH, lastSent: sent.at, running: on === null ? null : { on, since: sent.at } }
}

/** Whether the load runs by a reading, and since when. */
export function runningBy(state: ActuatorState, actuator: Actuator, reading: number, now: Instant): ActuatorState['running'] {
  const value = shownValue(actuator, reading)
  const on = value === null ? null : isRunning(actuator.kind, value)
  return on === null || on === state.running?.on ? state.running : { on, since: now }
}

/** Changes when a policy wants another value, another policy decides, or its next slot begins. */
export const proposalKey = ({ policy, value, slot }: Proposal): string => `${policy} ${valueText(value)} ${slot}`

export interface EntryOf {
  readonly at: Instant
  readonly actuator: Pick<Actuator, 'id'>
  readonly kind: ControlEntryKind
  readonly value: CommandValue | null
  readonly policy: string | null
  readonly reason: ControlReason
  readonly suppressed?: Decision['suppressed']
  readonly command?: string
}

export function entryOf({ actuator, suppressed = [], ...rest }: EntryOf): ControlEntry {
  return { ...rest, actuator: actuator.id, principal: SERVICE, suppressed }
}
