/** Downlinks over ChirpStack and The Things Stack: bytes that the source declares per channel and value, as base64. */

import { Buffer } from 'node:buffer'
import { commandValueFault, type DeviceCommand, type EncodedCommand, refuseCommand } from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { commandMessage, isPublishable } from '../../fields/command.ts'
import { fillTopic } from '../../values/topic.ts'

/** A channel such as `85:080100ff`: port and bytes in hexadecimal, which only the maker of the device knows. */
const RAW_DOWNLINK = /^(\d{1,3}):((?:[0-9a-fA-F]{2}){1,64})$/

export interface Downlink {
  readonly port: number
  readonly base64: string
}

/** The downlink of a channel, or why it is none. A LoRaWAN device has no common command: the channel carries the bytes of its maker. */
export function downlinkOf({ device, channel, value }: DeviceCommand): Downlink | EncodedCommand {
  if (!isPublishable(device)) return refuseCommand('invalid-device', `"${device}" cannot be a level of a topic`)
  const fault = commandValueFault(value)
  if (fault !== null) return refuseCommand('invalid-value', `"${channel}" of "${device}": ${fault}`)
  const found = RAW_DOWNLINK.exec(typeof value === 'string' ? value : '')
  const port = Number(found?.[1] ?? 0)
  if (found === null || port < 1 || port > 223)
    return refuseCommand('invalid-value', `"${channel}" of "${device}" takes a downlink such as 85:080100ff: port and bytes of its maker`)
  return { port, base64: Buffer.from(found[2] ?? '', 'hex').toString('base64') }
}

export function encodeChirpstack(command: DeviceCommand, { source }: CommandTarget): EncodedCommand {
  const downlink = downlinkOf(command)
  if ('result' in downlink) return downlink
  const { device, id } = command
  const template = (source.mapping.topic ?? 'application/{application}/device/{device}/event/{event}').replace(
    /\/event\/.*$/,
    '/command/down',
  )
  const topic = fillTopic(template, { device })
  if (topic === null)
    return refuseCommand(
      'open-topic',
      `name the application in the topic of "${source.id}": application/<id>/device/{device}/event/{event}`,
    )
  return commandMessage(topic, JSON.stringify({ id, devEui: device, confirmed: true, fPort: downlink.port, data: downlink.base64 }))
}
