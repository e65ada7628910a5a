/** What a message tells beside its readings. `type` is the name that `campus decode` prints and that metrics carry as a label. */

import type { Kind, Quantity } from '../quantity/quantity.ts'
import type { Instant, Span } from '../time/instant.ts'

interface OfDevice {
  readonly device: string
}

interface OfChannel extends OfDevice {
  readonly channel: string
}

/** The device, or its will, says whether it is connected. */
export interface AvailabilityEvent extends OfDevice {
  readonly type: 'availability'
  readonly online: boolean
}

/** Birth and death of an edge node, or of a device behind one (Sparkplug B 3.0). */
export interface LifecycleEvent extends OfDevice {
  readonly type: 'node-online' | 'node-offline' | 'device-online' | 'device-offline'
  /** Of a birth: datatype of each metric by its name. */
  readonly datatypes?: Readonly<Record<string, number>>
}

/** A state of the device in its own word, such as `sleeping`. */
export interface DeviceStatusEvent extends OfDevice {
  readonly type: 'device-status'
  readonly status: string
}

/** The device cleared its retained status: it is gone for good. */
export interface DeviceRemovedEvent extends OfDevice {
  readonly type: 'device-removed'
}

/** Somebody sent a command to the device. A retained one is never carried out. */
export interface CommandSeenEvent extends OfDevice {
  readonly type: 'command-seen'
  /** Id of the command. */
  readonly command: string
  readonly channel: string | null
  readonly value: unknown
  readonly retained: boolean
}

/** The device answered a command. */
export interface CommandAckEvent extends OfDevice {
  readonly type: 'command-ack'
  /** Id of the command. */
  readonly command: string
  readonly channel: string | null
  /** `done` or `refused` from native devices; null: the answer gives no result. */
  readonly result: string | null
  readonly retained: boolean
}

/** The device says that a channel takes commands. */
export interface CommandableEvent extends OfChannel {
  readonly type: 'commandable'
}

/** The device described a channel: a birth, a discovery configuration, a description. */
export interface DiscoveredPointEvent extends OfChannel {
  readonly type: 'discovered-point'
  /** Unit as the description writes it, or null. */
  readonly unit: string | null
  /** Where the description says more than the unit. */
  readonly described?: DescribedPoint
}

/** What a description says of a channel. */
export interface DescribedPoint {
  readonly quantity: Quantity
  readonly kind: Kind
  /** Where its values come, and the path within the message. */
  readonly topic: string
  readonly path: string | null
}

/** A description was withdrawn. */
export interface DiscoveryRemovedEvent extends OfDevice {
  readonly type: 'discovery-removed'
  readonly channel: string | null
}

/** A message gave a channel twice for one time, and the later value stands; or a frame came twice, and the second copy gives no reading. */
export interface DuplicateEvent extends OfDevice {
  readonly type: 'duplicate'
  /** Null: the whole frame. */
  readonly channel: string | null
  /** The number of the frame; null: a channel within one message. */
  readonly frame: string | null
}

/** Messages that the device numbered did not arrive. */
export interface SequenceGapEvent extends OfDevice {
  readonly type: 'seq-gap'
  /** The number that arrived; the missing ones stand directly before it. */
  readonly seq: number
  /** Messages, above 0. */
  readonly missing: number
  /** Times of the messages before and after the missing ones. */
  readonly span: Span
}

/** A message of an earlier gap arrived after all. */
export interface SequenceLateEvent extends OfDevice {
  readonly type: 'seq-late'
  readonly seq: number
  /** Of the gap it fills. */
  readonly span: Span
}

/** The host requested the births of the edge node again (Sparkplug B 3.0). */
export interface RebirthRequestEvent extends OfDevice {
  readonly type: 'ncmd-rebirth'
}

