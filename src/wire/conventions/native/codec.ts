/** The native convention: `campus/<campus>/<device>/(telemetry|status|command|ack)`. */

import type { RawMessage, Source } from '../../../domain/index.ts'
import { type CodecContext, type Convention, type DecodeOutput, quoted, refuse } from '../../codec.ts'
import { parseJson, textOf } from '../../values/json.ts'
import type { Native } from './channel.ts'
import { createSequence } from './sequence.ts'
import { telemetry } from './telemetry.ts'
import { child } from '../../values/path.ts'
import { sinceOf } from '../../values/time.ts'
import { type Captures, topicTemplate } from '../../values/topic.ts'

const TOPIC = 'campus/{campus}/{device}/{message}'

function status(message: RawMessage, device: string, out: DecodeOutput): void {
  const text = textOf(message.payload).trim()
  if (text === 'online' || text === 'offline') out.events.push({ type: 'availability', device, online: text === 'online' })
  else if (text === '') out.events.push({ type: 'device-removed', device })
  else refuse(out, 'invalid-payload', `status of "${device}" is ${quoted(text)}; send online or offline`)
}

function talk(native: Native, message: RawMessage, about: { device: string; kind: 'command' | 'ack' }, out: DecodeOutput): void {
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

function read(native: Native, message: RawMessage, captures: Captures, out: DecodeOutput): boolean {
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
  retained: true,
  topics: (mapping) => [topicTemplate(mapping.topic ?? TOPIC)],
  open(source: Source, context: CodecContext) {
    const since = sinceOf(source.mapping.accept_since)
    const zone = source.mapping.timezone ?? context.zone
    const state: Native = { mapping: source.mapping, context: { ...context, zone }, since, channels: new Map(), sequence: createSequence() }
    return (message, captures, out) => read(state, message, captures, out)
  },
}
