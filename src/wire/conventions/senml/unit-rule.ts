/** Units of the SenML registry (IANA, RFC 8428 and 8798) as rules. */

import { canonicalUnit, type PointRule, type Quantity, quantityOfUnit } from '../../../domain/index.ts'

/** Units whose code says more than their dimension. */
const BY_CODE: Readonly<Record<string, PointRule>> = {
  '%RH': { quantity: 'humidity', unit: '%' },
  '%EL': { quantity: 'battery', unit: '%' },
  '%': { quantity: 'ratio', unit: '%' },
  '/': { quantity: 'ratio', unit: '1' },
  count: { quantity: 'count', unit: '1' },
  dB: { quantity: 'signal', unit: '1' },
  dBm: { quantity: 'signal', unit: '1' },
  dBW: { quantity: 'signal', unit: '1' },
  'W/m2': { quantity: 'irradiance', unit: 'W/m2' },
  kvarh: { quantity: 'reactive_energy', unit: 'kvar.h' },
  varh: { quantity: 'reactive_energy', unit: 'var.h' },
}

/** Positions on the earth. */
const NO_MEASUREMENT: ReadonlySet<string> = new Set(['lat', 'lon'])

/** Names that tell quantities of one unit apart. */
const BY_NAME: readonly (readonly [unit: string, name: RegExp, quantity: Quantity])[] = [
  ['%', /humid|\brh\b/i, 'humidity'],
  ['%', /level|dim|brightness|fill/i, 'level'],
  ['%', /batt/i, 'battery'],
  ['/', /power[\s_-]?factor|\bpf\b/i, 'power_factor'],
  ['Cel', /dew/i, 'dew_point'],
  ['kWh', /export|feed[\s_-]?in/i, 'energy_export'],
  ['Wh', /export|feed[\s_-]?in/i, 'energy_export'],
]

/** `key` is name and unit: one name may carry several units. Null: no measurement that this service has a quantity for. */
export function ruleOfUnit(name: string, unit: string | null): PointRule | null {
  if (unit === null || unit === '') return { quantity: 'unknown' }
  if (NO_MEASUREMENT.has(unit)) return null
  const named = BY_NAME.find(([code, form]) => code === unit && form.test(name))
  if (named !== undefined) return { quantity: named[2], unit }
  if (Object.hasOwn(BY_CODE, unit)) return BY_CODE[unit] ?? null
  if (canonicalUnit(unit) === null) return null
  const quantity = quantityOfUnit(unit)
  return quantity === null ? null : { quantity, unit }
}

/** The integral of a rate over seconds: its quantity and unit, or null where the unit is no rate. */
export function ruleOfSum(unit: string | null): PointRule | null {
  if (unit === 'W') return { quantity: 'energy', unit: 'J', kind: 'counter' }
  if (unit === 'kW') return { quantity: 'energy', unit: 'kJ', kind: 'counter' }
  if (unit === 'var') return { quantity: 'reactive_energy', unit: 'var.h', scale: 1 / 3600, kind: 'counter' }
  if (unit === 'm3/s') return { quantity: 'volume', unit: 'm3', kind: 'counter' }
  return unit === 'l/s' ? { quantity: 'volume', unit: 'L', kind: 'counter' } : null
}
