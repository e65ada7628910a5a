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

/** Negative numbers are two's complement of 64 bits. */
function varint(value: number): number[] {
  const bytes: number[] = []
  if (value < 0) {
    let long = BigInt.asUintN(64, BigInt(value))
    for (; long >= 0x80n; long >>= 7n) bytes.push(Number(long & 0x7fn) | 0x80)
    return [...bytes, Number(long)]
  }
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

const LONGS: ReadonlySet<number> = new Set([DATATYPE.int64, DATATYPE.uint64, DATATYPE.dateTime])

/** The datatype of the birth; without one that of the value itself. */
function datatypeOf(value: CommandValue, datatype: number | null): number {
  if (datatype !== null) return datatype
  return typeof value === 'boolean' ? DATATYPE.boolean : typeof value === 'string' ? DATATYPE.string : DATATYPE.double
}

function realField(field: number, value: number, size: 4 | 8): Buffer {
  const bytes = Buffer.alloc(size + 1)
  bytes.writeUInt8(field * 8 + (size === 4 ? 5 : 1), 0)
  if (size === 4) bytes.writeFloatLE(value, 1)
  else bytes.writeDoubleLE(value, 1)
  return bytes
}

/** Whole numbers below 0 are two's complement of 32 bits, as encoders of edge nodes write them (Sparkplug B 3.0, 6.4.16). */
function wholeField(value: number, datatype: number): Buffer {
  const whole = Math.round(value)
  if (LONGS.has(datatype)) return numberField(11, whole)
  return numberField(10, whole < 0 ? whole + 2 ** 32 : whole)
}

function valueFields(value: CommandValue, known: number | null): Buffer {
  const datatype = datatypeOf(value, known)
  const type = numberField(4, datatype)
  if (datatype === DATATYPE.boolean) return Buffer.concat([type, numberField(14, Number(value) > 0 ? 1 : 0)])
  if (typeof value === 'string') return Buffer.concat([type, lengthField(15, Buffer.from(value, 'utf8'))])
  if (datatype === DATATYPE.float) return Buffer.concat([type, realField(12, Number(value), 4)])
  if (datatype === DATATYPE.double) return Buffer.concat([type, realField(13, Number(value), 8)])
  return Buffer.concat([type, wholeField(Number(value), datatype)])
}

/** A payload with one metric; `at` epoch ms. */
export function encodeMetric(name: string, value: CommandValue, at: number, datatype: number | null = null): Buffer {
  const metric = Buffer.concat([lengthField(1, Buffer.from(name, 'utf8')), numberField(3, at), valueFields(value, datatype)])
  return Buffer.concat([numberField(1, at), lengthField(2, metric)])
}

/** NCMD `Node Control/Rebirth` = true to `<group>/<edge>`, or null for a name that no topic can hold. QoS 0, as the specification demands. */
export function rebirthRequest(edge: string, at: number): CommandMessage | null {
  const [group, node, ...rest] = edge.split('/')
  if (group === undefined || node === undefined || rest.length > 0 || !isPublishable(edge)) return null
  const topic = `${SPARKPLUG_NAMESPACE}/${group}/NCMD/${node}`
  return { topic, payload: encodeMetric('Node Control/Rebirth', true, at), qos: 0, retain: false }
}

/** The device is `<group>/<edge>` or `<group>/<edge>/<device>`, the channel the name of a metric. */
export function encodeSparkplug(
  { device, channel, value, expires, at = expires, datatype = null }: DeviceCommand,
  _target: CommandTarget,
): EncodedCommand {
  const [group, node, name, ...rest] = device.split('/')
  if (group === undefined || node === undefined || rest.length > 0 || !isPublishable(device))
    return refuseCommand('invalid-device', `"${device}" is not <group>/<edge> or <group>/<edge>/<device>`)
  const fault = commandValueFault(value)
  if (fault !== null) return refuseCommand('invalid-value', `"${channel}" of "${device}": ${fault}`)
  const written = datatype === DATATYPE.string ? String(value) : value
  if (typeof written === 'string' && datatype !== null && datatype !== DATATYPE.string)
    return refuseCommand('invalid-value', `"${channel}" of "${device}" takes no word: its birth has datatype ${datatype}`)
  const topic = name === undefined ? `${SPARKPLUG_NAMESPACE}/${group}/NCMD/${node}` : `${SPARKPLUG_NAMESPACE}/${group}/DCMD/${node}/${name}`
  return commandMessage(topic, encodeMetric(channel, written, at, datatype), 0)
}
