/**
 * Commands to Zigbee2MQTT: `NAME/set` in JSON. The state that follows at once is an echo of the command, whether the device heard it or not: `NAME/get`
 * asks the device itself, and its answer confirms.
 */

import { Buffer } from 'node:buffer'
import { type ActuatorKind, type DeviceCommand, type EncodedCommand, SECOND } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { type CommandForm, encodeForm, kindOfForms } from '../../fields/command.ts'

export const ZIGBEE_TOPIC = 'zigbee2mqtt/{device+}'

/** Longer than an echo takes from the bridge into the store. */
const INQUIRE_AFTER = 3 * SECOND

/** `switch.2` is the endpoint `l2`; `state_left` names it as the make does. */
const endpointOf = (ending: string): string => (/^\.\d+$/.test(ending) ? `_l${ending.slice(1)}` : ending.replace('.', '_'))
const propertyOf = (property: string): string => (property === 'mode' ? 'system_mode' : property)

const FORMS: readonly CommandForm[] = [
  {
    channel: /^(?:switch|state)([._]\w+)?$/,
    takes: 'switch',
    path: () => 'set',
    payload: (value, ending) => JSON.stringify({ [`state${endpointOf(ending)}`]: value === true ? 'ON' : 'OFF' }),
  },
  {
    channel: /^(?:level|brightness)([._]\w+)?$/,
    takes: 'level',
    path: () => 'set',
    payload: (value, ending) => JSON.stringify({ [`brightness${endpointOf(ending)}`]: Math.round((Number(value) * 254) / 100) }),
  },
  {
    channel: /^((?:current|occupied)_\w+_setpoint|position|system_mode|mode)$/,
    takes: 'word',
    path: () => 'set',
    payload: (value, property) => JSON.stringify({ [propertyOf(property)]: value }),
  },
]

export const zigbeeKind = (channel: string): ActuatorKind | null => kindOfForms(FORMS, channel)

/** Asks for what the command sets. */
function inquiryOf(set: Uint8Array): string {
  const asked = Object.keys(JSON.parse(Buffer.from(set).toString('utf8')) as object)
  return JSON.stringify(Object.fromEntries(asked.map((property) => [property, ''])))
}

export function encodeZigbee(command: DeviceCommand, target: CommandTarget): EncodedCommand {
  const topic = `${(target.source.mapping.topic ?? ZIGBEE_TOPIC).replace('{device+}', '{device}')}/{path}`
  const source = { ...target.source, mapping: { ...target.source.mapping, topic } }
  const encoded = encodeForm(command, { ...target, source }, { forms: FORMS, template: topic, level: 'path' })
  if (encoded.result === 'refused') return encoded
  const { message } = encoded
  const asks = { ...message, topic: message.topic.replace(/set$/, 'get'), payload: Buffer.from(inquiryOf(message.payload), 'utf8') }
  return { ...encoded, inquiry: { message: asks, after: INQUIRE_AFTER, echoes: true } }
}
