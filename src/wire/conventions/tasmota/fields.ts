/**
 * Fields of Tasmota messages (tasmota/docs: MQTT, Power-Monitoring-Calibration, Supported-Peripherals, Zigbee). Only `ENERGY.*` is electrical:
 * `Energy` of a radar is an echo, and `Power` of a Zigbee device a switch.
 */

import type { PointRule } from '../../../domain/index.ts'

/** Leaves below `ENERGY`. Several phases make an array of a scalar. `Period` is the only one in Wh. */
const ENERGY: Readonly<Record<string, PointRule>> = {
  Total: { quantity: 'energy', unit: 'kWh', kind: 'counter' },
  TotalTariff: { quantity: 'energy', unit: 'kWh', kind: 'counter' },
  Today: { quantity: 'energy', unit: 'kWh', kind: 'counter' },
  Yesterday: { quantity: 'energy', unit: 'kWh', kind: 'interval' },
  Period: { quantity: 'energy', unit: 'Wh', kind: 'interval' },
  ImportActive: { quantity: 'energy', unit: 'kWh', kind: 'counter' },
  ExportActive: { quantity: 'energy_export', unit: 'kWh', kind: 'counter' },
  ExportTariff: { quantity: 'energy_export', unit: 'kWh', kind: 'counter' },
  ImportReactive: { quantity: 'reactive_energy', unit: 'kvar.h', kind: 'counter' },
  ExportReactive: { quantity: 'reactive_energy_export', unit: 'kvar.h', kind: 'counter' },
  Power: { quantity: 'power', unit: 'W' },
  ApparentPower: { quantity: 'apparent_power', unit: 'VA' },
  ReactivePower: { quantity: 'reactive_power', unit: 'var' },
  Factor: { quantity: 'power_factor', unit: '1' },
  Voltage: { quantity: 'voltage', unit: 'V' },
  Current: { quantity: 'current', unit: 'A' },
  Frequency: { quantity: 'frequency', unit: 'Hz' },
  Load: { quantity: 'ratio', unit: '%' },
}

/** `ANALOG.CTEnergy1.*`: a current transformer on the analog input. */
const CURRENT_TRANSFORMER: Readonly<Record<string, PointRule>> = {
  Energy: { quantity: 'energy', unit: 'kWh', kind: 'counter' },
  Power: { quantity: 'power', unit: 'W' },
  Voltage: { quantity: 'voltage', unit: 'V' },
  Current: { quantity: 'current', unit: 'A' },
}

/** Leaves of sensors of any make. Temperature and pressure have their unit beside them, in `TempUnit` and `PressureUnit`. */
const SENSOR: Readonly<Record<string, PointRule>> = {
  Temperature: { quantity: 'temperature' },
  DewPoint: { quantity: 'dew_point' },
  Humidity: { quantity: 'humidity', unit: '%' },
  Pressure: { quantity: 'pressure' },
  SeaPressure: { quantity: 'pressure' },
  Illuminance: { quantity: 'illuminance', unit: 'lx' },
  CarbonDioxide: { quantity: 'co2', unit: 'ppm' },
  eCO2: { quantity: 'co2', unit: 'ppm' },
  Moisture: { quantity: 'soil_moisture', unit: '%' },
  // Scales of Bluetooth write it small, with the unit beside it.
  Weight: { quantity: 'mass', unit: 'kg' },
  weight: { quantity: 'mass', unit: 'kg' },
  People: { quantity: 'occupants', unit: '1', kind: 'state' },
  Battery: { quantity: 'battery', unit: '%' },
  RSSI: { quantity: 'signal', unit: '1' },
}

/** Attributes of Zigbee devices behind a Tasmota coordinator. Watts are `ActivePower`. */
const ZIGBEE: Readonly<Record<string, PointRule>> = {
  Power: { quantity: 'switch' },
  ActivePower: { quantity: 'power', unit: 'W' },
  RMSVoltage: { quantity: 'voltage', unit: 'V' },
  RMSCurrent: { quantity: 'current', unit: 'A' },
  EnergyTotal: { quantity: 'energy', unit: 'kWh', kind: 'counter' },
  Temperature: { quantity: 'temperature', unit: 'Cel' },
  Humidity: { quantity: 'humidity', unit: '%' },
  Pressure: { quantity: 'pressure', unit: 'hPa' },
  Illuminance: { quantity: 'illuminance', unit: 'lx' },
  Occupancy: { quantity: 'occupancy' },
  Contact: { quantity: 'state', unit: 'bool' },
  Dimmer: { quantity: 'level', unit: '%', scale: 100 / 254 },
  BatteryPercentage: { quantity: 'battery', unit: '%' },
  LinkQuality: { quantity: 'signal', unit: '1' },
}

/** Of `STATE` and of answers to commands. */
const STATE: readonly (readonly [key: RegExp, rule: PointRule])[] = [
  [/^POWER\d*$/, { quantity: 'switch' }],
  [/^Dimmer\d*$/, { quantity: 'level', unit: '%' }],
  [/^Wifi\.RSSI$/, { quantity: 'signal', unit: '1' }],
]

/** Shunts of direct current (Tasmota: INA219, INA226, INA3221). */
const SHUNT = /^INA\d+/
const OF_SHUNT: Readonly<Record<string, PointRule>> = {
  Voltage: { quantity: 'voltage', unit: 'V' },
  Current: { quantity: 'current', unit: 'A' },
  Power: { quantity: 'power', unit: 'W' },
}

/** Sensors that measure a distance in millimetres; the others give centimetres. */
const MILLIMETRES = /^VL53/
/** The range of the DS18B20 (data sheet: -55 .. 125 C); -127 is a failed read. */
const ONE_WIRE = /^DS18/

function own(table: Readonly<Record<string, PointRule>>, key: string): PointRule | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null
}

function defineSensor(group: string, leaf: string): PointRule | null {
  if (leaf === 'Distance') return { quantity: 'distance', unit: MILLIMETRES.test(group) ? 'mm' : 'cm' }
  if (SHUNT.test(group)) return own(OF_SHUNT, leaf) ?? own(SENSOR, leaf)
  if (leaf === 'Temperature' && ONE_WIRE.test(group)) return { quantity: 'temperature', min: -55, max: 125 }
  return own(SENSOR, leaf)
}

/** A field of `SENSOR`, `STATE` or an answer, by its path below the wrapper; `ZbReceived.<attribute>` for Zigbee. */
export function defineTasmotaField(channel: string): PointRule | null {
  // Of several phases each has its index.
  const path = channel.replace(/\[\d+\]$/, '').split('.')
  const [group = ''] = path
  const leaf = path.at(-1) ?? ''
  if (group === 'ENERGY') return own(ENERGY, leaf)
  if (group === 'ZbReceived') return own(ZIGBEE, leaf)
  if (path.length === 1)
    return /^Switch\d+$/.test(leaf) ? { quantity: 'state', unit: 'bool' } : (STATE.find(([key]) => key.test(channel))?.[1] ?? null)
  if (group === 'COUNTER') return { quantity: 'count', kind: 'counter' }
  if (group === 'ANALOG') {
    if (path[1]?.startsWith('CTEnergy') === true) return own(CURRENT_TRANSFORMER, leaf)
    return defineSensor(group, leaf) ?? { quantity: 'unknown' }
  }
  return STATE.find(([key]) => key.test(channel))?.[1] ?? defineSensor(group, leaf)
}

/** Channels that begin at 0 every day. */
export function isDailyRegister(channel: string): boolean {
  return channel.startsWith('ENERGY.Today')
}
