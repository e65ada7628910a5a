/** Commands to edge nodes: NCMD and DCMD by the name of the metric, with a timestamp and without seq (Sparkplug B 3.0, 6.4.8). */

import { Buffer } from 'node:buffer'
import {
  type CommandMessage,
  commandValueFault,
  type CommandValue,
  type DeviceCommand,
  type EncodedCommand,
  refuseCommand,
} from '../../../domain/index.ts'
import type { CommandTarget } from '../../codec.ts'
import { commandMessage, isPublishable } from '../../fields/command.ts'
import { SPARKPLUG_NAMESPACE } from './descriptor.ts'
import { DATATYPE } from './value.ts'

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return [...bytes, rest]
}

function lengthField(field: number, bytes: Uint8Array): Buffer {
  return Buffer.from([...varint(field * 8 + 2), ...varint(bytes.length), ...bytes])
}

function numberField(field: number, value: number): Buffer {
  return Buffer.from([...varint(field * 8), ...varint(value)])
}

function valueFields(value: CommandValue): Buffer {
  if (typeof value === 'boolean') return Buffer.concat([numberField(4, DATATYPE.boolean), numberField(14, value ? 1 : 0)])
  if (typeof value === 'string') return Buffer.concat([numberField(4, DATATYPE.string), lengthField(15, Buffer.from(value, 'utf8'))])
  const double = Buffer.alloc(9)
  double.writeUInt8(13 * 8 + 1, 0)
  double.writeDoubleLE(value, 1)
  return Buffer.concat([numberField(4, DATATYPE.double), double])
}

/** A payload with one metric; `at` epoch ms. */
export function encodeMetric(name: string, value: CommandValue, at: number): Buffer {
  const metric = Buffer.concat([lengthField(1, Buffer.from(name, 'utf8')), numberField(3, at), valueFields(value)])
  return Buffer.concat([numberField(1, at), lengthField(2, metric)])
}

/** NCMD `Node Control/Rebirth` = true to `<group>/<edge>`, or null for a name that no topic can hold. QoS 0, as the specification demands. */
export function rebirthRequest(edge: string, at: number): CommandMessage | null {
  const [group, node, ...rest] = edge.split('/')
  if (group === undefined || node === undefined || rest.length > 0 || !isPublishable(edge)) return null
  const topic = `${SPARKPLUG_NAMESPACE}/${group}/NCMD/${node}`
  return { topic, payload: encodeMetric('Node Control/Rebirth', true, at), qos: 0, retain: false }
}

/** The device is `<group>/<edge>` or `<group>/<edge>/<device>`. The timestamp is the expiry: a command carries no other time. */
export function encodeSparkplug({ device, channel, value, expires }: DeviceCommand, _target: CommandTarget): EncodedCommand {
  const [group, node, name, ...rest] = device.split('/')
  if (group === undefined || node === undefined || rest.length > 0 || !isPublishable(device))
    return refuseCommand('invalid-device', `"${device}" is not <group>/<edge> or <group>/<edge>/<device>`)
  const fault = commandValueFault(value)
  if (fault !== null) return refuseCommand('invalid-value', `"${channel}" of "${device}": ${fault}`)
  const topic = name === undefined ? `${SPARKPLUG_NAMESPACE}/${group}/NCMD/${node}` : `${SPARKPLUG_NAMESPACE}/${group}/DCMD/${node}/${name}`
  return commandMessage(topic, encodeMetric(channel, value, expires), 0)
}
