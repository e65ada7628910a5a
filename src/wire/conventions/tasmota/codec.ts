/** Tasmota: telemetry, states, answers and availability. */

import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import type { Source } from '../../../domain/index.ts'
import { codecWithMemory, createBoundedMemory } from '../../fields/memory.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters } from '../../fields/registers.ts'
import { closeFields, ignore, openFields, readField } from '../../fields/scope.ts'
import { parseJson, textOf } from '../../values/json.ts'
import { memoize } from '../../values/memo.ts'
import { isObject } from '../../values/path.ts'
import { readAnswer } from './answers.ts'
import { TASMOTA } from './descriptor.ts'
import { encodeTasmota } from './encode.ts'
import { defineTasmotaField } from './fields.ts'
import { momentOf, type TasmotaMessage } from './message.ts'
import { placeOf, recogniseTasmota, type TasmotaPlace } from './place.ts'
import { isBesideSensors, readSensors } from './sensors.ts'

const VERSION = 1
const TEMPERATURES_KEPT = 10_000
const TOPICS_KEPT = 10_000
/** Parts of `STATE` that are about the plug's own outputs. */
const STATE_KEYS = /^(?:POWER\d*|Dimmer\d*)$/

function readState(message: TasmotaMessage, body: Record<string, unknown>): void {
  const fields = openFields(message, message.device, momentOf(message, message.device, body))
  const rest: string[] = []
  for (const [key, value] of Object.entries(body)) {
    if (STATE_KEYS.test(key) || message.reader.compiled.byName.has(key)) readField(fields, key, value)
    else if (key === 'Wifi' && isObject(value) && value['RSSI'] !== undefined) readField(fields, 'Wifi.RSSI', value['RSSI'])
    else rest.push(key)
  }
  closeFields(fields)
  if (rest.length > 0) message.out.events.push({ type: 'metadata', device: message.device, fields: rest })
}

function readAvailability({ message, out, device }: TasmotaMessage): void {
  const word = textOf(message.payload).trim().toLowerCase()
  if (word === 'online' || word === 'offline') out.events.push({ type: 'availability', device, online: word === 'online' })
  else if (word === '') out.events.push({ type: 'device-removed', device })
  else out.events.push({ type: 'device-status', device, status: word.slice(0, 40) })
}

function readText(message: TasmotaMessage, { suffix }: TasmotaPlace): void {
  const fields = openFields(message, message.device, null)
  readField(fields, suffix, textOf(message.message.payload))
  closeFields(fields)
}

function readBody(message: TasmotaMessage, { suffix }: TasmotaPlace): void {
  const parsed = parseJson(message.message.payload, message.reader.compiled.limits)
  if (!parsed.ok) return refuse(message.out, parsed.reason, parsed.detail)
  const body = parsed.value
  if (!isObject(body)) return refuse(message.out, 'invalid-payload', `"${suffix}" of "${message.device}" is no JSON object`)
  if (suffix === 'SENSOR') readSensors(message, body)
  else if (suffix === 'STATE') readState(message, isObject(body['StatusSTS']) ? body['StatusSTS'] : body)
  else if (isObject(body['StatusSTS'])) readState(message, body['StatusSTS'])
  else readAnswer(message, body)
}

function readPlace(message: TasmotaMessage, place: TasmotaPlace): void {
  const { out, device } = message
  const { suffix, holds } = place
  if (holds === 'order')
    out.events.push({
      type: 'command-seen',
      device,
      command: suffix,
      channel: suffix,
      value: textOf(message.message.payload).slice(0, 200),
      retained: message.message.retain,
    })
  else if (holds === 'availability') readAvailability(message)
  else if (holds === 'word') readText(message, place)
  else if (holds === 'body') readBody(message, place)
  else ignore(out, device, `"${suffix}" holds no measurement`)
}

function openTasmota(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, defineTasmotaField, isBesideSensors)
  const registers = createRegisters()
  const placeIn = memoize(TOPICS_KEPT, placeOf)
  const temperatures = createBoundedMemory(TEMPERATURES_KEPT, (value) =>
    Array.isArray(value) && value.every(Number.isFinite) ? (value as unknown as readonly [number, number]) : undefined,
  )

  const decode: Codec['decode'] = (message, captures, out) => {
    const place = placeIn(message.topic, captures)
    if (place !== null && !place.own) return 'not-mine'
    if (place === null) refuse(out, 'no-device', `the topic "${message.topic}" names no device`)
    else readPlace({ reader, message, out, device: place.device, registers, temperatures }, place)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { registers, temperatures, newest: reader.newest })
}

export const tasmota: Convention = { descriptor: TASMOTA, recognise: recogniseTasmota, open: openTasmota, encode: encodeTasmota }
