/** Alarms: something holds that a person has to look at. Raised once, cleared when the cause is gone, acknowledged by somebody; all are kept. */

import type { Instant } from '../time/instant.ts'

/** The closed set of causes; the sentence says when each one holds. */
export const ALARM_CODES = {
  'holidays-unknown': 'it is December, and the calendar does not know the holidays of next year',
  'coverage-low': 'a draft report stands on less data than the limit asks for',
  'store-away': 'the store cannot be reached or refuses',
  'rollup-failed': 'buckets cannot be computed',
  'journal-full': 'messages are not acknowledged: the journal is at its cap, or its disk is full',
  'broker-away': 'the broker cannot be reached',
  'messages-dropped': 'the broker threw messages away within the last hour: a queue of it was full',
  'messages-missing': 'messages of devices did not arrive within the last hour, as their seq tells',
  'notice-lost': 'a notice could not be delivered',
} as const satisfies Record<string, string>

export type AlarmCode = keyof typeof ALARM_CODES

/** Something that holds now. Two causes with the same code and subject are the same. */
export interface Cause {
  readonly code: AlarmCode
  /** What it is about: a year, a period; empty when there is only one. */
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
