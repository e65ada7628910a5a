/** Messages as they come off the wire, and the readings that are kept of them. */

import type { Instant } from '../time/instant.ts'
import type { Kind, Quantity } from '../quantity/quantity.ts'
import type { DecodeEvent } from './device-event.ts'

/** What to receive; wildcards as in MQTT. */
export interface Subscription {
  readonly filter: string
  /** Whether what the broker retains is wanted when we connect: states are, measured values are not, they are old. */
  readonly retained: boolean
}

/** An MQTT message as it was received; this is what the journal keeps. */
export interface RawMessage {
  readonly topic: string
  readonly payload: Uint8Array
  readonly receivedAt: Instant
  readonly retain: boolean
  readonly dup: boolean
  readonly qos: 0 | 1 | 2
  /** It was stored before and is decoded again: counts of messages leave it out. */
  readonly replayed?: true
}

export type Quality = 'good' | 'suspect' | 'stale' | 'bad'
export type TimeSource = 'value' | 'message' | 'receive'

/** A decoded value of one device channel, in the canonical unit of its quantity. */
export interface WireReading {
  readonly device: string
  readonly channel: string
  readonly quantity: Quantity
  readonly unit: string
  readonly kind: Kind
  readonly value: number
  readonly time: Instant
  readonly timeSource: TimeSource
  readonly quality: Quality
}

/** Why a message, or a part of it, was refused. A closed set: these become labels of metrics. */
export type DeadReason =
  | 'invalid-json'
  | 'trailing-data'
  | 'unknown-topic'
  | 'no-device'
  | 'no-birth'
  | 'unknown-alias'
  | 'proto-error'
  | 'too-large'
  | 'too-deep'
  | 'too-many-readings'
  | 'bad-time'
  | 'bad-value'
  | 'unit-mismatch'
  | 'template-unsupported'
  | 'invalid-payload'
  | 'invalid-topic'
  | 'unknown-point'
  | 'decoder-error'
  | 'store-refused'
  | 'too-old'
  | 'rate-limited'

export interface DeadLetter {
  readonly reason: DeadReason
  readonly detail: string
}

/** The readings, events and dead letters of one message. Bad data is a value with a reason, never a throw. */
export interface Decoded {
  readonly readings: readonly WireReading[]
  readonly events: readonly DecodeEvent[]
  readonly dead: readonly DeadLetter[]
  /** The device numbers its messages: one that is lost leaves a gap. */
  readonly sequenced: boolean
}

/** A dead letter as it is kept: the raw message with its reason, replayable. `id` is stable over crash and replay. */
export interface KeptDeadLetter extends DeadLetter {
  readonly id: string
  readonly at: Instant
  readonly message: RawMessage
}

export const QUALITY_CODE: Readonly<Record<Quality, number>> = { good: 0, suspect: 1, stale: 2, bad: 3 }
export const QUALITIES: readonly Quality[] = ['good', 'suspect', 'stale', 'bad']

/**
 * Added to the quality code of a reading without a device time: the device gave none, or gave one that was not believed; either way it has the
 * time of its receipt. A bad reading has the code 3 and nothing besides.
 */
export const TIME_CODE = { receive: 4, rejected: 8 } as const

/** Added to the quality code of a reading that replaced another value of its point at its time; never to a bad one. */
export const REPLACED_CODE = 16

/** A value that replaced another at the same time; values in the canonical unit of the point. */
export interface ReplacedReading {
  readonly point: string
  readonly time: Instant
  readonly old: number
  readonly value: number
}

const QUALITY_MASK = 3

/** Quality of a code with or without a TIME_CODE. */
export function qualityOf(code: number): Quality {
  return QUALITIES[code & QUALITY_MASK] ?? 'bad'
}

/**
 * Readings of points in columns, the form of every hot path. `names[point[i]]` is the point id of row i; `value` is in the canonical
 * unit; `quality` holds QUALITY_CODE, with TIME_CODE and REPLACED_CODE added. Rows read from a store are sorted by (point, time) and hold each (point, time) once.
 */
export interface ReadingColumns {
  readonly names: readonly string[]
  readonly length: number
  readonly point: Uint32Array
  readonly time: Float64Array
  readonly value: Float64Array
  readonly quality: Uint8Array
}
