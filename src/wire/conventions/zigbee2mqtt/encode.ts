/** Commands to Zigbee2MQTT: `NAME/set` in JSON. The state that follows at once is an echo; a change of the power confirms. */

import type { DeviceCommand, EncodedCommand } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { type CommandForm, encodeForm } from '../../fields/command.ts'
import { ZIGBEE2MQTT } from './descriptor.ts'

const FORMS: readonly CommandForm[] = [
  {
    channel: /^(?:switch|state)(_\w+)?$/,
    takes: 'switch',
    path: () => 'set',
    payload: (value, ending) => JSON.stringify({ [`state${ending}`]: value === true ? 'ON' : 'OFF' }),
  },
  {
    channel: /^(?:level|brightness)(_\w+)?$/,
    takes: 'level',
    path: () => 'set',
    payload: (value, ending) => JSON.stringify({ [`brightness${ending}`]: Math.round((Number(value) * 254) / 100) }),
  },
  {
    channel: /^((?:current|occupied)_\w+_setpoint|position|system_mode)$/,
    takes: 'word',
    path: () => 'set',
    payload: (value, property) => JSON.stringify({ [property]: value }),
  },
]

export function encodeZigbee(command: DeviceCommand, target: CommandTarget): EncodedCommand {
  const topic = `${(target.source.mapping.topic ?? ZIGBEE2MQTT.topics[0] ?? '').replace('{device+}', '{device}')}/{path}`
  const source = { ...target.source, mapping: { ...target.source.mapping, topic } }
  return encodeForm(command, { ...target, source }, { forms: FORMS, template: topic, level: 'path' })
}
