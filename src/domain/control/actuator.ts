/** Actuators: what control may switch, how a command reaches it, and what the device does by itself when control is gone. */

import type { CommandValue } from '../commands/command.ts'
import type { Quantity } from '../quantity/quantity.ts'

/** What a channel takes: on and off, a level in %, a set-point in Cel, a mode by its word. */
export const ACTUATOR_KINDS = ['switch', 'level', 'setpoint', 'mode'] as const
export type ActuatorKind = (typeof ACTUATOR_KINDS)[number]

/** What ends a state that we commanded when we are gone: a timer in the device, a watchdog in its gateway, or nothing. */
export const FAIL_SAFES = ['device-timeout', 'gateway-watchdog', 'none'] as const
export type FailSafeMechanism = (typeof FAIL_SAFES)[number]

export interface FailSafe {
  readonly by: FailSafeMechanism
  /** Time after the last command at which it acts, ms; null for `none`. */
  readonly after: number | null
}

/** The point whose reading confirms a command. */
export interface Confirmation {
  readonly point: string
  readonly quantity: Quantity
  /** Value of a mode's word in readings; null: modes are no words. */
  readonly words: Readonly<Record<string, number>> | null
}

export interface Actuator {
  /** Of the form of a point id. */
  readonly id: string
  readonly kind: ActuatorKind
  readonly command: { readonly source: string; readonly device: string; readonly channel: string }
  /** Null: no reading confirms it, its commands stay `sent`. */
  readonly confirm: Confirmation | null
  /** ms */
  readonly confirmWithin: number
  readonly failSafe: FailSafe
  /** False: proposals are logged, nothing is sent. */
  readonly live: boolean
  /** On the never list: nothing is proposed and nothing is sent, whatever the rest of the file says. */
  readonly never: boolean
  /** Least time on, and off, between two commands that switch, ms. */
  readonly minOn: number
  readonly minOff: number
}

/** A value as policies and people write it: on and off as booleans. */
export type PolicyValue = CommandValue

/** `on` and `off` are truth values; a number in a text is a number; any other word is a mode. */
export function parsePolicyValue(raw: string | number | boolean): PolicyValue {
  if (typeof raw !== 'string') return raw
  const text = raw.trim()
  const word = text.toLowerCase()
  if (word === 'on' || word === 'true') return true
  if (word === 'off' || word === 'false') return false
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

/** `on`, `off`, a number or a mode, as API, CLI and page write it. */
export function valueText(value: PolicyValue): string | number {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : value
}

/** Set-points outside these are slips of the pen, Cel. */
const SETPOINT = { min: 5, max: 90 }

/** The value as the channel takes it, or null when it is none for it. A level that is `on` is 100 %. */
export function actuatorValue(kind: ActuatorKind, value: PolicyValue): CommandValue | null {
  if (kind === 'switch') return typeof value === 'boolean' ? value : null
  if (kind === 'level') {
    if (typeof value === 'boolean') return value ? 100 : 0
    return typeof value === 'number' && value >= 0 && value <= 100 ? value : null
  }
  if (kind === 'setpoint') return typeof value === 'number' && value >= SETPOINT.min && value <= SETPOINT.max ? value : null
  if (value === false) return 'off'
  return typeof value === 'string' && value.toLowerCase() !== 'toggle' ? value : null
}

/** What an actuator takes, for messages. */
export const VALUE_FORMS: Readonly<Record<ActuatorKind, string>> = {
  switch: 'on or off',
  level: 'a level from 0 to 100 %, on or off',
  setpoint: `a set-point from ${SETPOINT.min} to ${SETPOINT.max} Cel`,
  mode: 'the word of a mode',
}

/** Whether the load runs in this state, for minimum on and off times; null: the value does not say. */
export function isRunning(kind: ActuatorKind, value: CommandValue): boolean | null {
  if (kind === 'setpoint') return null
  if (kind === 'mode') return value !== 'off'
  return typeof value === 'boolean' ? value : Number(value) > 0
}
