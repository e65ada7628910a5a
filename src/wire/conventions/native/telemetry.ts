/** Native telemetry: one set of values, or a batch of them. */

import type { Instant, RawMessage } from '../../../domain/index.ts'
import { type DecodeOutput, quote, refuse } from '../../codec.ts'
import { parseJson } from '../../values/json.ts'
import { keepLast } from '../../values/last-wins.ts'
import { isCount } from './sequence.ts'
import { type ItemHead, type NativeState, readChannel } from './channel.ts'
import { child, isObject } from '../../values/path.ts'
import { acceptTime } from '../../values/device-time.ts'
import { parseTime } from '../../values/time.ts'
import { parseQuickIso } from '../../values/time-text.ts'

interface TimePlace {
  readonly device: string
  readonly out: DecodeOutput
  /** An item of `readings`. */
  readonly batch: boolean
}

/** The device time, or null with an event when it is absent or not believed. */
function deviceTime(native: NativeState, raw: unknown, message: RawMessage, { device, out, batch }: TimePlace): Instant | null {
  if (raw === undefined || raw === null) return null
  const form = { zone: native.context.zone, receivedAt: message.receivedAt }
  const time = (typeof raw === 'string' ? parseQuickIso(raw) : null) ?? parseTime(raw, form)
  return acceptTime({ raw, time, form, device, batch }, native, message, out)
}

function readValues(native: NativeState, item: ItemHead, values: unknown, out: DecodeOutput): void {
  if (!isObject(values)) {
    refuse(out, 'invalid-payload', `"values" of "${item.device}" is ${quote(values)}; send an object of quantity names and numbers`)
    return
  }
  let empty = true
  for (const key in values) {
    empty = false
    readChannel(native, item, { key, raw: values[key] }, out)
  }
  if (empty) out.events.push({ type: 'ignored', device: item.device, fields: [], detail: 'no values' })
}

const KNOWN = new Set(['time', 'seq', 'values', 'readings'])

export function readTelemetry(native: NativeState, message: RawMessage, device: string, out: DecodeOutput): void {
  const parsed = parseJson(message.payload, native.context.limits)
  if (!parsed.ok) return refuse(out, parsed.reason, parsed.detail)
  const body = parsed.value
  if (!isObject(body))
    return refuse(out, 'invalid-payload', `telemetry of "${device}" is ${quote(body)}; send an object with "values" or "readings"`)
  readBody(native, message, { device, body }, out)
  const seq = body['seq']
  if (!isCount(seq)) return
  out.sequenced = true
  if (message.replayed === undefined) countMessage(native, message, { device, seq }, out)
}

/** A message that is refused for what it holds has arrived all the same. */
function countMessage(native: NativeState, message: RawMessage, { device, seq }: { device: string; seq: number }, out: DecodeOutput): void {
  const first = out.readings[0]
  const timed = first !== undefined && first.timeSource !== 'receive'
  native.sequence.record(device, { seq, time: timed ? first.time : message.receivedAt, timed }, out)
}

function readBody(
  native: NativeState,
  message: RawMessage,
  part: { device: string; body: Record<string, unknown> },
  out: DecodeOutput,
): void {
  const { device, body } = part
  const hasValues = child(body, 'values') !== undefined
  const batch = child(body, 'readings')
  if (!hasValues && batch === undefined)
    return refuse(out, 'invalid-payload', `telemetry of "${device}" has neither "values" nor "readings"`)
  if (isTooMany(body['values'], batch, native.context.limits.readingsPerMessage)) {
    return refuse(
      out,
      'too-many-readings',
      `telemetry of "${device}" has more than ${native.context.limits.readingsPerMessage} readings; send smaller batches`,
    )
  }
  for (const key in body) if (!KNOWN.has(key)) out.events.push({ type: 'ignored', device, fields: [key], detail: null })
  if (hasValues) readSingle(native, message, { device, body }, out)
  if (batch !== undefined) readBatch(native, message, { device, batch }, out)
}

function isTooMany(values: unknown, batch: unknown, limit: number): boolean {
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

function readSingle(
  native: NativeState,
  message: RawMessage,
  part: { device: string; body: Record<string, unknown> },
  out: DecodeOutput,
): void {
  const { device, body } = part
  const time = deviceTime(native, child(body, 'time'), message, { device, out, batch: false })
  if (time === null && message.retain) {
    out.events.push({ type: 'retained-skipped', device, channel: null })
    return
  }
  readValues(native, { device, time: time ?? message.receivedAt, timeSource: time === null ? 'receive' : 'message' }, body['values'], out)
}

/** Items of a batch need their own times: the receive time would make one reading of many. */
function readBatch(native: NativeState, message: RawMessage, part: { device: string; batch: unknown }, out: DecodeOutput): void {
  const { device, batch } = part
  if (!Array.isArray(batch)) return refuse(out, 'invalid-payload', `"readings" of "${device}" is ${quote(batch)}; send an array`)
  if (batch.length === 0) out.events.push({ type: 'ignored', device, fields: [], detail: 'an empty batch' })
  // Times that only rise or only fall cannot meet; most batches are so.
  let order = 0
  let last = Number.NaN
  let meet = out.readings.length > 0
  for (const entry of batch as unknown[]) {
    const time = deviceTime(native, child(entry, 'time'), message, { device, out, batch: true })
    if (time !== null) {
      const step = Math.sign(time - last) || 0
      meet ||= last === time || (order !== 0 && step !== 0 && step !== order)
      if (step !== 0) order = step
      last = time
      readValues(native, { device, time, timeSource: 'value' }, child(entry, 'values'), out)
    } else if (batch.length > 1)
      refuse(out, 'bad-time', `an item of the batch of "${device}" has no believable time: ${quote(child(entry, 'time'))}`)
    else if (message.retain) out.events.push({ type: 'retained-skipped', device, channel: null })
    else readValues(native, { device, time: message.receivedAt, timeSource: 'receive' }, child(entry, 'values'), out)
  }
  if (meet) keepLast(out)
}
