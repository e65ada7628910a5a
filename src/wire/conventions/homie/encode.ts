/** Commands to Homie devices: `homie/5/<device>/<node>/<property>/set`; `$target`, then the value, confirms. */

import { commandValueFault, type DeviceCommand, type EncodedCommand, refuseCommand } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { commandMessage, isPublishable, openTopic } from '../../fields/command.ts'

export function encodeHomie({ device, channel, value }: DeviceCommand, { source }: CommandTarget): EncodedCommand {
  if (!isPublishable(device) || device.includes('/')) return refuseCommand('invalid-device', `"${device}" cannot be one level of a topic`)
  if (!/^[^/$]+\/[^/$]+$/.test(channel) || !isPublishable(channel))
    return refuseCommand('invalid-channel', `"${channel}" of "${device}" is not <node>/<property>`)
  const fault = commandValueFault(value)
  if (fault !== null) return refuseCommand('invalid-value', `"${channel}" of "${device}": ${fault}`)
  const template = source.mapping.topic ?? 'homie/5/{path+}'
  const prefix = template.replace(/\/(?:\{[^{}]+\}|#).*$/, '')
  return prefix.includes('{') || prefix === template
    ? openTopic(template, source.id)
    : commandMessage(`${prefix}/${device}/${channel}/set`, String(value))
}
