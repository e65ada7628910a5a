/** ESPHome: entities by component and object id. Units are in Home Assistant's discovery only; the default units of ESPHome stand here by name. */

import type { Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { objectBody, textBody } from '../../fields/body.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import { closeFields, type FieldMessage, ignore, leaveField, openFields, readField } from '../../fields/scope.ts'
import { textOf } from '../../values/json.ts'
import { ESPHOME } from './descriptor.ts'
import { encodeEsphome } from './encode.ts'
import { defineEsphomeField } from './fields.ts'

const VERSION = 1

interface EsphomePlace {
  readonly device: string
  readonly rest: readonly string[]
}

const COMPONENTS =
  /^(?:sensor|binary_sensor|switch|light|text_sensor|climate|number|cover|fan|select|lock|button|valve|alarm_control_panel)$/

function placeOf(topic: string): EsphomePlace | null {
  const levels = topic.split('/')
  const last = levels.at(-1) ?? ''
  if (last === 'status' || last === 'debug') return levels.length < 2 ? null : { device: levels.slice(0, -1).join('/'), rest: [last] }
  const at = levels.findLastIndex((level, i) => i > 0 && COMPONENTS.test(level))
  return at < 1 ? null : { device: levels.slice(0, at).join('/'), rest: levels.slice(at) }
}

function readLight(message: FieldMessage, device: string, channel: string): void {
  const body = objectBody(message)
  if (body === null) return
  const fields = openFields(message, device, null)
  if (body['state'] !== undefined) readField(fields, channel, body['state'])
  if (body['brightness'] !== undefined) readField(fields, `${channel}/brightness`, body['brightness'])
  closeFields(fields)
}

function readEntity(message: FieldMessage, { device, rest }: EsphomePlace): void {
  const { out, message: raw } = message
  const [component = '', object = '', ...path] = rest
  const kind = path.at(-1) ?? ''
  const channel = [component, object, ...path.slice(0, -1)].join('/')
  if (kind === 'command') {
    const value = textOf(raw.payload).slice(0, 200)
    out.events.push({ type: 'command-seen', device, command: 'command', channel, value, retained: raw.retain })
  } else if (kind !== 'state') ignore(out, device, `"${kind}" of "${channel}" holds no measurement`)
  else if (component === 'light' && textOf(raw.payload.subarray(0, 16)).trimStart().startsWith('{')) readLight(message, device, channel)
  else {
    const word = textBody(message)
    if (word === null) return
    const fields = openFields(message, device, null)
    if (fields.reader.ruleOf(channel) === null) leaveField(fields, channel, word)
    else readField(fields, channel, word)
    closeFields(fields)
  }
}

/** What Home Assistant sends of its own entities has the same form, and the units that its users chose. */
const STATESTREAM = /^(?:homeassistant|home_assistant|hass|statestream)\//i

function openEsphome(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, defineEsphomeField)
  const registers = createRegisters()
  const decode: Codec['decode'] = (raw, captures, out) => {
    if (source.mapping.topic === undefined && STATESTREAM.test(raw.topic)) return 'not-mine'
    const found = placeOf(raw.topic)
    const message = { reader, message: raw, out }
    if (found === null) refuse(out, 'unknown-topic', `"${raw.topic}" is no topic of ESPHome`)
    else if (found.rest[0] === 'debug') ignore(out, found.device, 'lines of the log')
    else if (found.rest[0] === 'status') {
      const word = textBody(message)
      if (word === 'online' || word === 'offline')
        out.events.push({ type: 'availability', device: captures['device'] ?? found.device, online: word === 'online' })
      else if (word === '') out.events.push({ type: 'device-removed', device: found.device })
      else if (word !== null) refuse(out, 'invalid-payload', `the status of "${found.device}" is neither online nor offline`)
    } else readEntity(message, found)
    watchRegisters(registers, out, 0, () => false)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { registers, newest: reader.newest })
}

export const esphome: Convention = { descriptor: ESPHOME, open: openEsphome, encode: encodeEsphome }
