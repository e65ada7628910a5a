/** The Things Stack v3. The time is that of the network server; `rx_metadata[].timestamp` is a counter of the gateway's concentrator. */

import type { Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { objectBody } from '../../fields/body.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { defineLorawanField, readUplink } from '../../fields/lorawan.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import { type FieldMessage, fieldTime, ignore } from '../../fields/scope.ts'
import { createUplinks, isRepeatedUplink, type Uplinks } from '../../fields/uplinks.ts'
import { asText, child, isObject } from '../../values/path.ts'
import { TTS } from './descriptor.ts'
import { encodeTts } from './encode.ts'

const VERSION = 1

interface TtsMessage extends FieldMessage {
  readonly device: string
  readonly uplinks: Uplinks
  readonly body: Record<string, unknown>
}

function readUp(message: TtsMessage, up: Record<string, unknown>): void {
  const { body, device, out, message: raw } = message
  const address = child(body['end_device_ids'], 'dev_addr')
  if (isRepeatedUplink(message.uplinks, { device, address, count: up['f_cnt'], port: up['f_port'] }, raw, out)) return
  const decoded = up['decoded_payload'] ?? normalizedOf(up['normalized_payload'])
  if (!isObject(decoded)) return ignore(out, device, 'no payload formatter at the network server: the payload is bytes', ['frm_payload'])
  readUplink(message, device, fieldTime(message, device, up['received_at'] ?? body['received_at']), decoded)
}

/** The first of the normalised payloads. Its battery is a voltage. */
function normalizedOf(list: unknown): unknown {
  const first: unknown = Array.isArray(list) ? list[0] : undefined
  if (!isObject(first)) return undefined
  const { battery: _volts, time: _time, ...values } = first
  return values
}

const ACKS: Readonly<Record<string, string>> = { 'down/ack': 'done', 'down/nack': 'refused', 'down/failed': 'refused' }

function readEvent(message: TtsMessage, event: string): void {
  const { body, device, out, message: raw, uplinks } = message
  const up = body['uplink_message']
  if (event === 'up' || (event === '' && isObject(up))) {
    if (isObject(up)) readUp(message, up)
    else refuse(out, 'invalid-payload', `the uplink of "${device}" has no uplink_message`)
  } else if (event === 'join') {
    uplinks.delete(device)
    out.events.push({ type: 'device-online', device })
  } else if (Object.hasOwn(ACKS, event)) {
    const down = body['downlink_ack'] ?? body['downlink_nack'] ?? body['downlink_failed']
    const ids = child(down, 'correlation_ids')
    const command = asText(Array.isArray(ids) ? (ids[0] ?? '') : '')
    out.events.push({ type: 'command-ack', device, command, channel: null, result: ACKS[event] ?? null, retained: raw.retain })
  } else ignore(out, device, `the event "${event}" holds no measurement`)
}

function openTts(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, defineLorawanField)
  const uplinks = createUplinks()
  const registers = createRegisters()
  const decode: Codec['decode'] = (message, captures, out) => {
    const body = objectBody({ reader, message, out })
    if (body === null) return 'handled'
    const ids = body['end_device_ids']
    const device = child(ids, 'dev_eui') ?? child(ids, 'device_id') ?? captures['device']
    if (typeof device !== 'string' || device === '') refuse(out, 'no-device', 'the message has neither dev_eui nor device_id')
    else readEvent({ reader, message, out, device, uplinks, body }, captures['event'] ?? '')
    watchRegisters(registers, out, 0, () => false)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { uplinks, registers, newest: reader.newest })
}

export const tts: Convention = { descriptor: TTS, open: openTts, encode: encodeTts }
