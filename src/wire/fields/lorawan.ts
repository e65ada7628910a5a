/** What a payload codec at the network server made of an uplink. Units of most keys are known to nobody but the codec's author. */

import type { PointRule } from '../../domain/index.ts'
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
import type { FieldNode } from './reader.ts'

/** Keys that mean the same in every decoder that has them; all others need a rule of the source. */
const COMMON: Readonly<Record<string, PointRule>> = {
  temperature: { quantity: 'temperature', unit: 'Cel' },
  humidity: { quantity: 'humidity', unit: '%' },
  battery: { quantity: 'battery', unit: '%' },
  co2: { quantity: 'co2', unit: 'ppm' },
}

/** Keys of Cayenne LPP as ChirpStack (`temperatureSensor.1`) and The Things Stack (`temperature_1`) decode it, and of payloads that the latter normalises. */
const NUMBERED: readonly (readonly [key: RegExp, rule: PointRule])[] = [
  [/^(?:temperatureSensor\.|temperature_)\d+$|^(?:air|soil|water)\.temperature$/, { quantity: 'temperature', unit: 'Cel' }],
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

function readValues(fields: FieldScope, values: Record<string, unknown>, parent: FieldNode): void {
  for (const key of Object.keys(values)) {
    const value = values[key]
    const node = fields.reader.below(parent, key)
    if (!isObject(value)) readNode(fields, node, value)
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
