/** A command to one channel of a device, and the message it becomes. Whether and when to send one is decided elsewhere. */

import type { Instant } from '../time/instant.ts'

/** On or off, a level in % or a set point in its canonical unit, a mode by its word. */
export type CommandValue = boolean | number | string

export interface DeviceCommand {
  /** Unique; the answer of the device names it. */
  readonly id: string
  /** The source whose convention the device speaks. */
  readonly source: string
  readonly device: string
  readonly channel: string
  readonly value: CommandValue
  /** From here on the device must not carry it out. */
  readonly expires: Instant
  /** When it is sent; absent where the convention carries no time. */
  readonly at?: Instant
  /** Datatype of the channel by the birth of its device (Sparkplug B); null: no birth tells. */
  readonly datatype?: number | null
}

/** An MQTT message of ours. Never retained: a retained command switches again at every reconnect. */
export interface CommandMessage {
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: 0 | 1
  readonly retain: false
}

/** Why a command becomes no message. A closed set. */
export type CommandRefusalReason =
  /** No source of the campus has this id. */
  | 'unknown-source'
  /** The convention of the source has no commands. */
  | 'not-commandable'
  /** The topic of the source leaves open where the device listens. */
  | 'open-topic'
  | 'invalid-device'
  /** The convention knows no such output of a device. */
  | 'invalid-channel'
  | 'invalid-value'

export interface CommandRefusal {
  readonly reason: CommandRefusalReason
  readonly detail: string
}

/** Makes a device tell its state, where a command alone does not. */
export interface StateInquiry {
  readonly message: CommandMessage
  /** ms behind the command */
  readonly after: number
  /** The convention repeats what was commanded before the device did it: states up to the inquiry confirm nothing. */
  readonly echoes: boolean
}

export type EncodedCommand =
  | { readonly result: 'message'; readonly message: CommandMessage; readonly inquiry?: StateInquiry }
  | { readonly result: 'refused'; readonly refusal: CommandRefusal }

export function refuseCommand(reason: CommandRefusalReason, detail: string): EncodedCommand {
  return { result: 'refused', refusal: { reason, detail } }
}

const LONGEST_WORD = 64

/**
 * What is wrong with a value, or null. `toggle` is no value: sent twice it undoes itself, so a command says the state that it wants.
 */
export function commandValueFault(value: CommandValue): string | null {
  if (typeof value === 'boolean') return null
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${value} is not a finite number`
  if (value.trim() === '' || value.length > LONGEST_WORD) return `a mode is a word of 1 to ${LONGEST_WORD} characters`
  return value.trim().toLowerCase() === 'toggle' ? '"toggle" depends on the present state; send the state that is wanted' : null
}
