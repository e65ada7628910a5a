/** The native convention: `campus/<campus>/<device>/(telemetry|status|command|ack)`. */

import type { RawMessage } from '../../../domain/index.ts'
import { type Codec, type Convention, type DecodeOutput, quote, refuse } from '../../codec.ts'
import { parseJson, textOf } from '../../values/json.ts'
import { createNewestTimes } from '../../values/newest-times.ts'
import { asText, child, isObject } from '../../values/path.ts'
import { parseAcceptSince, parseAcceptWithin } from '../../values/time.ts'
import type { Captures } from '../../values/topic.ts'
import type { NativeState } from './channel.ts'
import { NATIVE } from './descriptor.ts'
import { encodeCommand } from './encode.ts'
import { createSequence } from './sequence.ts'
import { readTelemetry } from './telemetry.ts'

function readStatus(message: RawMessage, device: string, out: DecodeOutput): void {
  const text = textOf(message.payload).trim()
  if (text === 'online' || text === 'offline') out.events.push({ type: 'availability', device, online: text === 'online' })
  else if (text === '') out.events.push({ type: 'device-removed', device })
  else refuse(out, 'invalid-payload', `status of "${device}" is ${quote(text)}; send online or offline`)
}

/** A command that somebody sent, or the answer of the device. */
function readCommand(
  native: NativeState,
  message: RawMessage,
  about: { device: string; kind: 'command' | 'ack' },
  out: DecodeOutput,
): void {
  const { device, kind } = about
  const { retain: retained } = message
  const parsed = parseJson(message.payload, native.context.limits)
  if (!parsed.ok) return refuse(out, parsed.reason, parsed.detail)
  const command = child(parsed.value, 'id')
  if (typeof command !== 'string') return refuse(out, 'invalid-payload', `the ${kind} of "${device}" has no "id"`)
  const named = child(parsed.value, 'channel')
  const channel = typeof named === 'string' ? named : null
  if (kind === 'command') out.events.push({ type: 'command-seen', device, command, channel, value: child(parsed.value, 'value'), retained })
  else {
    const result = child(parsed.value, 'result')
    out.events.push({ type: 'command-ack', device, command, channel, result: result === undefined ? null : asText(result), retained })
  }
}

function readMessage(native: NativeState, message: RawMessage, captures: Captures, out: DecodeOutput): void {
  const device = captures['device'] ?? ''
  const kind = captures['message']
  if (device === '') refuse(out, 'no-device', `the topic "${message.topic}" names no device`)
  else if (kind === 'telemetry') readTelemetry(native, message, device, out)
  else if (kind === 'status') readStatus(message, device, out)
  else if (kind === 'command' || kind === 'ack') readCommand(native, message, { device, kind }, out)
  else refuse(out, 'unknown-topic', `"${kind ?? ''}" is not telemetry, status, command or ack`)
}

export const native: Convention = {
  descriptor: NATIVE,
  open({ mapping }, context): Codec {
    const since = parseAcceptSince(mapping.accept_since)
    const zone = mapping.timezone ?? context.zone
    const limit = parseAcceptWithin(mapping.accept_within)
    const newest = limit === null ? null : createNewestTimes(limit)
    const state: NativeState = { mapping, context: { ...context, zone }, since, newest, channels: new Map(), sequence: createSequence() }
    return {
      decode(message, captures, out) {
        readMessage(state, message, captures, out)
        return 'handled'
      },
      snapshot: () => (newest === null ? state.sequence.snapshot() : { ...state.sequence.snapshot(), newest: newest.snapshot() }),
      restore(saved) {
        // Counts of a time without `accept_within` have no times beside them: these begin empty.
        const times = isObject(saved) ? saved['newest'] : undefined
        if (newest !== null && times !== undefined && newest.restore(times) === 'rejected') return 'rejected'
        return state.sequence.restore(saved)
      },
    }
  },
  encode: encodeCommand,
}
