/** The state of a Zigbee device: all attributes that the coordinator has cached, with the time of its last radio contact. */

import { canonicalUnit, type Quantity, SECOND } from '../../../domain/index.ts'
import {
  atMoment,
  closeFields,
  type FieldMessage,
  type FieldScope,
  fieldTime,
  leaveField,
  openFields,
  readNode,
  receiveMoment,
} from '../../fields/scope.ts'
import { type Registers, watchRegisters } from '../../fields/registers.ts'
import type { FieldNode, FieldReader } from '../../fields/reader.ts'
import { memoize } from '../../values/memo.ts'
import type { ExposedDevices, ExposedUnits } from './exposes.ts'
import { followsOrders } from './fields.ts'

export interface ZigbeeMessage extends FieldMessage {
  readonly device: string
  readonly devices: ExposedDevices
  readonly registers: Registers
  readonly keyOf: (key: string) => ZigbeeKey
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

export function isBesideZigbee(key: string): boolean {
  return BESIDE.has(key)
}

/** A contact that is older than this was not made for this message: it repeats the cache, or echoes an order. */
const FRESH = 10 * SECOND
/** "Invalid" of ZCL in 16 bits, raw and with the usual divisors: no device of one circuit has these to the last digit. */
const INVALID: Readonly<Partial<Record<Quantity, ReadonlySet<number>>>> = {
  power: new Set([65_535, 6553.5, -32_768, -3276.8]),
  current: new Set([65_535, 655.35, 65.535]),
}
/** Batteries are measured in mV, mains in V. */
const BATTERY_MILLIVOLTS = 1000

/** Whether the device measures electricity: then its voltage is no battery's. */
function isElectric({ power, current, energy }: Readonly<Record<string, unknown>>): boolean {
  return power !== undefined || current !== undefined || energy !== undefined
}

/** One register has several names in the cache, and a converted value its raw one: the other name, where it is there, is read. */
const REPEATED: Readonly<Record<string, string>> = { consumption: 'energy', illuminance: 'illuminance_lux' }

/** What an attribute is by its key alone. */
export interface ZigbeeKey {
  readonly node: FieldNode
  /** The key that is read instead where the message has it. */
  readonly instead: string | null
  /** `OPEN` of a cover and `LOCK` of a lock are states, but not of a switch. */
  readonly state: boolean
  /** Follows an order at once. */
  readonly optimistic: boolean
  /** Numbers that say "invalid". */
  readonly invalid: ReadonlySet<number> | null
  /** What the value tells about its unit. */
  readonly scale: 'raw' | 'share' | 'battery' | 'plain'
}

function scaleOf(key: string): ZigbeeKey['scale'] {
  if (key.startsWith('brightness')) return 'raw'
  if (key.startsWith('power_factor')) return 'share'
  return key === 'voltage' ? 'battery' : 'plain'
}

const KEYS_KEPT = 10_000

export function createKeyLookup(reader: FieldReader): (key: string) => ZigbeeKey {
  return memoize(KEYS_KEPT, (key) => {
    const node = reader.below(reader.root, key)
    const instead = Object.hasOwn(REPEATED, key) ? (REPEATED[key] ?? null) : null
    const optimistic = node.rule !== null && followsOrders(node.rule)
    return { node, instead, state: key === 'state' || key.startsWith('state_'), optimistic, invalid: invalidOf(node), scale: scaleOf(key) }
  })
}

function isOtherState(value: unknown): boolean {
  return typeof value === 'string' && value !== 'ON' && value !== 'OFF' && !/^(?:on|off|null|)$/i.test(value)
}

function exposedUnit(key: string, units: ExposedUnits | undefined): string | null {
  const exposed = units?.[key]
  return exposed !== undefined && exposed !== '' && canonicalUnit(exposed) !== null ? exposed : null
}

type ZigbeeBody = Readonly<Record<string, unknown>>

/** An amount that is called consumption may be one of water, where nothing else is electric and no description says so. */
function isAmbiguous({ node }: ZigbeeKey, body: ZigbeeBody, units: ExposedUnits | undefined): boolean {
  return node.key === 'consumption' && units?.[node.key] === undefined && !isElectric(body)
}

function invalidOf({ rule }: FieldNode): ReadonlySet<number> | null {
  return rule === null ? null : (INVALID[rule.quantity] ?? null)
}

function unitOf({ node, scale }: ZigbeeKey, value: unknown, units: ExposedUnits | undefined): string | null {
  if (scale === 'raw') return null
  const exposed = exposedUnit(node.key, units)
  if (exposed !== null) return exposed
  if (scale === 'plain' || typeof value !== 'number') return null
  // Some converters give a share, others a percentage.
  if (scale === 'share') return Math.abs(value) > 1 ? '%' : null
  return value > BATTERY_MILLIVOLTS ? 'mV' : null
}

export function readAttribute(fields: FieldScope, key: ZigbeeKey, value: unknown, units: ExposedUnits | undefined): void {
  readNode(fields, key.node, value, unitOf(key, value, units))
}

export function readTelemetry(message: ZigbeeMessage, body: Record<string, unknown>): void {
  const { out, device, message: raw, registers } = message
  const first = out.readings.length
  const seen = fieldTime(message, device, body['last_seen'])
  const fields = openFields(message, device, seen)
  const optimistic = seen !== null && raw.receivedAt - seen.time > FRESH && !raw.retain ? atMoment(fields, receiveMoment(raw)) : fields
  const units = message.devices.get(device)
  for (const name of Object.keys(body)) {
    const value = body[name]
    const key = message.keyOf(name)
    if (key.node.beside || (key.instead !== null && body[key.instead] !== undefined)) continue
    if ((typeof value === 'object' && value !== null) || (key.state && isOtherState(value)) || isAmbiguous(key, body, units))
      leaveField(fields, name, value)
    else if (key.invalid !== null && typeof value === 'number' && key.invalid.has(value))
      out.events.push({ type: 'null', device, channel: name, detail: String(value) })
    else if (key.scale === 'battery' && isElectric(body)) readNode(fields, key.node, value, exposedUnit(name, units))
    else readAttribute(key.optimistic ? optimistic : fields, key, value, units)
  }
  closeFields(fields)
  watchRegisters(registers, out, first, () => false)
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
