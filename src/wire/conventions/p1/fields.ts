/**
 * Registers of the P1 telegram by OBIS code (DSMR 5.0.2 P1 companion standard, table 6-1; e-MUCS P1 1.7), and the names that DSMR-reader and HomeWizard give
 * them. Import and export are registers and powers of their own, both positive.
 */

import type { PointRule } from '../../../domain/index.ts'

const IMPORT: PointRule = { quantity: 'energy', unit: 'kWh', kind: 'counter' }
const EXPORT: PointRule = { quantity: 'energy_export', unit: 'kWh', kind: 'counter' }
const POWER: PointRule = { quantity: 'power', unit: 'kW' }
const POWER_EXPORT: PointRule = { quantity: 'power_export', unit: 'kW' }
const VOLTAGE: PointRule = { quantity: 'voltage', unit: 'V' }
const CURRENT: PointRule = { quantity: 'current', unit: 'A' }
const GAS: PointRule = { quantity: 'volume', unit: 'm3', kind: 'counter' }

/** `A-B:C.D.E`: C and D name the register, E the tariff. */
const OBIS: readonly (readonly [code: RegExp, rule: PointRule])[] = [
  [/^1-\d:1\.8\.\d$/, IMPORT],
  [/^1-\d:2\.8\.\d$/, EXPORT],
  [/^1-\d:3\.8\.\d$/, { quantity: 'reactive_energy', unit: 'kvar.h', kind: 'counter' }],
  [/^1-\d:4\.8\.\d$/, { quantity: 'reactive_energy_export', unit: 'kvar.h', kind: 'counter' }],
  [/^1-\d:(?:1|21|41|61)\.7\.0$/, POWER],
  [/^1-\d:(?:2|22|42|62)\.7\.0$/, POWER_EXPORT],
  [/^1-\d:(?:32|52|72)\.7\.0$/, VOLTAGE],
  [/^1-\d:(?:31|51|71)\.7\.0$/, CURRENT],
  [/^1-\d:14\.7\.0$/, { quantity: 'frequency', unit: 'Hz' }],
]

/** Registers of other meters on the same bus: they have a time of their own. */
const OTHER_METER = /^0-\d:24\.2\.[13]$/

export function isOtherMeter(code: string): boolean {
  return OTHER_METER.test(code)
}

/** `unit` as the telegram writes it: gas and water are m3, heat is GJ. */
export function ruleOfObis(code: string, unit: string): PointRule | null {
  if (isOtherMeter(code)) return unit === 'm3' ? GAS : /^[GMk]J$/.test(unit) ? { quantity: 'heat_energy', unit, kind: 'counter' } : null
  return OBIS.find(([form]) => form.test(code))?.[1] ?? null
}

const watts = (rule: PointRule): PointRule => ({ ...rule, unit: 'W' })

const NAMES: readonly (readonly [name: RegExp, rule: PointRule])[] = [
  [/^electricity_delivered_\d$/, IMPORT],
  [/^electricity_returned_\d$/, EXPORT],
  [/^electricity_currently_delivered$|^phase_currently_delivered_l\d$/, POWER],
  [/^electricity_currently_returned$|^phase_currently_returned_l\d$/, POWER_EXPORT],
  [/^phase_voltage_l\d$/, VOLTAGE],
  [/^phase_power_current_l\d$/, CURRENT],
  [/^extra_device_delivered$/, GAS],
  [/^total_power_import(?:_t\d)?_kwh$/, IMPORT],
  [/^total_power_export(?:_t\d)?_kwh$/, EXPORT],
  // HomeWizard, version 1 and 2.
  [/^energy_import(?:_t\d)?_kwh$/, IMPORT],
  [/^energy_export(?:_t\d)?_kwh$/, EXPORT],
  [/^(?:active_)?power(?:_l\d)?_w$/, watts(POWER)],
  [/^(?:active_)?voltage(?:_l\d)?_v$/, VOLTAGE],
  [/^(?:active_)?current(?:_l\d)?_a$/, CURRENT],
  [/^(?:active_)?frequency_hz$/, { quantity: 'frequency', unit: 'Hz' }],
  [/^total_(?:gas|liter)_m3$/, GAS],
  [/^wifi_strength$/, { quantity: 'signal', unit: '1' }],
]

/** What a meter on the same bus counts, by the unit that stands beside its value. */
export function ruleOfOtherMeter(unit: unknown): PointRule | null {
  if (unit === 'm3') return GAS
  return unit === 'GJ' ? { quantity: 'heat_energy', unit, kind: 'counter' } : null
}

function ruleOfName(name: string): PointRule | null {
  return NAMES.find(([form]) => form.test(name))?.[1] ?? null
}

/** The field that holds the time of a register with a time of its own. */
export const OWN_TIME: ReadonlyMap<string, string> = new Map([
  ['extra_device_delivered', 'extra_device_timestamp'],
  ['total_gas_m3', 'gas_timestamp'],
])

/** A field of the telegram by its code, of the JSON by its name. The unit of another meter stands beside its value. */
export function defineP1Field(channel: string): PointRule | null {
  return isOtherMeter(channel) ? { quantity: 'volume', kind: 'counter' } : (ruleOfObis(channel, '') ?? ruleOfName(channel))
}
