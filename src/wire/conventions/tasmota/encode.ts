/**
 * Commands to Tasmota: `cmnd/T/POWER1` ON or OFF, `cmnd/T/Dimmer` 0 .. 100, in the order of the source's FullTopic. `RESULT` tells the output at once; an
 * empty `TelePeriod` brings the measured power, which otherwise comes every five minutes.
 */

import { Buffer } from 'node:buffer'
import {
  type ActuatorKind,
  commandValueFault,
  type DeviceCommand,
  type EncodedCommand,
  refuseCommand,
  SECOND,
} from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { fillTopic, isTopicLevel } from '../../values/topic.ts'

const CHANNELS: readonly (readonly [channel: RegExp, suffix: (found: RegExpExecArray) => string, level: boolean])[] = [
  [/^(?:switch\.?|POWER)(\d*)$/, (found) => `POWER${found[1] ?? ''}`, false],
  [/^(?:level\.?|Dimmer)(\d*)$/, (found) => `Dimmer${found[1] ?? ''}`, true],
]

const INQUIRE_AFTER = 2 * SECOND

export function tasmotaKind(channel: string): ActuatorKind | null {
  const found = CHANNELS.find(([form]) => form.test(channel))
  return found === undefined ? null : found[2] ? 'level' : 'switch'
}

function payloadOf(value: DeviceCommand['value'], level: boolean): string | null {
  if (!level)
    return typeof value === 'boolean' ? (value ? 'ON' : 'OFF') : /^(?:on|off)$/i.test(String(value)) ? String(value).toUpperCase() : null
  return typeof value === 'number' && value >= 0 && value <= 100 ? String(Math.round(value)) : null
}

export function encodeTasmota({ device, channel, value }: DeviceCommand, { source }: CommandTarget): EncodedCommand {
  if (!device.split('/').every(isTopicLevel)) return refuseCommand('invalid-device', `"${device}" cannot be levels of a topic`)
  const fault = commandValueFault(value)
  if (fault !== null) return refuseCommand('invalid-value', `"${channel}" of "${device}": ${fault}`)
  const found = CHANNELS.map(([form, suffix, level]) => ({ match: form.exec(channel), suffix, level })).find((c) => c.match !== null)
  if (!found?.match) return refuseCommand('invalid-channel', `"${channel}" of "${device}" takes no command: write POWER, POWER1 or Dimmer`)
  const payload = payloadOf(value, found.level)
  if (payload === null) return refuseCommand('invalid-value', `"${channel}" of "${device}" takes ${found.level ? '0 to 100' : 'on or off'}`)
  const suffix = found.suffix(found.match)
  const template = source.mapping.topic ?? '{prefix}/{device}/{suffix}'
  const topicOf = (last: string): string | null => fillTopic(template, { device, topic: device, prefix: 'cmnd', suffix: last })
  const [topic, asks] = [topicOf(suffix), topicOf('TelePeriod')]
  if (topic === null || asks === null)
    return refuseCommand('open-topic', `the topic "${template}" of "${source.id}" has levels that a command cannot fill; name them`)
  const message = { topic, payload: Buffer.from(payload, 'utf8'), qos: 1, retain: false } as const
  const inquiry = { message: { ...message, topic: asks, payload: Buffer.alloc(0) }, after: INQUIRE_AFTER, echoes: false }
  return { result: 'message', message, inquiry }
}
