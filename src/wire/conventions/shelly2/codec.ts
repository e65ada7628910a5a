/** Shelly devices since the second generation: notifications (partial states), statuses, availability, answers to commands. */

import type { Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { objectBody, textBody } from '../../fields/body.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader, type FieldNode } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import { closeFields, type FieldMessage, type FieldScope, fieldTime, ignore, openFields, readNode } from '../../fields/scope.ts'
import type { MessageView } from '../../message-view.ts'
import { memoize } from '../../values/memo.ts'
import { asText, child, isObject } from '../../values/path.ts'
import type { Captures } from '../../values/topic.ts'
import { SHELLY2 } from './descriptor.ts'
import { encodeShelly2 } from './encode.ts'
import { BESIDE, defineShelly2Field, isComponent } from './fields.ts'

const VERSION = 1
const TOPICS_KEPT = 10_000

/** Members of one component. */
function readMembers(fields: FieldScope, parent: FieldNode, members: Record<string, unknown>): void {
  for (const key of Object.keys(members)) {
    const value = members[key]
    const node = fields.reader.below(parent, key)
    if (node.rule === null && node.beside) continue
    if (node.rule === null && isObject(value)) readMembers(fields, node, value)
    else readNode(fields, node, value)
  }
}

function readComponent(fields: FieldScope, name: string, component: Record<string, unknown>): void {
  readMembers(fields, fields.reader.below(fields.reader.root, name), component)
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
    if (isObject(component) && isComponent(name)) readComponent(fields, name, component)
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
  readComponent(fields, component, body)
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

interface ShellyPlace {
  readonly stream: 'notification' | 'rpc' | 'online' | 'status' | null
  readonly prefix: string
  readonly component: string
}

function placeOf(topic: string, captures: Captures): ShellyPlace {
  const levels = topic.split('/')
  const last = levels.at(-1) ?? ''
  const prefix = captures['device'] ?? levels.slice(0, last === 'online' || last === 'rpc' ? -1 : -2).join('/')
  const component = captures['component'] ?? last
  if (topic.endsWith('/events/rpc')) return { stream: 'notification', prefix: prefix.replace(/\/events$/, ''), component }
  const stream = last === 'rpc' || last === 'online' ? last : levels.at(-2) === 'status' ? 'status' : null
  return { stream, prefix, component }
}

function openShelly2(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, defineShelly2Field, (key) => BESIDE.has(key))
  const registers = createRegisters()
  const placeIn = memoize(TOPICS_KEPT, placeOf)
  const decode: Codec['decode'] = (raw, captures, out) => {
    const message = { reader, message: raw, out }
    const { stream, prefix, component } = placeIn(raw.topic, captures)
    if (stream === 'notification') readNotification(message, prefix)
    else if (stream === 'rpc') readRpc(message, prefix)
    else if (stream === 'online') readAvailability(message, prefix)
    else if (stream === 'status') readStatus(message, prefix, component)
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
