/** Commands of conventions that have a topic for each output: the value is checked once, here. */

import { Buffer } from 'node:buffer'
import {
  type ActuatorKind,
  commandValueFault,
  type CommandValue,
  type DeviceCommand,
  type EncodedCommand,
  refuseCommand,
} from '../../domain/index.ts'
import type { CommandTarget } from '../codec.ts'
import { fillTopic, isTopicLevel } from '../values/topic.ts'

/** `switch`: true or false; `level`: a whole percentage; `word`: a mode or a number as it stands. */
export interface CommandForm {
  /** Channels it is for; the first group is handed to `path` and `payload`. */
  readonly channel: RegExp
  readonly takes: 'switch' | 'level' | 'word'
  readonly path: (group: string) => string
  readonly payload: (value: CommandValue, group: string, command: DeviceCommand) => string
}

/** What a channel of these forms takes. A word is a set-point where its name says so. */
export function kindOfForms(forms: readonly CommandForm[], channel: string): ActuatorKind | null {
  const takes = forms.find((form) => form.channel.test(channel))?.takes
  return takes === 'word' ? (channel.endsWith('setpoint') ? 'setpoint' : channel.endsWith('mode') ? 'mode' : 'level') : (takes ?? null)
}

export interface CommandForms {
  readonly forms: readonly CommandForm[]
  /** Topic of a source that names none. */
  readonly template: string
  /** Level of the template that the path of the command fills. */
  readonly level: string
  /** The other levels, where the convention knows them. */
  readonly levels?: Readonly<Record<string, string>>
}

const YES = /^(?:on|true|1)$/i
const NO = /^(?:off|false|0)$/i

/** The value as its form takes it, or null. */
export function commandValueOf(value: CommandValue, takes: CommandForm['takes']): CommandValue | null {
  if (takes === 'word') return value
  if (takes === 'level') return typeof value === 'number' && value >= 0 && value <= 100 ? Math.round(value) : null
  if (typeof value === 'boolean') return value
  return YES.test(String(value)) ? true : NO.test(String(value)) ? false : null
}

const TAKES: Readonly<Record<CommandForm['takes'], string>> = { switch: 'on or off', level: '0 to 100', word: 'a word or a number' }

/** Whether every level of a device's name can stand in a topic to publish to. */
export function isPublishable(device: string): boolean {
  return device.split('/').every(isTopicLevel)
}

export function openTopic(template: string, source: string): EncodedCommand {
  return refuseCommand('open-topic', `the topic "${template}" of "${source}" has levels that a command cannot fill; name them`)
}

/** Never retained: a retained command switches again at every reconnect. QoS 1: a second delivery changes nothing. */
export function commandMessage(topic: string, payload: string | Uint8Array, qos: 0 | 1 = 1): EncodedCommand {
  const bytes = typeof payload === 'string' ? Buffer.from(payload, 'utf8') : payload
  return { result: 'message', message: { topic, payload: bytes, qos, retain: false } }
}

export function encodeForm(
  command: DeviceCommand,
  { source }: CommandTarget,
  { forms, template, level, levels }: CommandForms,
): EncodedCommand {
  const { device, channel, value } = command
  if (!isPublishable(device)) return refuseCommand('invalid-device', `"${device}" cannot be levels of a topic`)
  const fault = commandValueFault(value)
  if (fault !== null) return refuseCommand('invalid-value', `"${channel}" of "${device}": ${fault}`)
  for (const form of forms) {
    const found = form.channel.exec(channel)
    if (found === null) continue
    const checked = commandValueOf(value, form.takes)
    if (checked === null) return refuseCommand('invalid-value', `"${channel}" of "${device}" takes ${TAKES[form.takes]}`)
    const group = found.slice(1).find((g) => g !== undefined) ?? ''
    const text = source.mapping.topic ?? template
    const topic = fillTopic(text, { ...levels, device, [level]: form.path(group) })
    return topic === null ? openTopic(text, source.id) : commandMessage(topic, form.payload(checked, group, command))
  }
  return refuseCommand('invalid-channel', `"${channel}" of "${device}" takes no command`)
}
