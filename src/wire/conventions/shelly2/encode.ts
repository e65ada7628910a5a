/**
 * Commands to Shelly devices since the second generation: JSON-RPC on `PREFIX/rpc`; the answer comes on `campus/cmd/rpc` with the same id, or beside the
 * devices where the source has a topic of its own. A status follows each change.
 */

import type { ActuatorKind, CommandValue, DeviceCommand, EncodedCommand } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { type CommandForm, encodeForm, kindOfForms } from '../../fields/command.ts'
import { fillTopic } from '../../values/topic.ts'

const ANSWERS_TO = 'campus/cmd'
/** Stands for a device in the topics of a source. */
const ANSWER_LEVEL = 'campus-cmd'

function request(method: string, params: Readonly<Record<string, unknown>>, { id }: DeviceCommand): string {
  return JSON.stringify({ id, src: ANSWERS_TO, method, params })
}

const rpc = (): string => 'rpc'
/** `switch.2` is the second of several, `switch:1` its name at the device. */
const numberOf = (group: string): number => (group.startsWith('.') ? Number(group.slice(1)) - 1 : Number(group || '0'))
const onOff =
  (method: string) =>
  (value: CommandValue, group: string, command: DeviceCommand): string =>
    request(method, { id: numberOf(group), on: value === true }, command)

const FORMS: readonly CommandForm[] = [
  { channel: /^(?:switch(\.[1-9]\d?)?|switch:(\d+)(?:\.output)?)$/, takes: 'switch', path: rpc, payload: onOff('Switch.Set') },
  { channel: /^light:(\d+)(?:\.output)?$/, takes: 'switch', path: rpc, payload: onOff('Light.Set') },
  {
    channel: /^(?:level(\.[1-9]\d?)?|light:(\d+)\.brightness)$/,
    takes: 'level',
    path: rpc,
    payload: (value, group, command) =>
      request('Light.Set', { id: numberOf(group), on: value !== 0, ...(value === 0 ? {} : { brightness: value }) }, command),
  },
]

export const shelly2Kind = (channel: string): ActuatorKind | null => kindOfForms(FORMS, channel)

/** A source of these devices has several topics; commands go to the sibling `rpc` of the first. */
export function encodeShelly2(command: DeviceCommand, target: CommandTarget): EncodedCommand {
  const own = target.source.mapping.topic
  const template = (own ?? '{device}/events/rpc').replace(/\/(?:events\/rpc|status\/[^/]+|online|\{[^{}]+\})$/, '/{path}')
  const source = { ...target.source, mapping: { ...target.source.mapping, topic: template } }
  const answers = own === undefined ? null : fillTopic(template, { device: ANSWER_LEVEL, path: 'rpc' })?.replace(/\/rpc$/, '')
  const forms = FORMS.map((form) => (answers ? { ...form, payload: addressed(form.payload, answers) } : form))
  return encodeForm(command, { ...target, source }, { forms, template, level: 'path' })
}

/** The same request with another address for its answer: one that the source listens to. */
function addressed(payload: CommandForm['payload'], src: string): CommandForm['payload'] {
  return (...args) => JSON.stringify({ ...(JSON.parse(payload(...args)) as object), src })
}
