/** Downlinks over The Things Stack: `down/push`, for the next time that the device listens. */

import { type DeviceCommand, type EncodedCommand, refuseCommand } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { commandMessage } from '../../fields/command.ts'
import { fillTopic } from '../../values/topic.ts'
import { downlinkOf } from '../chirpstack/encode.ts'

export function encodeTts(command: DeviceCommand, { source }: CommandTarget): EncodedCommand {
  const downlink = downlinkOf(command)
  if ('result' in downlink) return downlink
  const template = (source.mapping.topic ?? 'v3/{application}/devices/{device}/up').replace(/(\/\{device\})\/.*$/, '$1/down/push')
  const topic = fillTopic(template, { device: command.device })
  if (topic === null)
    return refuseCommand('open-topic', `name the application in the topic of "${source.id}": v3/<app>@<tenant>/devices/{device}/{event+}`)
  const { port, base64 } = downlink
  const frame = { f_port: port, frm_payload: base64, priority: 'NORMAL', confirmed: true, correlation_ids: [command.id] }
  return commandMessage(topic, JSON.stringify({ downlinks: [frame] }))
}
