/** Alarms: states that a person must deal with. An alarm is raised once, cleared when its cause ends, and acknowledged by a person; all are kept. */

import type { Instant } from '../time/instant.ts'
import { ALARM_KIND_NAMES, type AlarmKind, alarmKindOf } from './alarm-kinds.ts'

/** Faults of the service itself, each with the condition under which it holds. */
export const SERVICE_ALARM_CODES = {
  'holidays-unknown': 'it is December, and the calendar does not know the holidays of next year',
  'coverage-low': 'a draft report has less data coverage than the limit requires',
  'store-away': 'the store cannot be reached or refuses',
  'rollup-failed': 'buckets cannot be computed',
  'journal-full': 'messages are not acknowledged: the journal is at its cap, or its disk is full',
  'broker-away': 'the broker cannot be reached',
  'messages-dropped': 'the broker dropped messages within the last hour: one of its queues was full',
  'messages-missing': 'messages of devices did not arrive within the last hour: there are gaps in their seq',
  'commands-expire': 'commands to an actuator expired or were refused three times within a day, and none was confirmed since',
  'override-left-on': 'an override has held an actuator for more than a week',
  'notice-lost': 'a notice could not be delivered',
  'backup-missing': 'the last scheduled backup failed, or the newest is older than the limit',
  'restatement-pending': 'a closed period would say something else today, in its published digits',
} as const satisfies Record<string, string>

export type AlarmCode = keyof typeof SERVICE_ALARM_CODES | AlarmKind

/** The closed set of causes: faults of the service, and the kinds of rules. */
export const ALARM_CODES: Readonly<Record<string, string>> = {
  ...SERVICE_ALARM_CODES,
  ...Object.fromEntries(ALARM_KIND_NAMES.map((kind) => [kind, alarmKindOf(kind).text])),
}

/** A state that holds now. Two causes with the same code, subject and rule are one. */
export interface Cause {
  readonly code: AlarmCode
  /** The year, period or device it concerns; empty when there is only one. */
  readonly subject: string
  readonly severity: 'warning' | 'alarm'
  readonly sentence: string
  readonly evidence: Readonly<Record<string, string | number>>
  /** The rule that it breaks; left out for faults of the service. */
  readonly rule?: string
  /** Since when it holds, by the readings themselves: the same after a restart. */
  readonly since?: Instant
  /** Points that it is about. */
  readonly points?: readonly string[]
}

export interface AlarmComment {
  readonly by: string
  readonly at: Instant
  readonly text: string
}

/** No notice about the alarm until then. */
export interface AlarmMute {
  readonly by: string
  readonly at: Instant
  readonly until: Instant
  readonly reason: string | null
}

export interface Acknowledgement {
  readonly by: string
  readonly at: Instant
  readonly note: string | null
}

export interface Alarm extends Cause {
  /** alarm-1, alarm-2, ... in the order they were raised. */
  readonly id: string
  readonly raisedAt: Instant
  /** Null while the cause holds. */
  readonly clearedAt: Instant | null
  readonly acknowledged: Acknowledgement | null
  /** Who looks after it, as people write it. */
  readonly owner: string | null
  readonly comments: readonly AlarmComment[]
  readonly mute: AlarmMute | null
  /** When it was announced again because nobody had acknowledged it. */
  readonly escalatedAt: Instant | null
  /** The alarm that took it over: a gateway stands for its devices. */
  readonly foldedInto: string | null
}

/** pending: the condition holds, its hold-off runs. */
export const ALARM_PHASES = ['pending', 'firing', 'acknowledged', 'resolved'] as const
export type AlarmPhase = (typeof ALARM_PHASES)[number]

export function phaseOf({ clearedAt, acknowledged }: Pick<Alarm, 'clearedAt' | 'acknowledged'>): Exclude<AlarmPhase, 'pending'> {
  if (clearedAt !== null) return 'resolved'
  return acknowledged === null ? 'firing' : 'acknowledged'
}

export function isMuted({ mute }: Pick<Alarm, 'mute'>, at: Instant): boolean {
  return mute !== null && at < mute.until
}
