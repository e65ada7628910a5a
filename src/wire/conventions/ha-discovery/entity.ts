/** An entity of Home Assistant as a point: quantity, unit and kind from device class, unit and state class. */

import { canonicalUnit, type Kind, type PointRule, type Quantity, quantityOf, unitFits } from '../../../domain/index.ts'
import { ruleOfDescribed } from '../../fields/described.ts'
import { asText } from '../../values/path.ts'

const CLASSES: Readonly<Record<string, Quantity>> = {
  apparent_power: 'apparent_power',
  atmospheric_pressure: 'pressure',
  battery: 'battery',
  carbon_dioxide: 'co2',
  current: 'current',
  distance: 'distance',
  duration: 'duration',
  energy: 'energy',
  frequency: 'frequency',
  gas: 'volume',
  humidity: 'humidity',
  illuminance: 'illuminance',
  irradiance: 'irradiance',
  moisture: 'soil_moisture',
  power: 'power',
  power_factor: 'power_factor',
  pressure: 'pressure',
  reactive_energy: 'reactive_energy',
  reactive_power: 'reactive_power',
  signal_strength: 'signal',
  temperature: 'temperature',
  voltage: 'voltage',
  volume: 'volume',
  volume_flow_rate: 'flow',
  water: 'volume',
  weight: 'mass',
}

const KINDS: Readonly<Record<string, Kind>> = { measurement: 'instant', total_increasing: 'counter', total: 'counter' }
const PRESENCE: ReadonlySet<string> = new Set(['occupancy', 'motion', 'presence'])

type Config = Readonly<Record<string, unknown>>

function sensorRule(config: Config): PointRule {
  const unitText = config['unit_of_measurement']
  const unit = typeof unitText === 'string' && unitText !== '' ? unitText : null
  const name = asText(config['name'] ?? config['unique_id'] ?? '')
  const byClass = CLASSES[asText(config['device_class'] ?? '')]
  const described = ruleOfDescribed({ name, unit })
  const usable = byClass !== undefined && (unit === null || unitFits(byClass, unit) || canonicalUnit(unit) === null)
  const quantity = usable && !(byClass === 'energy' && described.quantity === 'energy_export') ? byClass : (described.quantity ?? 'unknown')
  const stateClass = asText(config['state_class'] ?? '')
  const kind = KINDS[stateClass] ?? (quantityOf(quantity).kind === 'counter' && stateClass === '' ? quantityOf(quantity).kind : undefined)
  return { quantity, ...(unit === null || canonicalUnit(unit) === null ? {} : { unit }), ...(kind === undefined ? {} : { kind }) }
}

function wordMap(config: Config): Record<string, boolean> {
  const on = asText(config['state_on'] ?? config['payload_on'] ?? 'ON')
  const off = asText(config['state_off'] ?? config['payload_off'] ?? 'OFF')
  return { [on]: true, [off]: false }
}

/** The rule of an entity, or null for a component that measures nothing. */
export function ruleOfEntity(component: string, config: Config): PointRule | null {
  if (component === 'sensor') return sensorRule(config)
  if (component === 'number') return { ...sensorRule(config), kind: 'setpoint' }
  if (component === 'switch' || component === 'light') return { quantity: 'switch', map: wordMap(config) }
  if (component !== 'binary_sensor') return null
  const presence = PRESENCE.has(asText(config['device_class'] ?? ''))
  return { ...(presence ? { quantity: 'occupancy' as const } : { quantity: 'state' as const, unit: 'bool' }), map: wordMap(config) }
}
