/** ESPHome: entities by component and object id. Units are in Home Assistant's discovery only; the default units of ESPHome stand here by name. */

import type { PointRule, Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { objectBody, textBody } from '../../fields/body.ts'
import { ruleOfFlag } from '../../fields/described.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import { closeFields, type FieldMessage, ignore, leaveField, openFields, readField } from '../../fields/scope.ts'
import { textOf } from '../../values/json.ts'
import { ESPHOME } from './descriptor.ts'
import { encodeEsphome } from './encode.ts'

const VERSION = 1

/** Endings of object ids with the default unit of their component (esphome.io/components/sensor). Gates of a radar have an energy that is none. */
const SENSORS: readonly (readonly [name: RegExp, rule: PointRule])[] = [
  [/(?:move|still|gate)_energy$/, { quantity: 'ratio', unit: '%' }],
  [/power_factor$/, { quantity: 'power_factor', unit: '1' }],
  [/(?:^|_)power$/, { quantity: 'power', unit: 'W' }],
  [/(?:daily|total|today)_energy$|energy_(?:total|today)$/, { quantity: 'energy', unit: 'kWh', kind: 'counter' }],
  [/(?:^|_)voltage$/, { quantity: 'voltage', unit: 'V' }],
  [/(?:^|_)current$/, { quantity: 'current', unit: 'A' }],
  [/(?:^|_)frequency$/, { quantity: 'frequency', unit: 'Hz' }],
  [/(?:^|_)temperature$/, { quantity: 'temperature', unit: 'Cel' }],
  [/(?:^|_)dew_?point$/, { quantity: 'dew_point', unit: 'Cel' }],
  [/(?:^|_)humidity$/, { quantity: 'humidity', unit: '%' }],
  [/(?:^|_)pressure$/, { quantity: 'pressure', unit: 'hPa' }],
  [/(?:^|_)(?:illuminance|lux)$/, { quantity: 'illuminance', unit: 'lx' }],
  [/(?:^|_)co2$/, { quantity: 'co2', unit: 'ppm' }],
  [/wifi_signal/, { quantity: 'signal', unit: '1' }],
  [/(?:^|_)uptime$/, { quantity: 'duration', unit: 's' }],
]

function defineField(channel: string): PointRule | null {
  const [component = '', object = '', member = ''] = channel.split('/')
  if (component === 'sensor') return SENSORS.find(([name]) => name.test(object))?.[1] ?? { quantity: 'unknown' }
  if (component === 'binary_sensor') return ruleOfFlag(object)
  if (component === 'switch') return { quantity: 'switch' }
  if (component === 'light') return member === 'brightness' ? { quantity: 'level', unit: '%', scale: 100 / 255 } : { quantity: 'switch' }
  if (component !== 'climate') return null
  if (member === 'current_temperature') return { quantity: 'temperature', unit: 'Cel' }
  return member === 'target_temperature' ? { quantity: 'temperature', unit: 'Cel', kind: 'setpoint' } : null
}

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

function openEsphome(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, defineField)
  const registers = createRegisters()
  const decode: Codec['decode'] = (raw, captures, out) => {
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
  return codecWithMemory(decode, VERSION, { registers, newest: reader.newest })
}

export const esphome: Convention = { descriptor: ESPHOME, open: openEsphome, encode: encodeEsphome }
