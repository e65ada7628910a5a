/** Alarms: states that a person must deal with. An alarm is raised once, cleared when its cause ends, and acknowledged by a person; all are kept. */

import type { Instant } from '../time/instant.ts'

/** The closed set of causes, each with the condition under which it holds. */
export const ALARM_CODES = {
  'holidays-unknown': 'it is December, and the calendar does not know the holidays of next year',
  'coverage-low': 'a draft report has less data coverage than the limit requires',
  'store-away': 'the store cannot be reached or refuses',
  'rollup-failed': 'buckets cannot be computed',
  'journal-full': 'messages are not acknowledged: the journal is at its cap, or its disk is full',
  'broker-away': 'the broker cannot be reached',
  'messages-dropped': 'the broker dropped messages within the last hour: one of its queues was full',
  'messages-missing': 'messages of devices did not arrive within the last hour: there are gaps in their seq',
  'notice-lost': 'a notice could not be delivered',
  'backup-missing': 'the last scheduled backup failed, or the newest is older than the limit',
} as const satisfies Record<string, string>

export type AlarmCode = keyof typeof ALARM_CODES

/** A state that holds now. Two causes with the same code and subject are one. */
export interface Cause {
  readonly code: AlarmCode
  /** The year, period or device it concerns; empty when there is only one. */
  readonly subject: string
  readonly severity: 'warning' | 'alarm'
  readonly sentence: string
  readonly evidence: Readonly<Record<string, string | number>>
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
}
