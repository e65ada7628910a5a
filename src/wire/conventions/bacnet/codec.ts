/** BACnet objects as JSON: the unit stands beside the value, by its name in ASHRAE 135 (clause 21, BACnetEngineeringUnits). */

import { canonicalUnit, type PointRule, refuseCommand, type Source } from '../../../domain/index.ts'
import { type Codec, type CodecContext, type Convention, refuse } from '../../codec.ts'
import { objectBody, textBody } from '../../fields/body.ts'
import { ruleOfDescribed, ruleOfFlag } from '../../fields/described.ts'
import { codecWithMemory } from '../../fields/memory.ts'
import { createFieldReader } from '../../fields/reader.ts'
import { createRegisters, watchRegisters } from '../../fields/registers.ts'
import { type FieldMessage, fieldTime, ignore, openFields, readField } from '../../fields/scope.ts'
import { compileRule } from '../../mapping/rules.ts'
import { emit } from '../../mapping/reading.ts'
import { asText } from '../../values/path.ts'
import { textOf } from '../../values/json.ts'
import type { Captures } from '../../values/topic.ts'
import { BACNET } from './descriptor.ts'

const VERSION = 1
const BINARY = /^binary/i
const SET_POINT = /setpoint|set[\s_-]?pt/i

interface BacnetObject {
  readonly device: string
  readonly type: string
  readonly name: string
  readonly unit: string | null
  readonly value: unknown
  readonly time: unknown
  /** `status` or `statusFlags` says that the value cannot be trusted. */
  readonly fault: boolean
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function isFault(body: Record<string, unknown>): boolean {
  const flags = asText(body['statusFlags'] ?? '')
  return (
    /fault/i.test(asText(body['status'] ?? '')) ||
    /^\{?\d,1/.test(flags) ||
    (body['reliability'] !== undefined && !/^(?:no[\s-]?fault.*|0)$/i.test(asText(body['reliability'])))
  )
}

function objectOf(body: Record<string, unknown>, captures: Captures): BacnetObject | null {
  const device = textOrNull(body['device']) ?? captures['device'] ?? (body['deviceId'] === undefined ? null : asText(body['deviceId']))
  const type = textOrNull(body['objectType']) ?? captures['objectType'] ?? ''
  const name = textOrNull(body['objectName']) ?? `${type}/${asText(body['instance'] ?? captures['instance'] ?? '')}`
  if (device === null) return null
  const value = body['presentValue'] ?? body['value']
  return {
    device,
    type,
    name,
    unit: textOrNull(body['units'] ?? body['unit']),
    value,
    time: body['timestamp'] ?? body['time'],
    fault: isFault(body),
  }
}

function ruleOfObject({ name, unit, type }: BacnetObject): PointRule {
  const kind = SET_POINT.test(name) ? { kind: 'setpoint' as const } : {}
  if (BINARY.test(type)) return { ...ruleOfFlag(name), map: { active: true, inactive: false } }
  return { ...ruleOfDescribed({ name, unit: unit === 'noUnits' ? null : unit }), ...kind }
}

function readObject(message: FieldMessage, object: BacnetObject): void {
  const { out, reader } = message
  const { device, name, value, fault, unit } = object
  if (value === undefined) return ignore(out, device, `"${name}" has no present value`)
  if (typeof value === 'object' && value !== null) return ignore(out, device, `the value of "${name}" is a structure`, [name])
  const first = out.readings.length
  const fields = openFields(message, device, fieldTime(message, device, object.time))
  if (reader.ruleOf(name) !== null) readField(fields, name, value, { unit })
  else if (unit !== null && unit !== 'noUnits' && canonicalUnit(unit) === null && !BINARY.test(object.type))
    out.events.push({ type: 'unmapped', device, channel: name, fields: [name], values: [value], detail: `the unit "${unit}" is not known` })
  else emit(compileRule(name, ruleOfObject(object)), { value, unit: null }, fields.scope)
  const reading = out.readings[first]
  if (fault && reading !== undefined && reading.quality === 'good') out.readings[first] = { ...reading, quality: 'suspect' }
}

/** Other properties of an object describe it. */
function isPresentValue({ property }: Captures): boolean {
  return property === undefined || property === 'presentValue' || property === 'present-value'
}

function openBacnet(source: Source, context: CodecContext): Codec {
  const reader = createFieldReader(source, context, () => null)
  const registers = createRegisters()
  const decode: Codec['decode'] = (raw, captures, out) => {
    const message = { reader, message: raw, out }
    const device = captures['device'] ?? ''
    if (!isPresentValue(captures)) ignore(out, device, `"${captures['property'] ?? ''}" is no present value`)
    else if (!textOf(raw.payload.subarray(0, 64)).trimStart().startsWith('{')) {
      const value = textBody(message)
      const body = { value, objectType: captures['objectType'], instance: captures['instance'] }
      const object = value === null ? null : objectOf(body, captures)
      if (object !== null) readObject(message, object)
      else if (value !== null) refuse(out, 'no-device', 'the message names no device')
    } else {
      const body = objectBody(message)
      const object = body === null ? null : objectOf(body, captures)
      if (object !== null) readObject(message, object)
      else if (body !== null) refuse(out, 'no-device', 'the message names no device')
    }
    watchRegisters(registers, out, 0, () => false)
    return 'handled'
  }
  return codecWithMemory({ decode, version: VERSION, limits: context.limits }, { registers, newest: reader.newest })
}

export const bacnet: Convention = {
  descriptor: BACNET,
  open: openBacnet,
  encode: (_command, { source }) =>
    refuseCommand('not-commandable', `how the gateway of "${source.id}" takes commands is not standardised`),
}
