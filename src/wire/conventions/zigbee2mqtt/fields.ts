/**
 * Properties that Zigbee2MQTT publishes, by the names its device definitions share (zigbee2mqtt.io, exposes). Units of a single device are in
 * `bridge/devices`, which comes before this table.
 */

import type { PointRule } from '../../../domain/index.ts'

const ENERGY: PointRule = { quantity: 'energy', unit: 'kWh', kind: 'counter' }
/** ZCL says "invalid" by the largest or least integer: such a value is kept as bad. */
const POWER: PointRule = { quantity: 'power', unit: 'W', min: -1_000_000, max: 1_000_000 }
const VOLTAGE: PointRule = { quantity: 'voltage', unit: 'V', min: 0, max: 1200 }
const CURRENT: PointRule = { quantity: 'current', unit: 'A', min: -1000, max: 1000 }
const TEMPERATURE: PointRule = { quantity: 'temperature', unit: 'Cel', min: -100, max: 250 }
const FLAG: PointRule = { quantity: 'state', unit: 'bool' }
const OCCUPANCY: PointRule = { quantity: 'occupancy' }
const LEVEL_254: PointRule = { quantity: 'level', unit: '%', scale: 100 / 254 }
const PERCENT: PointRule = { quantity: 'level', unit: '%' }

const FIELDS: Readonly<Record<string, PointRule>> = {
  power: POWER,
  energy: ENERGY,
  consumption: ENERGY,
  consumed_energy: ENERGY,
  produced_energy: { quantity: 'energy_export', unit: 'kWh', kind: 'counter' },
  voltage: VOLTAGE,
  current: CURRENT,
  power_factor: { quantity: 'power_factor', unit: '1' },
  power_apparent: { quantity: 'apparent_power', unit: 'VA' },
  power_reactive: { quantity: 'reactive_power', unit: 'var' },
  energy_consumed: ENERGY,
  energy_produced: { quantity: 'energy_export', unit: 'kWh', kind: 'counter' },
  frequency: { quantity: 'frequency', unit: 'Hz' },
  ac_frequency: { quantity: 'frequency', unit: 'Hz' },
  temperature: TEMPERATURE,
  local_temperature: TEMPERATURE,
  external_temperature: TEMPERATURE,
  device_temperature: TEMPERATURE,
  soil_temperature: TEMPERATURE,
  current_heating_setpoint: { ...TEMPERATURE, kind: 'setpoint' },
  occupied_heating_setpoint: { ...TEMPERATURE, kind: 'setpoint' },
  occupied_cooling_setpoint: { ...TEMPERATURE, kind: 'setpoint' },
  humidity: { quantity: 'humidity', unit: '%' },
  soil_moisture: { quantity: 'soil_moisture', unit: '%' },
  pressure: { quantity: 'pressure', unit: 'hPa' },
  co2: { quantity: 'co2', unit: 'ppm' },
  illuminance: { quantity: 'illuminance', unit: 'lx' },
  illuminance_lux: { quantity: 'illuminance', unit: 'lx' },
  occupancy: OCCUPANCY,
  presence: OCCUPANCY,
  motion: OCCUPANCY,
  contact: FLAG,
  water_leak: FLAG,
  smoke: FLAG,
  gas: FLAG,
  state: { quantity: 'switch' },
  brightness: LEVEL_254,
  position: PERCENT,
  pi_heating_demand: PERCENT,
  flow: { quantity: 'flow', unit: 'm3/h' },
  water_consumed: { quantity: 'volume', unit: 'L', kind: 'interval' },
  target_distance: { quantity: 'distance', unit: 'm' },
  battery: { quantity: 'battery', unit: '%' },
  linkquality: { quantity: 'signal', unit: '1' },
}

/** Endings of properties of one phase or of one of several outputs. */
const ENDING = /_(?:phase_[abc]|[abc]|l\d+|left|right|center|top|bottom|\d+)$/
/** Families that occur once per phase or output; `occupancy_timeout` and its like are no members. */
const REPEATED: ReadonlySet<string> = new Set([
  'power',
  'energy',
  'produced_energy',
  'energy_produced',
  'voltage',
  'current',
  'power_factor',
  'power_apparent',
  'power_reactive',
  'temperature',
  'humidity',
  'state',
  'brightness',
  'position',
])

export function defineZigbeeField(channel: string): PointRule | null {
  if (Object.hasOwn(FIELDS, channel)) return FIELDS[channel] ?? null
  const head = channel.replace(ENDING, '')
  return head !== channel && REPEATED.has(head) ? (FIELDS[head] ?? null) : null
}

/** Quantities that follow an order at once, before the device confirms: their time is not that of the last contact. */
export function followsOrders({ quantity, kind }: { readonly quantity: string; readonly kind: string }): boolean {
  return quantity === 'switch' || quantity === 'level' || kind === 'setpoint'
}
