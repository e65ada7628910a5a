/** The native convention: `campus/<campus>/<device>/(telemetry|status|command|ack)`. The hot path of the service: no closures per reading. */

import {
  instant,
  isQuantity,
  type Instant,
  type Mapping,
  possible,
  type Quantity,
  quantityOf,
  type RawMessage,
  type Source,
  type TimeSource,
} from '../domain/index.ts'
import { type CodecContext, type Convention, type Outcome, quoted, refuse } from './codec.ts'
import { parseJson, textOf } from './json.ts'
import { lastWins } from './last-wins.ts'
import { createSequence, type Sequence } from './native-seq.ts'
import { child, isObject } from './path.ts'
import { believable, parseTime, quickIso, sinceOf } from './time.ts'
import { type Captures, topicTemplate } from './topic.ts'
import { readValue } from './value.ts'

const TOPIC = 'campus/{campus}/{device}/{message}'
/** Keys of values are remembered so that a reading costs one look-up; bounded because they come from outside. */
const KEYS_KEPT = 10_000

interface Channel {
  readonly quantity: Quantity | null
  readonly unit: string
  readonly kind: 'counter' | 'instant' | 'interval' | 'state' | 'setpoint'
  readonly bool: boolean
  readonly map: Readonly<Record<string, number | boolean>> | null
}

interface Native {
  readonly mapping: Mapping
  readonly context: CodecContext
  readonly since: number
  readonly channels: Map<string, Channel>
  readonly sequence: Sequence
}

/** One set of values with its time: the whole message, or an item of its batch. */
interface Item {
  readonly device: string
  readonly time: Instant
  readonly timeSource: TimeSource
}

function channelOf(native: Native, key: string): Channel {
  const known = native.channels.get(key)
  if (known !== undefined) return known
  const dot = key.indexOf('.')
  const name = dot < 0 ? key : key.slice(0, dot)
  const quantity = isQuantity(name) ? name : null
  const definition = quantityOf(quantity ?? 'unknown')
  const rule = native.mapping.points !== undefined && Object.hasOwn(native.mapping.points, key) ? native.mapping.points[key] : undefined
  const kind = rule?.kind === undefined || rule.kind === 'unusable' ? definition.kind : rule.kind
  const channel: Channel = {
    quantity,
    unit: definition.unit,
    kind,
    bool: definition.unit === 'bool' || definition.unit === 'enum',
    map: rule?.map ?? null,
  }
  if (native.channels.size >= KEYS_KEPT) native.channels.clear()
  native.channels.set(key, channel)
  return channel
}

function mapped(map: NonNullable<Channel['map']>, raw: unknown): unknown {
  const key = String(raw)
  return Object.hasOwn(map, key) ? Number(map[key]) : raw
}

function readOne(native: Native, item: Item, pair: { readonly key: string; readonly raw: unknown }, out: Outcome): void {
  const { key } = pair
  const channel = channelOf(native, key)
  const { device, time, timeSource } = item
  if (channel.quantity === null) {
    out.events.push({ type: 'unmapped', device, channel: key, fields: [key], value: [pair.raw] })
    return
  }
  let value = channel.map === null ? pair.raw : mapped(channel.map, pair.raw)
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    const read = readValue(value, channel.bool)
    if (read === 'null') {
      out.events.push({ type: 'null', device, channel: key, detail: quoted(pair.raw) })
      return
    }
    if (read === 'bad' || read.unit !== undefined) {
      unreadable(item, channel, pair, out)
      return
    }
    value = read.number
  }
  const number = value as number
  const quality = possible(channel.quantity, number) ? 'good' : 'bad'
  out.readings.push({
    device,
    channel: key,
    quantity: channel.quantity,
    unit: channel.unit,
    kind: channel.kind,
    value: number,
    time,
    timeSource,
    quality,
  })
}

/** Words of a mode or state wait for a `map` in the source; anything else that is no number is refused. */
function unreadable(item: Item, channel: Channel, pair: { readonly key: string; readonly raw: unknown }, out: Outcome): void {
  const { key, raw } = pair
  if (channel.unit === 'enum' && typeof raw === 'string') {
    out.events.push({
      type: 'unmapped',
      device: item.device,
      channel: key,
      fields: [key],
      value: [raw],
      detail: 'a word needs a map to numbers',
    })
  } else
    refuse(out, 'bad-value', `${quoted(raw)} is not a number; send "${key}" of "${item.device}" as a decimal number in ${channel.unit}`)
}

/** The device time, or null with an event when it is absent or not believed. */
function deviceTime(native: Native, raw: unknown, message: RawMessage, found: { device: string; out: Outcome }): Instant | null {
  if (raw === undefined || raw === null) return null
  const time = (typeof raw === 'string' ? quickIso(raw) : null) ?? parseTime(raw, { zone: native.context.zone })
  if (time !== null && believable(time, message.receivedAt, native.since)) return instant(time)
  found.out.events.push({
    type: 'time-rejected',
    device: found.device,
    detail: `the device time ${quoted(raw)} is ${time === null ? 'not readable' : 'not believable'}`,
  })
  return null
}

function readValues(native: Native, item: Item, values: unknown, out: Outcome): void {
  if (!isObject(values)) {
    refuse(out, 'invalid-payload', `"values" of "${item.device}" is ${quoted(values)}; send an object of quantity names and numbers`)
    return
  }
  let empty = true
  for (const key in values) {
    empty = false
    readOne(native, item, { key, raw: values[key] }, out)
  }
  if (empty) out.events.push({ type: 'ignored', device: item.device, detail: 'no values' })
}

const KNOWN = new Set(['time', 'seq', 'values', 'readings'])