/** A register fell, or the device says that it was set. */
export interface CounterEvent extends OfChannel {
  readonly type: 'counter-decrease' | 'counter-preset'
  /** Registers before and after, in the unit of the message; null: unknown. */
  readonly before: number | null
  readonly after: number | null
}

/** What a message says of its device: its connection, its commands, its count of messages, its description. */
export type DeviceEvent =
  | AvailabilityEvent
  | LifecycleEvent
  | DeviceStatusEvent
  | DeviceRemovedEvent
  | CommandSeenEvent
  | CommandAckEvent
  | CommandableEvent
  | DiscoveredPointEvent
  | DiscoveryRemovedEvent
  | DuplicateEvent
  | SequenceGapEvent
  | SequenceLateEvent
  | RebirthRequestEvent
  | CounterEvent

export type DeviceEventType = DeviceEvent['type']

const CONNECTION_TYPES: ReadonlySet<DeviceEventType> = new Set<DeviceEventType>([
  'availability',
  'node-online',
  'node-offline',
  'device-online',
  'device-offline',
])

/** Whether the event says that a device is connected or not: then the newest of a device makes the earlier ones worthless. */
export function isConnectionEvent({ type }: DeviceEvent): boolean {
  return CONNECTION_TYPES.has(type)
}

/** A channel says that it has no value: null, `nan`, `unavailable`. Never 0. */
export interface NullEvent extends OfChannel {
  readonly type: 'null'
  /** The value as it stood there. */
  readonly detail: string
}

/** Fields that no rule reads. `values[i]` belongs to `fields[i]`: discovery shows it. */
export interface UnmappedEvent extends OfDevice {
  readonly type: 'unmapped'
  /** The one field, where the message names it as a channel; null: paths within a structure. */
  readonly channel: string | null
  readonly fields: readonly string[]
  readonly values: readonly unknown[]
  /** Why it is not read, where the field itself has a meaning. */
  readonly detail: string | null
}

/** Fields with texts: about the device, not about what it measures. */
export interface MetadataEvent extends OfDevice {
  readonly type: 'metadata'
  readonly fields: readonly string[]
}

/** A message, or keys of it, that hold nothing to read. */
export interface IgnoredEvent {
  readonly type: 'ignored'
  readonly device: string | null
  readonly fields: readonly string[]
  readonly detail: string | null
}

/** The broker retained the message and it has no time to trust: its value may be of any age. */
export interface RetainedSkippedEvent extends OfDevice {
  readonly type: 'retained-skipped'
  readonly channel: string | null
}

/** The gateway names a channel and gives an error in place of its value. */
export interface PointErrorEvent extends OfChannel {
  readonly type: 'point-error'
  readonly detail: string
}

/** The mapping says that the values of a field cannot be used. */
export interface UnusableEvent extends OfChannel {
  readonly type: 'unusable'
  readonly detail: string
  readonly value: unknown
}

/** The time of the device cannot be read or is not believable; the time of receipt stands in. */
export interface TimeRejectedEvent {
  readonly type: 'time-rejected'
  readonly device: string | null
  readonly detail: string
}

/** What of a message became no reading, and why. */
export type ContentEvent =
  | NullEvent
  | UnmappedEvent
  | MetadataEvent
  | IgnoredEvent
  | RetainedSkippedEvent
  | PointErrorEvent
  | UnusableEvent
  | TimeRejectedEvent

export type DecodeEvent = DeviceEvent | ContentEvent

const CONTENT_TYPES: ReadonlySet<string> = new Set<ContentEvent['type']>([
  'null',
  'unmapped',
  'metadata',
  'ignored',
  'retained-skipped',
  'point-error',
  'unusable',
  'time-rejected',
])

export function isDeviceEvent(event: DecodeEvent): event is DeviceEvent {
  return !CONTENT_TYPES.has(event.type)
}

/** An event of a device with the source it came through and the time of receipt. */
export interface DeviceEventNote {
  readonly source: string
  readonly at: Instant
  readonly event: DeviceEvent
}
