/** Zigbee2MQTT: states of devices, single attributes, availability, the bridge. */

import type { Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { BRACE, firstByte, objectBody, jsonBody, textBody } from '../../fields/body.ts'
import { codecWithMemory, createBoundedMemory } from '../../fields/memory.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters } from '../../fields/registers.ts'
import { closeFields, ignore, openFields } from '../../fields/scope.ts'
import { textOf } from '../../values/json.ts'
import { memoize } from '../../values/memo.ts'
import type { Captures } from '../../values/topic.ts'
import { ZIGBEE2MQTT } from './descriptor.ts'
import { encodeZigbee } from './encode.ts'
import { createExposedDevices, learnDevices } from './exposes.ts'
import { defineZigbeeField } from './fields.ts'
import { createKeyLookup, isBesideZigbee, isCacheReplay, readAttribute, readTelemetry, type ZigbeeMessage } from './telemetry.ts'

const VERSION = 1
const DEVICES_KEPT = 5000
const TOPICS_KEPT = 20_000

type Restarts = ReturnType<typeof createRestarts>

/** When the bridge came back, under the empty name, and which restart each device was heard after. */
function createRestarts() {
  return createBoundedMemory(DEVICES_KEPT, (value) => (typeof value === 'number' ? value : undefined))
}

/** `online`, or `{"state": "online"}` since version 1.18. */
function onlineWord(text: string): boolean | null {
  const word = /^\s*\{.*"state"\s*:\s*"(\w+)"/s.exec(text)?.[1] ?? text.trim()
  return word === 'online' ? true : word === 'offline' ? false : null
}

function readAvailability({ message, out }: ZigbeeMessage, device: string): boolean | null {
  const text = textOf(message.payload).slice(0, 200)
  const online = onlineWord(text)
  if (online !== null) out.events.push({ type: 'availability', device, online })
  else if (text === '') out.events.push({ type: 'device-removed', device })
  else refuse(out, 'invalid-payload', `the availability of "${device}" is neither online nor offline`)
  return online
}

function readBridge(message: ZigbeeMessage, path: string, restarts: Restarts): void {
  const { out, message: raw } = message
  if (path === 'state') {
    const online = readAvailability(message, 'bridge')
    // A retained state tells what is, not what happens.
    if (online === true && !raw.retain && restarts.get('offline') !== undefined) {
      restarts.set('', raw.receivedAt)
      restarts.delete('offline')
    } else if (online === false) restarts.set('offline', raw.receivedAt)
  } else if (path === 'devices') {
    learnDevices(message.devices, jsonBody(message), out)
    if (out.events.length + out.dead.length === 0) ignore(out, 'bridge', 'no device exposes anything')
  } else ignore(out, 'bridge', `"bridge/${path}" holds no measurement`)
}

/** An order that somebody sent; the state that Zigbee2MQTT echoes is a state of its own. */
function readOrder({ message, out }: ZigbeeMessage, device: string, kind: string): void {
  const value = textOf(message.payload).slice(0, 200)
  if (kind === 'get') ignore(out, device, 'a request for the state')
  else out.events.push({ type: 'command-seen', device, command: 'set', channel: null, value, retained: message.retain })
}

const ORDER = /^(.+)\/(set|get)(?:\/[^/]+)?$/
const AVAILABILITY = '/availability'

/** What a topic holds, by the name behind the base topic; `rest` is the path below the bridge, or the kind of an order. */
interface ZigbeePlace {
  readonly holds: 'bridge' | 'order' | 'availability' | 'state'
  readonly device: string
  readonly rest: string
}

function placeOf(topic: string, captures: Captures): ZigbeePlace {
  const name = captures['device'] ?? topic.split('/').slice(1).join('/')
  if (/^bridge\/./.test(name)) return { holds: 'bridge', device: 'bridge', rest: name.slice('bridge/'.length) }
  const order = ORDER.exec(name)
  if (order !== null) return { holds: 'order', device: order[1] ?? '', rest: order[2] ?? '' }
  if (name.endsWith(AVAILABILITY)) return { holds: 'availability', device: name.slice(0, -AVAILABILITY.length), rest: '' }
  return { holds: 'state', device: name, rest: '' }
}

function readPlace(message: ZigbeeMessage, { holds, device, rest }: ZigbeePlace, restarts: Restarts): void {
  if (holds === 'bridge') readBridge(message, rest, restarts)
  else if (holds === 'order') readOrder(message, device, rest)
  else if (holds === 'availability') readAvailability(message, device)
  else readState(message, device, restarts)
}

function readState(message: ZigbeeMessage, name: string, restarts: Restarts): void {
  const { out, message: raw } = message
  const first = firstByte(raw.payload)
  if (first === null) return void out.events.push({ type: 'device-removed', device: name })
  if (first !== BRACE) return readScalar(message, name)
  const body = objectBody(message)
  if (body === null) return
  if (body['last_seen'] === undefined && isCacheReplay(restarts, name))
    out.events.push({ type: 'retained-skipped', device: name, channel: null })
  else readTelemetry(message, body)
}

/** `output: attribute`: the last level is the property. */
function readScalar(message: ZigbeeMessage, name: string): void {
  const { out } = message
  const cut = name.lastIndexOf('/')
  const device = name.slice(0, Math.max(0, cut))
  const text = textBody(message)
  if (text === null) return
  if (device === '') return refuse(out, 'invalid-payload', `the state of "${name}" is no JSON object`)
  const own = { ...message, device }
  const fields = openFields(own, device, null)
  readAttribute(fields, message.keyOf(name.slice(cut + 1)), text, own.devices.get(device))
  closeFields(fields)
}

function openZigbee(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, defineZigbeeField, isBesideZigbee)
  const placeIn = memoize(TOPICS_KEPT, placeOf)
  const keyOf = createKeyLookup(reader)
  const registers = createRegisters()
  const devices = createExposedDevices()
  const restarts = createRestarts()
  const decode: Codec['decode'] = (message, captures, out) => {
    const place = placeIn(message.topic, captures)
    const { device } = place
    if (device === '') refuse(out, 'no-device', `the topic "${message.topic}" names no device`)
    else readPlace({ reader, message, out, device, devices, registers, keyOf }, place, restarts)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { registers, devices, restarts, newest: reader.newest })
}

export const zigbee2mqtt: Convention = { descriptor: ZIGBEE2MQTT, open: openZigbee, encode: encodeZigbee }
