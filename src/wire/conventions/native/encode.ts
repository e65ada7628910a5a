/** A command to a native device: `campus/<campus>/<device>/command`, once, never retained. */

import { Buffer } from 'node:buffer'
import { commandValueFault, type DeviceCommand, type EncodedCommand, iso, refuseCommand } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { fillTopic, isTopicLevel } from '../../values/topic.ts'
import { NATIVE } from './descriptor.ts'

export function encodeCommand(command: DeviceCommand, { source, campus }: CommandTarget): EncodedCommand {
  const { id, device, channel, value, expires } = command
  if (!isTopicLevel(device)) return refuseCommand('invalid-device', `"${device}" cannot be one level of a topic`)
  const fault = commandValueFault(value)
  if (fault !== null) return refuseCommand('invalid-value', `"${channel}" of "${device}": ${fault}`)
  const template = source.mapping.topic ?? NATIVE.topics[0] ?? ''
  const topic = fillTopic(template, { campus, device, message: 'command' })
  if (topic === null)
    return refuseCommand('open-topic', `the topic "${template}" of "${source.id}" has levels that a command cannot fill; name them`)
  const payload = Buffer.from(JSON.stringify({ id, channel, value, expires: iso(expires) }), 'utf8')
  // QoS 1: the value is a state, so a second delivery changes nothing.
  return { result: 'message', message: { topic, payload, qos: 1, retain: false } }
}
