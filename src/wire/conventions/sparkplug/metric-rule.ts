/** What a metric measures: by its unit where the birth gives one, else by its name where that leaves no doubt about the unit. */

import { canonicalUnit, type PointRule, type Quantity, quantityOfUnit } from '../../../domain/index.ts'
import { DATATYPE } from './value.ts'

export interface MetricIdentity {
  readonly name: string
  readonly datatype: number
  readonly unit: string | null
}

const EXPORT = /export|reverse|return|feed[\s_-]?in|produc/i
const HEAT = /heat|thermal/i

/** Units that several quantities share: the name decides. */
function refine(quantity: Quantity, name: string): Quantity {
  if (quantity === 'energy') return HEAT.test(name) ? 'heat_energy' : EXPORT.test(name) ? 'energy_export' : 'energy'
  if (quantity === 'reactive_energy') return EXPORT.test(name) ? 'reactive_energy_export' : quantity
  if (quantity === 'temperature') return /dew[\s_-]?point/i.test(name) ? 'dew_point' : quantity
  return quantity
}

const OF_PERCENT: readonly (readonly [name: RegExp, quantity: Quantity])[] = [
  [/soil|moisture/i, 'soil_moisture'],
  [/humid|\brh\b/i, 'humidity'],
  [/battery|\bsoc\b/i, 'battery'],
  [/power[\s_-]?factor|\bpf\b/i, 'power_factor'],
  [/level|dim|brightness|position|valve/i, 'level'],
]

/** Without a unit: names of quantities that nearly every device gives in the canonical unit. Energy is not among them: it may be in Wh. */
const OF_NAME: readonly (readonly [name: RegExp, quantity: Quantity])[] = [
  [/power[\s_-]?factor|cos[\s_-]?phi/i, 'power_factor'],
  [/voltage/i, 'voltage'],
  [/frequency/i, 'frequency'],
  [/temperature/i, 'temperature'],
  [/humidity/i, 'humidity'],
  [/occupancy|presence/i, 'occupancy'],
]

function find(table: readonly (readonly [name: RegExp, quantity: Quantity])[], name: string): Quantity | null {
  return table.find(([form]) => form.test(name))?.[1] ?? null
}

export function ruleOfMetric({ name, datatype, unit }: MetricIdentity): PointRule {
  const last = name.slice(name.lastIndexOf('/') + 1)
  if (datatype === DATATYPE.boolean)
    return find(OF_NAME, last) === 'occupancy' ? { quantity: 'occupancy' } : { quantity: 'state', unit: 'bool' }
  if (unit === null) return { quantity: find(OF_NAME, last) ?? 'unknown' }
  const code = canonicalUnit(unit)
  if (code === null) return { quantity: 'unknown' }
  if (code === '%' || code === '‰') return { quantity: find(OF_PERCENT, name) ?? 'ratio', unit }
  const quantity = quantityOfUnit(unit)
  return quantity === null
    ? { quantity: find(OF_NAME, last) === 'power_factor' ? 'power_factor' : 'unknown' }
    : { quantity: refine(quantity, name), unit }
}

/** Metrics of the edge node itself. */
export function metricRole(name: string): 'control' | 'property' | 'session' | 'measurement' {
  if (name === 'bdSeq') return 'session'
  if (/^(?:Node|Device) Control\//.test(name)) return 'control'
  return /^(?:Properties|Node Info|Device Info)\//i.test(name) ? 'property' : 'measurement'
}
