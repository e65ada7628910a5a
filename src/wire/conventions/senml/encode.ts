/** A command as a SenML pack of one record: `vb` for on and off, `v` for numbers, `vs` for words (RFC 8428, 5.1.7). */

import { commandValueFault, type DeviceCommand, type EncodedCommand, refuseCommand } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { commandMessage, isPublishable, openTopic } from '../../fields/command.ts'
import { fillTopic } from '../../values/topic.ts'

export function encodeSenml({ device, channel, value }: DeviceCommand, { source }: CommandTarget): EncodedCommand {
  const fault = commandValueFault(value)
  if (fault !== null) return refuseCommand('invalid-value', `"${channel}" of "${device}": ${fault}`)
  const template = source.mapping.topic ?? ''
  const topic = template === '' || (template.includes('{device') && !isPublishable(device)) ? null : fillTopic(template, { device })
  if (topic === null) return openTopic(template, source.id)
  const label = typeof value === 'boolean' ? 'vb' : typeof value === 'number' ? 'v' : 'vs'
  return commandMessage(topic, JSON.stringify([{ bn: `${device}:`, n: channel, [label]: value }]))
}