function telemetry(native: Native, message: RawMessage, device: string, out: Outcome): void {
  const parsed = parseJson(message.payload, native.context.limits)
  if (!parsed.ok) return refuse(out, parsed.reason, parsed.detail)
  const body = parsed.value
  if (!isObject(body))
    return refuse(out, 'invalid-payload', `telemetry of "${device}" is ${quoted(body)}; send an object with "values" or "readings"`)
  const hasValues = child(body, 'values') !== undefined
  const batch = child(body, 'readings')
  if (!hasValues && batch === undefined)
    return refuse(out, 'invalid-payload', `telemetry of "${device}" has neither "values" nor "readings"`)
  if (tooMany(body['values'], batch, native.context.limits.readingsPerMessage)) {
    return refuse(
      out,
      'too-many-readings',
      `telemetry of "${device}" has more than ${native.context.limits.readingsPerMessage} readings; send smaller batches`,
    )
  }
  native.sequence.note(device, body['seq'], out)
  for (const key in body) if (!KNOWN.has(key)) out.events.push({ type: 'ignored', device, fields: [key] })
  if (hasValues) single(native, message, { device, body }, out)
  if (batch !== undefined) readBatch(native, message, { device, batch }, out)
}

function tooMany(values: unknown, batch: unknown, limit: number): boolean {
  let count = isObject(values) ? Object.keys(values).length : 0
  if (Array.isArray(batch)) {
    for (const entry of batch as unknown[]) {
      const inner = child(entry, 'values')
      count += isObject(inner) ? Object.keys(inner).length : 1
      if (count > limit) return true
    }
  }
  return count > limit
}

function single(native: Native, message: RawMessage, part: { device: string; body: Record<string, unknown> }, out: Outcome): void {
  const { device, body } = part
  const time = deviceTime(native, child(body, 'time'), message, { device, out })
  if (time === null && message.retain) {
    out.events.push({ type: 'retained-skipped', device, detail: 'retained, and without a time that can be trusted' })
    return
  }
  readValues(native, { device, time: time ?? message.receivedAt, timeSource: time === null ? 'receive' : 'message' }, body['values'], out)
}

/** Items of a batch need their own times: the receive time would make one reading of many. */
function readBatch(native: Native, message: RawMessage, part: { device: string; batch: unknown }, out: Outcome): void {
  const { device, batch } = part
  if (!Array.isArray(batch)) return refuse(out, 'invalid-payload', `"readings" of "${device}" is ${quoted(batch)}; send an array`)
  if (batch.length === 0) out.events.push({ type: 'ignored', device, detail: 'an empty batch' })
  const first = out.readings.length
  for (const entry of batch as unknown[]) {
    const time = deviceTime(native, child(entry, 'time'), message, { device, out })
    if (time !== null) readValues(native, { device, time, timeSource: 'value' }, child(entry, 'values'), out)
    else if (batch.length > 1)
      refuse(out, 'bad-time', `an item of the batch of "${device}" has no believable time: ${quoted(child(entry, 'time'))}`)
    else if (message.retain)
      out.events.push({ type: 'retained-skipped', device, detail: 'retained, and without a time that can be trusted' })
    else readValues(native, { device, time: message.receivedAt, timeSource: 'receive' }, child(entry, 'values'), out)
  }
  if (batch.length > 1 || first > 0) lastWins(out)
}

function status(message: RawMessage, device: string, out: Outcome): void {
  const text = textOf(message.payload).trim()
  if (text === 'online' || text === 'offline') out.events.push({ type: 'availability', device, online: text === 'online' })
  else if (text === '') out.events.push({ type: 'device-removed', device })
  else refuse(out, 'invalid-payload', `status of "${device}" is ${quoted(text)}; send online or offline`)
}

function talk(native: Native, message: RawMessage, about: { device: string; kind: 'command' | 'ack' }, out: Outcome): void {
  const { device, kind } = about
  const parsed = parseJson(message.payload, native.context.limits)
  if (!parsed.ok) return refuse(out, parsed.reason, parsed.detail)
  const id = child(parsed.value, 'id')
  if (typeof id !== 'string') return refuse(out, 'invalid-payload', `the ${kind} of "${device}" has no "id"`)
  const channel = child(parsed.value, 'channel')
  const detail = kind === 'ack' ? `${id}: ${String(child(parsed.value, 'result'))}` : id
  out.events.push({
    type: kind === 'ack' ? 'command-ack' : 'command-seen',
    device,
    ...(typeof channel === 'string' ? { channel } : {}),
    detail: message.retain ? `${detail} (retained: never carried out)` : detail,
    ...(kind === 'ack' ? {} : { value: child(parsed.value, 'value') }),
  })
}

function read(native: Native, message: RawMessage, captures: Captures, out: Outcome): boolean {
  const device = captures['device'] ?? ''
  const kind = captures['message']
  if (device === '') refuse(out, 'no-device', `the topic "${message.topic}" names no device`)
  else if (kind === 'telemetry') telemetry(native, message, device, out)
  else if (kind === 'status') status(message, device, out)
  else if (kind === 'command' || kind === 'ack') talk(native, message, { device, kind }, out)
  else refuse(out, 'unknown-topic', `"${kind ?? ''}" is not telemetry, status, command or ack`)
  return true
}

export const native: Convention = {
  name: 'native',
  topics: (mapping) => [topicTemplate(mapping.topic ?? TOPIC)],
  open(source: Source, context: CodecContext) {
    const since = sinceOf(source.mapping.accept_since)
    const zone = source.mapping.timezone ?? context.zone
    const state: Native = { mapping: source.mapping, context: { ...context, zone }, since, channels: new Map(), sequence: createSequence() }
    return (message, captures, out) => read(state, message, captures, out)
  },
}
