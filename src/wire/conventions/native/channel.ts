/** One key and value of native telemetry -> a reading, an event or a dead letter. The hot path of the service: no closures per reading. */

import {
  type Instant,
  isQuantity,
  type Kind,
  type Mapping,
  possible,
  type Quantity,
  quantityOf,
  type TimeSource,
} from '../../../domain/index.ts'
import { type CodecContext, type DecodeOutput, quote, refuse } from '../../codec.ts'
import type { NewestTimes } from '../../values/newest-times.ts'
import type { Sequence } from './sequence.ts'
import { readValue } from '../../values/value.ts'

/** Keys of values are remembered so that a reading costs one look-up; bounded because they come from outside. */
const KEYS_KEPT = 10_000

interface Channel {
  readonly quantity: Quantity | null
  readonly unit: string
  readonly kind: Kind
  readonly bool: boolean
  readonly map: Readonly<Record<string, number | boolean>> | null
}

export interface NativeState {
  readonly mapping: Mapping
  readonly context: CodecContext
  readonly since: number
  /** Null: the source has no `accept_within`. */
  readonly newest: NewestTimes | null
  readonly channels: Map<string, Channel>
  readonly sequence: Sequence
}

/** One set of values with its time: the whole message, or an item of its batch. */
export interface ItemHead {
  readonly device: string
  readonly time: Instant
  readonly timeSource: TimeSource
}

function channelOf(native: NativeState, key: string): Channel {
  const cached = native.channels.get(key)
  if (cached !== undefined) return cached
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

function applyMap(map: NonNullable<Channel['map']>, raw: unknown): unknown {
  const key = String(raw)
  return Object.hasOwn(map, key) ? Number(map[key]) : raw
}

export function readChannel(
  native: NativeState,
  item: ItemHead,
  pair: { readonly key: string; readonly raw: unknown },
  out: DecodeOutput,
): void {
  const { key } = pair
  const channel = channelOf(native, key)
  const { device, time, timeSource } = item
  if (channel.quantity === null) {
    out.events.push({ type: 'unmapped', device, channel: key, fields: [key], values: [pair.raw], detail: null })
    return
  }
  let value = channel.map === null ? pair.raw : applyMap(channel.map, pair.raw)
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    const read = readValue(value, channel.bool)
    if (read === 'null') {
      out.events.push({ type: 'null', device, channel: key, detail: quote(pair.raw) })
      return
    }
    if (read === 'bad' || read.unit !== undefined) {
      refuseValue(item, channel, pair, out)
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
function refuseValue(item: ItemHead, channel: Channel, pair: { readonly key: string; readonly raw: unknown }, out: DecodeOutput): void {
  const { key, raw } = pair
  if (channel.unit === 'enum' && typeof raw === 'string') {
    out.events.push({
      type: 'unmapped',
      device: item.device,
      channel: key,
      fields: [key],
      values: [raw],
      detail: 'a word needs a map to numbers',
    })
  } else refuse(out, 'bad-value', `${quote(raw)} is not a number; send "${key}" of "${item.device}" as a decimal number in ${channel.unit}`)
}
