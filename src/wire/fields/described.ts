/** What a field measures whose unit a description gives: by the unit, and by the name where units share a quantity. */

import { canonicalUnit, type PointRule, type Quantity, quantityOfUnit } from '../../domain/index.ts'

export interface DescribedField {
  readonly name: string
  /** As the description writes it; null: it has none. */
  readonly unit: string | null
}

type NameTable = readonly (readonly [name: RegExp, quantity: Quantity])[]

const EXPORT = /export|reverse|return|feed[\s_-]?in|produc/i
const HEAT = /heat|thermal/i

/** Units that several quantities share: the name decides. */
function refine(quantity: Quantity, name: string): Quantity {
  if (quantity === 'energy') return HEAT.test(name) ? 'heat_energy' : EXPORT.test(name) ? 'energy_export' : 'energy'
  if (quantity === 'reactive_energy') return EXPORT.test(name) ? 'reactive_energy_export' : quantity
  if (quantity === 'temperature') return /dew[\s_-]?point/i.test(name) ? 'dew_point' : quantity
  return quantity
}

const OF_PERCENT: NameTable = [
  [/soil|moisture/i, 'soil_moisture'],
  [/humid|\brh\b/i, 'humidity'],
  [/battery|\bsoc\b/i, 'battery'],
  [/power[\s_-]?factor|\bpf\b/i, 'power_factor'],
  [/level|dim|brightness|position|valve/i, 'level'],
]

/** Without a unit: quantities that nearly every device gives in the canonical unit. Energy is not among them: it may be in Wh. */
const OF_NAME: NameTable = [
  [/power[\s_-]?factor|cos[\s_-]?phi/i, 'power_factor'],
  [/voltage/i, 'voltage'],
  [/frequency/i, 'frequency'],
  [/temperature/i, 'temperature'],
  [/humidity/i, 'humidity'],
  [/occupancy|presence/i, 'occupancy'],
]

function findQuantity(table: NameTable, name: string): Quantity | null {
  return table.find(([form]) => form.test(name))?.[1] ?? null
}

/** The quantity that a name alone leaves no doubt about, or null. */
export function quantityOfPlainName(name: string): Quantity | null {
  return findQuantity(OF_NAME, name)
}

/** A number; `unknown` where neither unit nor name says what it is. */
export function ruleOfDescribed({ name, unit }: DescribedField): PointRule {
  if (unit === null) return { quantity: quantityOfPlainName(name) ?? 'unknown' }
  const code = canonicalUnit(unit)
  if (code === null) return { quantity: 'unknown' }
  if (code === '%' || code === '‰') return { quantity: findQuantity(OF_PERCENT, name) ?? 'ratio', unit }
  const quantity = quantityOfUnit(unit)
  if (quantity !== null) return { quantity: refine(quantity, name), unit }
  return { quantity: quantityOfPlainName(name) === 'power_factor' ? 'power_factor' : 'unknown' }
}

/** A yes or no. */
export function ruleOfFlag(name: string): PointRule {
  return quantityOfPlainName(name) === 'occupancy' || /motion/i.test(name) ? { quantity: 'occupancy' } : { quantity: 'state', unit: 'bool' }
}
