/** Shelly devices of the first generation. */

import type { Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { objectBody, textBody } from '../../fields/body.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import { closeFields, type FieldMessage, ignore, openFields, readField } from '../../fields/scope.ts'
import { SHELLY1 } from './descriptor.ts'
import { encodeShelly1 } from './encode.ts'
import { defineShelly1Field } from './fields.ts'

const VERSION = 1
/** About the device, without a measurement. */
const ABOUT =
  /^(?:announce|info|input_event\/\d+|longpush\/\d+|overtemperature|temperature_f|temperature_status|sensor\/(?:act_reasons|error|charger|illumination|tilt|ext_power)|.*_f)$/
/** Bodies in JSON, of which the named fields count. */
const STATUS = /^(?:light|color|white)\/\d+\/status$/

interface Shelly1Message extends FieldMessage {
  readonly device: string
  readonly path: string
}

function readStatus(fields: Shelly1Message): void {
  const body = objectBody(fields)
  if (body === null) return
  const scope = openFields(fields, fields.device, null)
  const known = Object.keys(body).filter((key) => fields.reader.ruleOf(`${fields.path}.${key}`) !== null)
  for (const key of known) readField(scope, `${fields.path}.${key}`, body[key])
  closeFields(scope)
}

function readScalar(fields: Shelly1Message): void {
  const { device, path, out } = fields
  const word = textBody(fields)
  if (word === null) return
  if (word === 'overpower') out.events.push({ type: 'device-status', device, status: `overpower: ${path}` })
  const scope = openFields(fields, device, null)
  readField(scope, path, word)
  closeFields(scope)
}

function readPath(fields: Shelly1Message): void {
  const { device, path, out, message } = fields
  if (path === 'online') {
    const word = textBody(fields)
    if (word === 'true' || word === 'false') out.events.push({ type: 'availability', device, online: word === 'true' })
    else if (word === '') out.events.push({ type: 'device-removed', device })
    else if (word !== null) refuse(out, 'invalid-payload', `"online" of "${device}" is neither true nor false`)
  } else if (path === 'command' || /\/(?:command|set)$/.test(path)) {
    out.events.push({
      type: 'command-seen',
      device,
      command: path,
      channel: path.replace(/\/[^/]*$/, ''),
      value: textBody(fields),
      retained: message.retain,
    })
  } else if (ABOUT.test(path)) ignore(out, device, `"${path}" holds no measurement`)
  else if (STATUS.test(path)) readStatus(fields)
  else readScalar(fields)
}

function openShelly1(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, defineShelly1Field)
  const registers = createRegisters()
  const decode: Codec['decode'] = (message, captures, out) => {
    const { device, path } = captures
    if (device === 'command' || device === 'announce') ignore(out, null, 'a message to all devices')
    else if (device === undefined || path === undefined) refuse(out, 'no-device', `the topic "${message.topic}" names no device and field`)
    else readPath({ reader, message, out, device, path })
    watchRegisters(registers, out, 0, () => false)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { registers, newest: reader.newest })
}

export const shelly1: Convention = { descriptor: SHELLY1, open: openShelly1, encode: encodeShelly1 }
