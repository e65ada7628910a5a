/** Sensor values of Tasmota: a tree of groups and leaves, with the time and the units beside them. */

import type { FieldNode } from '../../fields/reader.ts'
import { type FieldScope, leaveField, openFields, readNode, closeFields } from '../../fields/scope.ts'
import { watchRegisters } from '../../fields/registers.ts'
import { isObject } from '../../values/path.ts'
import { isDailyRegister } from './fields.ts'
import { momentOf, type TasmotaMessage } from './message.ts'
import { markPowerOn } from './power-on.ts'
import { readZigbee } from './zigbee.ts'

/** About the message or the device, not about what it measures. */
const BESIDE: ReadonlySet<string> = new Set(['Time', 'Epoch', 'TempUnit', 'PressureUnit', 'SpeedUnit', 'TotalStartTime', 'Id'])

export function isBesideSensors(key: string): boolean {
  return BESIDE.has(key)
}

/** What a bridge heard, with devices of its own. */
const ZIGBEE = 'ZbReceived'
/** Echoes of a radar, per gate. */
const RADAR = /^LD\d+/

export interface SensorUnits {
  readonly temperature: string | null
  readonly pressure: string | null
}

function unitsOf(body: Record<string, unknown>): SensorUnits {
  const unit = (key: string): string | null => (typeof body[key] === 'string' ? body[key] : null)
  return { temperature: unit('TempUnit'), pressure: unit('PressureUnit') }
}

function unitFor({ key: leaf, rule }: FieldNode, units: SensorUnits, siblings: Record<string, unknown>): string | null {
  if (rule === null) return null
  if (leaf === 'Temperature' || leaf === 'DewPoint') return units.temperature
  if (leaf === 'Pressure' || leaf === 'SeaPressure') return units.pressure
  if (leaf === 'Weight' || leaf === 'weight') {
    const unit = siblings['WeightUnit'] ?? siblings['weight_unit']
    return typeof unit === 'string' ? unit : null
  }
  return null
}

function readGroup(fields: FieldScope, group: Record<string, unknown>, parent: FieldNode, units: SensorUnits): void {
  const root = parent === fields.reader.root
  const radar = parent.channel.startsWith('LD') && RADAR.test(parent.channel)
  for (const key of Object.keys(group)) {
    const node = fields.reader.below(parent, key)
    if (node.beside || (root && key === ZIGBEE)) continue
    const value = group[key]
    if (radar && key === 'Energy')
      fields.scope.out.events.push({ type: 'ignored', device: fields.scope.device, fields: [node.channel], detail: 'echoes of a radar' })
    else if (node.rule === null && isObject(value)) readGroup(fields, value, node, units)
    else if (radar && Array.isArray(value) && key !== 'Distance') leaveField(fields, node.channel, value)
    else readNode(fields, node, value, unitFor(node, units, group))
  }
}

/** The body of `SENSOR`, `StatusSNS` or `StatusSTS`: the same channels wherever they come from. */
export function readSensors(message: TasmotaMessage, body: Record<string, unknown>): void {
  const { out, device } = message
  const first = out.readings.length
  const when = momentOf(message, device, body)
  const fields = openFields(message, device, when)
  const zigbee = body[ZIGBEE]
  readGroup(fields, body, fields.reader.root, unitsOf(body))
  if (isObject(zigbee)) readZigbee(message, zigbee, when)
  closeFields(fields)
  markPowerOn(message, first)
  watchRegisters(message.registers, out, first, isDailyRegister)
}
