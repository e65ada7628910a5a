/** From a number in the file to the canonical unit of the point: scale, unit, and mean power over an interval as an amount. */

import { canonicalUnit, convert, HOUR, QUANTITIES, type Quantity, quantityOf, tidy, unitFits } from '../../domain/index.ts'
import type { ImportTarget } from '../types.ts'

/** The value in the canonical unit, or null where the unit cannot be the point's. */
export type Converter = (value: number) => number | null

/** Quantities of which one is the other times hours. */
const RATES: Readonly<Partial<Record<Quantity, Quantity>>> = {
  energy: 'power',
  energy_export: 'power_export',
  heat_energy: 'power',
  reactive_energy: 'reactive_power',
  volume: 'flow',
}
/** Rate units an hour in one canonical unit of the amount: 1,000 W for an hour are 1 kWh. */
const RATE_PER_UNIT: Readonly<Partial<Record<Quantity, number>>> = {
  energy: 1000,
  energy_export: 1000,
  heat_energy: 1000,
  reactive_energy: 1000,
  volume: 1,
}

export interface ConversionSearch {
  readonly target: ImportTarget
  readonly scale: number
  /** Length of an amount, ms, where it is known. */
  readonly interval: number | null
}

/** The converter, or why there is none. `unit` null: values are in the point's unit. */
export function converterFor(unit: string | null, { target, scale, interval }: ConversionSearch): Converter | { readonly reason: string } {
  const { quantity } = target
  const scaled = (value: number): number => (scale === 1 ? value : tidy(value * scale))
  if (unit === null) return scaled
  const code = canonicalUnit(unit)
  if (code === null) return { reason: `the unit "${unit}" is not known` }
  if (unitFits(quantity, unit)) return (value) => convert(scaled(value), unit, quantity)
  const rate = rateBetween(unit, quantity)
  if (rate === null) return { reason: `"${unit}" is no unit of ${quantity} (${quantityOf(quantity).unit})` }
  if (interval === null) return { reason: `"${unit}" becomes ${quantityOf(quantity).unit} only with the length of the interval` }
  const hours = interval / HOUR
  return (value) => {
    const own = convert(scaled(value), unit, rate.own)
    if (own === null) return null
    return tidy(rate.toAmount ? (own * hours) / rate.perUnit : (own * rate.perUnit) / hours)
  }
}

interface Rate {
  /** Quantity of the file's unit. */
  readonly own: Quantity
  readonly toAmount: boolean
  readonly perUnit: number
}

function rateBetween(unit: string, quantity: Quantity): Rate | null {
  const rate = RATES[quantity]
  if (rate !== undefined && unitFits(rate, unit)) return { own: rate, toAmount: true, perUnit: RATE_PER_UNIT[quantity] ?? 1 }
  const amount = (Object.keys(RATES) as Quantity[]).find((q) => RATES[q] === quantity && unitFits(q, unit))
  return amount === undefined ? null : { own: amount, toAmount: false, perUnit: RATE_PER_UNIT[amount] ?? 1 }
}

/** The unit that a header names: in brackets at its end (`USAGE (kWh)`, `Arbeit [MWh]`), or as the whole name where it fits the point. */
export function unitInHeader(name: string, quantity: Quantity): string | null {
  const bracketed = /[([]\s*(?:en |in )?([^()[\]]{1,12}?)\s*[)\]]\s*$/.exec(name)?.[1]
  if (bracketed !== undefined) {
    return canonicalUnit(bracketed) === null ? null : bracketed
  }
  const whole = name.trim()
  return canonicalUnit(whole) !== null && unitFits(quantity, whole) ? whole : null
}

/** Whether a unit says the same as none: it is the canonical one. */
export function isCanonical(unit: string, quantity: Quantity): boolean {
  return canonicalUnit(unit) === QUANTITIES[quantity].unit
}
