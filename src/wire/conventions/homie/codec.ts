/** Homie 5 and 4: values as text, descriptions, states; `$target` and `set` are orders, no readings. */

import type { Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { jsonBody, textBody } from '../../fields/body.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader, type FieldReader } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import { type FieldMessage, ignore, openFields } from '../../fields/scope.ts'
import { compileRule } from '../../mapping/rules.ts'
import { emit } from '../../mapping/reading.ts'
import { HOMIE } from './descriptor.ts'
import { encodeHomie } from './encode.ts'
import { createHomieProperties, type HomieProperties, learnAttribute, learnDescription, propertyKey, ruleOfProperty } from './properties.ts'

const VERSION = 1

interface HomieMessage extends FieldMessage {
  readonly properties: HomieProperties
  readonly device: string
}

/** Levels behind the device. */
interface HomiePath {
  readonly device: string
  readonly rest: readonly string[]
}

function pathOf(topic: string): HomiePath | null {
  const levels = topic.split('/')
  const at = levels.indexOf('homie')
  const own = at < 0 ? levels : levels.slice(at + 1)
  const [device = '', ...rest] = /^\d+$/.test(own[0] ?? '') ? own.slice(1) : own
  return device === '' || rest.length === 0 ? null : { device, rest }
}

function readState({ out, device }: HomieMessage, word: string): void {
  if (word === '') out.events.push({ type: 'device-removed', device })
  else if (word === 'ready' || word === 'lost' || word === 'disconnected')
    out.events.push({ type: 'availability', device, online: word === 'ready' })
  else out.events.push({ type: 'device-status', device, status: word.slice(0, 40) })
}

function readAttribute(message: HomieMessage, name: string): void {
  const { out, device, properties } = message
  if (name === '$description') {
    learnDescription(properties, device, jsonBody(message), out)
    if (out.events.length + out.dead.length === 0) ignore(out, device, 'a description without properties')
    return
  }
  const word = textBody(message)
  if (word === null) return
  if (name === '$state') readState(message, word)
  else if (name === '$alert') out.events.push({ type: 'device-status', device, status: `alert: ${word}`.slice(0, 80) })
  else out.events.push({ type: 'metadata', device, fields: [name] })
}

function readOrder({ out, device, message }: HomieMessage, channel: string, kind: string, word: string): void {
  const { retain: retained } = message
  if (kind === '$target') out.events.push({ type: 'command-ack', device, command: '$target', channel, result: word.slice(0, 80), retained })
  else out.events.push({ type: 'command-seen', device, command: 'set', channel, value: word.slice(0, 80), retained })
}

function readValue(message: HomieMessage, reader: FieldReader, channel: string, word: string): void {
  const { device, out, properties } = message
  const property = properties.get(propertyKey(device, channel))
  const defined = ruleOfProperty(property, channel, word)
  const rule = reader.ruleOf(channel) ?? (defined === null ? null : compileRule(channel, defined))
  if (rule === null) out.events.push({ type: 'metadata', device, fields: [channel] })
  else emit(rule, { value: word, unit: null }, openFields(message, device, null).scope)
}

function readProperty(message: HomieMessage, rest: readonly string[]): void {
  const [node = '', property = '', attribute] = rest
  const word = textBody(message)
  if (word === null) return
  const channel = `${node}/${property}`
  if (property.startsWith('$')) message.out.events.push({ type: 'metadata', device: message.device, fields: [channel] })
  else if (attribute === undefined) readValue(message, message.reader, channel, word)
  else if (attribute === '$target' || attribute === 'set') readOrder(message, channel, attribute, word)
  else {
    if (attribute === '$unit' || attribute === '$datatype') learnAttribute(message.properties, message.device, channel, [attribute, word])
    message.out.events.push({ type: 'metadata', device: message.device, fields: [`${channel}/${attribute}`] })
  }
}

function openHomie(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, () => null)
  const properties = createHomieProperties()
  const registers = createRegisters()
  const decode: Codec['decode'] = (message, _captures, out) => {
    const path = pathOf(message.topic)
    if (path === null || path.rest.length > 3) refuse(out, 'unknown-topic', `"${message.topic}" is no topic of Homie`)
    else if (path.device.startsWith('$')) ignore(out, null, 'a broadcast')
    else {
      const own = { reader, message, out, properties, device: path.device }
      if (path.rest[0]?.startsWith('$')) readAttribute(own, path.rest[0])
      else if (path.rest.length === 1) refuse(out, 'unknown-topic', `"${message.topic}" names a node without a property`)
      else readProperty(own, path.rest)
      watchRegisters(registers, out, 0, () => false)
    }
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { properties, registers, newest: reader.newest })
}

export const homie: Convention = { descriptor: HOMIE, open: openHomie, encode: encodeHomie }
