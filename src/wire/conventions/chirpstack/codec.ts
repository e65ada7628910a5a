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
import { asText, child, isObject } from '../../values/path.ts'
import { CHIRPSTACK } from './descriptor.ts'
import { encodeChirpstack } from './encode.ts'

const VERSION = 1

interface ChirpstackMessage extends FieldMessage {
  readonly device: string
  readonly uplinks: Uplinks
  readonly body: Record<string, unknown>
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
  const decode: Codec['decode'] = (message, captures, out) => {
    const fields = { reader, message, out }
    if (captures['command'] !== undefined) {
      const device = captures['device'] ?? ''
      out.events.push({
        type: 'command-seen',
        device,
        command: captures['command'],
        channel: null,
        value: textBody(fields),
        retained: message.retain,
      })
      return 'handled'
    }
    const body = objectBody(fields)
    if (body === null) return 'handled'
    const eui = child(body['deviceInfo'], 'devEui') ?? captures['device'] ?? body['devEui']
    if (typeof eui !== 'string' || eui === '') refuse(out, 'no-device', 'the message has no devEui')
    else readEvent({ ...fields, device: eui, uplinks, body }, captures['event'] ?? 'up')
    watchRegisters(registers, out, 0, () => false)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { uplinks, registers, newest: reader.newest })
}

export const chirpstack: Convention = { descriptor: CHIRPSTACK, open: openChirpstack, encode: encodeChirpstack }
