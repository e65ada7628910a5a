/** What a payload codec at the network server made of an uplink. Units of most keys are known to nobody but the codec's author. */

import { canonicalUnit, type PointRule, unitFits } from '../../domain/index.ts'
import { compileRule } from '../mapping/rules.ts'
import { isObject } from '../values/path.ts'
import {
  atMoment,
  type FieldMessage,
  type FieldScope,
  fieldTime,
  leaveField,
  openFields,
  readNode,
  type FieldMoment,
  closeFields,
} from './scope.ts'
import { ruleOfDescribed } from './described.ts'
import { emitField } from './emit-field.ts'
import type { FieldNode } from './reader.ts'

const TEMPERATURE: PointRule = { quantity: 'temperature', unit: 'Cel', min: -100, max: 250 }

/** Keys that mean the same in every decoder that has them; all others need a rule of the source. */
const COMMON: Readonly<Record<string, PointRule>> = {
  // The largest and least integers of an unread sensor lie outside, in tenths as in hundredths.
  temperature: TEMPERATURE,
  humidity: { quantity: 'humidity', unit: '%' },
  battery: { quantity: 'battery', unit: '%' },
  co2: { quantity: 'co2', unit: 'ppm' },
}

/** Keys of Cayenne LPP as ChirpStack (`temperatureSensor.1`) and The Things Stack (`temperature_1`) decode it, and of payloads that the latter normalises. */
const NUMBERED: readonly (readonly [key: RegExp, rule: PointRule])[] = [
  [/^(?:temperatureSensor\.|temperature_)\d+$|^(?:air|soil|water)\.temperature$/, TEMPERATURE],
  [/^(?:humiditySensor\.|relative_humidity_)\d+$|^air\.relativeHumidity$/, { quantity: 'humidity', unit: '%' }],
  [/^(?:barometer\.|barometric_pressure_)\d+$|^air\.pressure$/, { quantity: 'pressure', unit: 'hPa' }],
  [/^illuminanceSensor\.\d+$/, { quantity: 'illuminance', unit: 'lx' }],
  [/^presenceSensor\.\d+$/, { quantity: 'occupancy' }],
  [/^soil\.moisture$/, { quantity: 'soil_moisture', unit: '%' }],
  [/^air\.co2$/, { quantity: 'co2', unit: 'ppm' }],
]

/** A key of a decoded payload, by its path. */
export function defineLorawanField(channel: string): PointRule | null {
  if (Object.hasOwn(COMMON, channel)) return COMMON[channel] ?? null
  return NUMBERED.find(([key]) => key.test(channel))?.[1] ?? null
}

/** Whether a rule stands below this path. */
function hasRulesBelow({ reader }: FieldScope, node: FieldNode, value: Record<string, unknown>): boolean {
  if (Object.keys(value).some((key) => reader.below(node, key).rule !== null)) return true
  return [...reader.compiled.byName.keys()].some((name) => name.startsWith(`${node.channel}.`))
}

/** A voltage under the name of a percentage: cells have 1 to 5 V, and percentages this small are whole numbers. */
function isVoltage({ rule }: FieldNode, value: unknown): boolean {
  return rule?.quantity === 'battery' && typeof value === 'number' && (value > 100 || (value <= 5 && !Number.isInteger(value)))
}

/** A number that cannot be what its key says is left to a rule of the source. */
function readValue(fields: FieldScope, node: FieldNode, value: unknown): void {
  const own = fields.reader.compiled.byName.has(node.channel)
  if (!own && isVoltage(node, value)) leaveField(fields, node.channel, value)
  else readNode(fields, node, value)
}

/** `{"value": 21.5, "unit": "°C"}`, as decoders write it that give each value its unit. */
function isBox(value: Record<string, unknown>): boolean {
  return typeof value['value'] === 'number' && typeof value['unit'] === 'string' && canonicalUnit(value['unit']) !== null
}

/** The unit decides where the key means another quantity: a battery in V is a voltage. */
function readBox(fields: FieldScope, { channel, key, rule }: FieldNode, box: Record<string, unknown>): void {
  const { value } = box
  const unit = String(box['unit'])
  if (rule !== null && unitFits(rule.quantity, unit)) return emitField(rule, value, unit, fields.scope)
  const described = compileRule(channel, ruleOfDescribed({ name: key, unit }))
  if (described.quantity === 'unknown') leaveField(fields, channel, value)
  else emitField(described, value, null, fields.scope)
}

function readValues(fields: FieldScope, values: Record<string, unknown>, parent: FieldNode): void {
  for (const key of Object.keys(values)) {
    const value = values[key]
    const node = fields.reader.below(parent, key)
    if (!isObject(value)) readValue(fields, node, value)
    else if (isBox(value)) readBox(fields, node, value)
    else if (hasRulesBelow(fields, node, value)) readValues(fields, value, node)
    else leaveField(fields, node.channel, value)
  }
}

const OWN_TIME = ['timestamp', 'time', 'ts']

/** Older values in the message: rows of their own times, which change nothing that is current. */
function readHistory(fields: FieldScope, message: FieldMessage, list: readonly unknown[], timeKey: string | null): void {
  const { device } = fields.scope
  for (const item of list) {
    if (!isObject(item)) continue
    const key = timeKey ?? OWN_TIME.find((k) => item[k] !== undefined)
    const when = key === undefined ? null : fieldTime(message, device, item[key], { source: 'value', batch: true })
    if (when === null) {
      message.out.dead.push({ reason: 'bad-time', detail: `an older value of "${device}" has no believable time` })
      continue
    }
    const { [key ?? '']: _time, ...values } = item
    readValues(atMoment(fields, when), values, fields.reader.root)
  }
}

/** The decoded object of an uplink with its history. */
export function readUplink(message: FieldMessage, device: string, when: FieldMoment | null, values: Record<string, unknown>): void {
  const fields = openFields(message, device, when)
  const { history } = fields.reader.compiled
  const path = history?.path.join('.') ?? 'history'
  const list = values[path]
  const own = Array.isArray(list) ? Object.fromEntries(Object.entries(values).filter(([key]) => key !== path)) : values
  readValues(fields, own, fields.reader.root)
  if (Array.isArray(list)) readHistory(fields, message, list as unknown[], history?.time?.path.join('.') ?? null)
  closeFields(fields)
}
