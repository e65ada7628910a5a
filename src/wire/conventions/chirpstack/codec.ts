/** ChirpStack v4: the envelope of the network server round what a payload codec decoded. Times have nanoseconds. */

import type { Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { objectBody, textBody } from '../../fields/body.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { defineLorawanField, readUplink } from '../../fields/lorawan.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import { closeFields, type FieldMessage, fieldTime, ignore, openFields, readField } from '../../fields/scope.ts'
import { createUplinks, isRepeatedUplink, type Uplinks } from '../../fields/uplinks.ts'
import { memoize } from '../../values/memo.ts'
import { asText, child, isObject } from '../../values/path.ts'
import type { Captures } from '../../values/topic.ts'
import { CHIRPSTACK } from './descriptor.ts'
import { encodeChirpstack } from './encode.ts'

const VERSION = 1

interface ChirpstackMessage extends FieldMessage {
  readonly device: string
  readonly uplinks: Uplinks
  readonly body: Record<string, unknown>
}

const TOPICS_KEPT = 20_000

/** What a topic says; null: it does not. */
interface ChirpstackPlace {
  readonly device: string | null
  readonly event: string
  readonly command: string | null
}

function placeOf(_topic: string, { device, event, command }: Captures): ChirpstackPlace {
  return { device: device ?? null, event: event ?? 'up', command: command ?? null }
}

function readUp(message: ChirpstackMessage): void {
  const { body, device, out, message: raw } = message
  const { devAddr: address, fCnt: count, fPort: port, object } = body
  if (isRepeatedUplink(message.uplinks, { device, address, count, port }, raw, out)) return
  if (!isObject(object)) {
    const detail =
      body['data'] === undefined
        ? 'an uplink without a payload'
        : 'the device profile has no codec: decode the payload at the network server'
    return ignore(out, device, detail, ['data'])
  }
  readUplink(message, device, fieldTime(message, device, body['time']), object)
}

/** Battery 0 .. 100 %; a device on mains has none. */
function readStatus(message: ChirpstackMessage): void {
  const { body, device } = message
  const fields = openFields(message, device, fieldTime(message, device, body['time']))
  if (body['batteryLevelUnavailable'] !== true && body['externalPowerSource'] !== true && body['batteryLevel'] !== undefined)
    readField(fields, 'battery', body['batteryLevel'])
  closeFields(fields)
}

function readEvent(message: ChirpstackMessage, event: string): void {
  const { body, device, out, message: raw, uplinks } = message
  if (event === 'up') readUp(message)
  else if (event === 'status') readStatus(message)
  else if (event === 'join') {
    uplinks.delete(device)
    out.events.push({ type: 'device-online', device })
  } else if (event === 'ack') {
    const result = body['acknowledged'] === false ? 'refused' : 'done'
    out.events.push({
      type: 'command-ack',
      device,
      command: asText(body['queueItemId'] ?? ''),
      channel: null,
      result,
      retained: raw.retain,
    })
  } else if (event === 'log')
    out.events.push({ type: 'device-status', device, status: asText(body['code'] ?? body['description'] ?? 'log').slice(0, 80) })
  else ignore(out, device, `the event "${event}" holds no measurement`)
}

function openChirpstack(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, defineLorawanField)
  const uplinks = createUplinks()
  const registers = createRegisters()
  const placeIn = memoize(TOPICS_KEPT, placeOf)
  const decode: Codec['decode'] = (message, captures, out) => {
    const { device: named, event, command } = placeIn(message.topic, captures)
    if (command !== null) {
      const value = textBody({ message, out })
      out.events.push({ type: 'command-seen', device: named ?? '', command, channel: null, value, retained: message.retain })
      return 'handled'
    }
    const body = objectBody({ reader, message, out })
    if (body === null) return 'handled'
    const device = child(body['deviceInfo'], 'devEui') ?? named ?? body['devEui']
    if (typeof device !== 'string' || device === '') refuse(out, 'no-device', 'the message has no devEui')
    else readEvent({ reader, message, out, device, uplinks, body }, event)
    watchRegisters(registers, out, 0, () => false)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { uplinks, registers, newest: reader.newest })
}

export const chirpstack: Convention = { descriptor: CHIRPSTACK, open: openChirpstack, encode: encodeChirpstack }
