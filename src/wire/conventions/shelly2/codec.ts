/** Shelly devices since the second generation: notifications (partial states), statuses, availability, answers to commands. */

import type { Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { objectBody, textBody } from '../../fields/body.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import {
  closeFields,
  type FieldMessage,
  type FieldScope,
  fieldTime,
  ignore,
  leaveField,
  openFields,
  readField,
} from '../../fields/scope.ts'
import type { MessageView } from '../../message-view.ts'
import { asText, child, isObject } from '../../values/path.ts'
import { SHELLY2 } from './descriptor.ts'
import { encodeShelly2 } from './encode.ts'
import { BESIDE, defineShelly2Field, isComponent } from './fields.ts'

const VERSION = 1

/** Members of one component; `path` is the channel so far. */
function readMembers(fields: FieldScope, path: string, members: Record<string, unknown>): void {
  for (const key of Object.keys(members)) {
    const value = members[key]
    const channel = fields.reader.join(path, key)
    if (fields.reader.ruleOf(channel) !== null) readField(fields, channel, value)
    else if (BESIDE.has(key)) continue
    else if (isObject(value)) readMembers(fields, channel, value)
    else leaveField(fields, channel, value)
  }
}

/** `src` is the identity of the device: the prefix of its topic can be set to anything. */
function deviceOf(body: unknown, prefix: string): string {
  const src = child(body, 'src')
  return typeof src === 'string' && src !== '' ? src : prefix
}

function readNotification(message: FieldMessage, prefix: string): void {
  const body = objectBody(message)
  if (body === null) return
  const { out } = message
  const device = deviceOf(body, prefix)
  const method = asText(body['method'] ?? '')
  const params = body['params']
  if (!isObject(params)) return ignore(out, device, `"${method}" has no params`)
  if (method !== 'NotifyStatus' && method !== 'NotifyFullStatus') return ignore(out, device, `"${method}" tells events, no state`)
  const fields = openFields(message, device, fieldTime(message, device, params['ts'], { unit: 's' }))
  const about: string[] = []
  for (const [name, component] of Object.entries(params)) {
    if (name === 'ts') continue
    if (isObject(component) && isComponent(name)) readMembers(fields, name, component)
    else about.push(name)
  }
  closeFields(fields)
  if (about.length > 0) out.events.push({ type: 'metadata', device, fields: about })
}

function readStatus(message: FieldMessage, device: string, component: string): void {
  const body = objectBody(message)
  if (body === null) return
  if (!isComponent(component)) return void message.out.events.push({ type: 'metadata', device, fields: Object.keys(body).slice(0, 100) })
  const fields = openFields(message, device, null)
  readMembers(fields, component, body)
  closeFields(fields)
}

function readAvailability(message: FieldMessage, device: string): void {
  const { out } = message
  const word = textBody(message)
  if (word === 'true' || word === 'false') out.events.push({ type: 'availability', device, online: word === 'true' })
  else if (word === '') out.events.push({ type: 'device-removed', device })
  else if (word !== null) refuse(out, 'invalid-payload', `"online" of "${device}" is neither true nor false`)
}

/** The answer to a command of ours; a request that somebody sent on the same topic. */
function readRpc(message: FieldMessage, prefix: string): void {
  const body = objectBody(message)
  if (body === null) return
  const { out, message: raw } = message
  const command = asText(body['id'] ?? '')
  const { result, error, method } = body
  if (method !== undefined)
    out.events.push({
      type: 'command-seen',
      device: prefix,
      command: `${asText(method)} ${command}`,
      channel: null,
      value: body['params'] ?? null,
      retained: raw.retain,
    })
  else if (result !== undefined || error !== undefined)
    out.events.push({
      type: 'command-ack',
      device: deviceOf(body, prefix),
      command,
      channel: null,
      result: error === undefined ? 'done' : 'refused',
      retained: raw.retain,
    })
  else ignore(out, deviceOf(body, prefix), 'neither a request nor an answer')
}

function openShelly2(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, defineShelly2Field)
  const registers = createRegisters()
  const decode: Codec['decode'] = (raw, captures, out) => {
    const message = { reader, message: raw, out }
    const levels = raw.topic.split('/')
    const last = levels.at(-1) ?? ''
    const prefix = captures['device'] ?? levels.slice(0, last === 'online' || last === 'rpc' ? -1 : -2).join('/')
    if (raw.topic.endsWith('/events/rpc')) readNotification(message, prefix.replace(/\/events$/, ''))
    else if (last === 'rpc') readRpc(message, prefix)
    else if (last === 'online') readAvailability(message, prefix)
    else if (levels.at(-2) === 'status') readStatus(message, prefix, captures['component'] ?? last)
    else refuse(out, 'unknown-topic', `"${raw.topic}" is none of events/rpc, status, online and rpc`)
    watchRegisters(registers, out, 0, () => false)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { registers, newest: reader.newest })
}

/** `PREFIX/status/<component>` with a component of these devices. */
function recogniseShelly2({ levels }: MessageView): number {
  const last = levels.at(-1) ?? ''
  return levels.length >= 3 && levels.at(-2) === 'status' && /^[a-z0-9_]+(?::\d+)?$/.test(last) && isComponent(last)
    ? last.includes(':')
      ? 4
      : 1
    : 0
}

export const shelly2: Convention = { descriptor: SHELLY2, recognise: recogniseShelly2, open: openShelly2, encode: encodeShelly2 }
