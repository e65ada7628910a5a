/** The state of a Zigbee device: all attributes that the coordinator has cached, with the time of its last radio contact. */

import { canonicalUnit, SECOND } from '../../../domain/index.ts'
import {
  atMoment,
  closeFields,
  type FieldMessage,
  type FieldScope,
  fieldTime,
  leaveField,
  openFields,
  readField,
  receiveMoment,
} from '../../fields/scope.ts'
import { type Registers, watchRegisters } from '../../fields/registers.ts'
import type { ExposedDevices, ExposedUnits } from './exposes.ts'
import { followsOrders } from './fields.ts'

export interface ZigbeeMessage extends FieldMessage {
  readonly device: string
  readonly devices: ExposedDevices
  readonly registers: Registers
}

/** About the message, the device or its radio. */
const BESIDE: ReadonlySet<string> = new Set([
  'last_seen',
  'device',
  'update',
  'update_available',
  'elapsed',
  'action',
  'color',
  'color_mode',
  'color_temp',
])
/** A contact that is older than this was not made for this message: it repeats the cache, or echoes an order. */
const FRESH = 10 * SECOND
/** Batteries are measured in mV, mains in V. */
const BATTERY_MILLIVOLTS = 1000

/** The cache has one register under several names, and a raw value beside the converted one. */
function isRepeated(key: string, body: Readonly<Record<string, unknown>>): boolean {
  return (key === 'consumption' && body['energy'] !== undefined) || (key === 'illuminance' && body['illuminance_lux'] !== undefined)
}

/** `OPEN` of a cover and `LOCK` of a lock are states, but not of a switch. */
function isOtherState(key: string, value: unknown): boolean {
  return (key === 'state' || key.startsWith('state_')) && typeof value === 'string' && !/^(?:on|off|null|)$/i.test(value)
}

function unitOf(key: string, value: unknown, units: ExposedUnits | undefined): string | null {
  if (key.startsWith('brightness')) return null
  const exposed = units?.[key]
  if (exposed !== undefined && exposed !== '' && canonicalUnit(exposed) !== null) return exposed
  // Some converters give a share, others a percentage.
  if (key.startsWith('power_factor') && typeof value === 'number' && Math.abs(value) > 1) return '%'
  return key === 'voltage' && typeof value === 'number' && value > BATTERY_MILLIVOLTS ? 'mV' : null
}

export function readAttribute(fields: FieldScope, key: string, value: unknown, units: ExposedUnits | undefined): void {
  const unit = unitOf(key, value, units)
  if (unit === null) readField(fields, key, value)
  else readField(fields, key, value, { unit })
}

export function readTelemetry(message: ZigbeeMessage, body: Record<string, unknown>): void {
  const { out, device, message: raw, registers } = message
  const first = out.readings.length
  const seen = fieldTime(message, device, body['last_seen'])
  const fields = openFields(message, device, seen)
  const optimistic = seen !== null && raw.receivedAt - seen.time > FRESH && !raw.retain ? atMoment(fields, receiveMoment(raw)) : fields
  const units = message.devices.get(device)
  for (const key of Object.keys(body)) {
    const value = body[key]
    if (BESIDE.has(key) || isRepeated(key, body)) continue
    if ((typeof value === 'object' && value !== null) || isOtherState(key, value)) leaveField(fields, key, value)
    else readAttribute(isOptimistic(fields, key) ? optimistic : fields, key, value, units)
  }
  closeFields(fields)
  watchRegisters(registers, out, first, () => false)
}

function isOptimistic({ reader }: FieldScope, key: string): boolean {
  const rule = reader.ruleOf(key)
  return rule !== null && followsOrders(rule)
}

/** Whether this repeats the cache of before a restart: then it is a state, and gives no sample. */
export function isCacheReplay(
  restarts: { get(key: string): number | undefined; set(key: string, value: number): void },
  device: string,
): boolean {
  const restarted = restarts.get('')
  if (restarted === undefined || (restarts.get(device) ?? 0) >= restarted) return false
  restarts.set(device, restarted)
  return true
}
