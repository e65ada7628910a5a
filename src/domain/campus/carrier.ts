/**
 * Energy carriers and other emission sources as data, so that a campus can add its own. The form of a carrier determines how its amounts become
 * energy and greenhouse gas; the numbers are factor rows `<carrier>.<factor>`, its entries `bill.<carrier>`.
 */

import type { Names } from './names.ts'
import { type Quantity, quantityOf } from '../quantity/quantity.ts'

/**
 * electricity  kWh; greenhouse gas by the grid of the site (scope 2)
 * heat         kWh of purchased heat, cooling or steam; <carrier>.co2e (scope 2)
 * fuel         an amount x <carrier>.ncv; burnt on site (scope 1)
 * refrigerant  kg that escaped x <carrier>.gwp; no energy (scope 1)
 */
export type CarrierForm = 'electricity' | 'heat' | 'fuel' | 'refrigerant'

export interface Carrier {
  readonly id: string
  readonly name: Names
  readonly form: CarrierForm
  /** Role of its meters. */
  readonly role: string
  /** Quantity of its meters; entries are in its canonical unit. */
  readonly quantity: Quantity
}

const named = (en: string, hans: string, hant: string): Names => ({ en, 'zh-Hans': hans, 'zh-Hant': hant })

/** Carriers of every campus; one of the campus file with the same id replaces it. */
export const SHIPPED_CARRIERS: readonly Carrier[] = [
  { id: 'electricity', name: named('electricity', '电力', '電力'), form: 'electricity', role: 'main-meter', quantity: 'energy' },
  { id: 'gas', name: named('natural gas', '天然气', '天然氣'), form: 'fuel', role: 'gas-meter', quantity: 'volume' },
  { id: 'heat', name: named('purchased heat', '外购热力', '外購熱力'), form: 'heat', role: 'heat-meter', quantity: 'heat_energy' },
  { id: 'diesel', name: named('diesel', '柴油', '柴油'), form: 'fuel', role: 'diesel-meter', quantity: 'mass' },
  { id: 'refrigerant', name: named('refrigerants', '制冷剂', '製冷劑'), form: 'refrigerant', role: 'refrigerant-scale', quantity: 'mass' },
]

/** Refrigerants and insulating gases of which factor rows are shipped. One is a carrier of a campus as soon as an entry or a meter is of it. */
export const KNOWN_REFRIGERANTS: readonly Carrier[] = [
  'R-22',
  'R-32',
  'R-125',
  'R-134a',
  'R-143a',
  'R-290',
  'R-404A',
  'R-407C',
  'R-410A',
  'R-507A',
  'R-600a',
  'R-1234yf',
  'R-1234ze',
  'SF6',
  'NF3',
].map((name) => {
  const id = name.toLowerCase()
  return { id, name: named(name, name, name), form: 'refrigerant', role: `${id}-scale`, quantity: 'mass' }
})

/** Shipped carriers, then those of the campus file. */
export function carriersOf(own: readonly Carrier[]): readonly Carrier[] {
  const byId = new Map(own.map((c) => [c.id, c]))
  const shipped = SHIPPED_CARRIERS.map((c) => byId.get(c.id) ?? c)
  return [...shipped, ...own.filter((c) => !SHIPPED_CARRIERS.some((s) => s.id === c.id))]
}

/** All that an entry may be of: those of the campus, and refrigerants by name. */
export function billableCarriers(own: readonly Carrier[]): readonly Carrier[] {
  const carriers = carriersOf(own)
  return [...carriers, ...KNOWN_REFRIGERANTS.filter((r) => !carriers.some((c) => c.id === r.id))]
}

/** Carriers of a campus, and those refrigerants that `isUsed` says an entry or a meter is of. */
export function usedCarriers(own: readonly Carrier[], isUsed: (refrigerant: Carrier) => boolean): readonly Carrier[] {
  return billableCarriers(own).filter((c) => !KNOWN_REFRIGERANTS.includes(c) || isUsed(c))
}

export function unitOfCarrier(carrier: Carrier): string {
  return quantityOf(carrier.quantity).unit
}

/** GHG Protocol scopes. Scope 1: burnt or escaped on site. Scope 2: purchased energy. */
export function scopeOf({ form }: Carrier): 1 | 2 {
  return form === 'fuel' || form === 'refrigerant' ? 1 : 2
}

/** A water source: the role of its inlets and the kind of its entries. */
export interface WaterSource {
  readonly id: 'tap' | 'reclaimed' | 'rain'
  readonly role: string
  readonly bill: 'bill.water' | 'bill.reclaimed-water' | 'bill.rain-water'
  /** Neither surface nor ground water. */
  readonly nonTraditional: boolean
}

export const TAP: WaterSource = { id: 'tap', role: 'tap-inlet', bill: 'bill.water', nonTraditional: false }
export const RECLAIMED: WaterSource = { id: 'reclaimed', role: 'reclaimed-inlet', bill: 'bill.reclaimed-water', nonTraditional: true }
export const RAIN: WaterSource = { id: 'rain', role: 'rain-inlet', bill: 'bill.rain-water', nonTraditional: true }
export const WATER_SOURCES: readonly WaterSource[] = [TAP, RECLAIMED, RAIN]
