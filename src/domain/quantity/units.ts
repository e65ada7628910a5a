/** Conversion of units in any spelling to the canonical unit of a quantity. */

import { QUANTITIES, type Quantity, quantityOf } from './quantity.ts'
import { QUANTITY_OF_DIMENSION, type Unit, UNITS } from './unit-table.ts'

const FIFTEEN_DIGITS = 1e15

/** Removes the noise of binary arithmetic: 0.1 + 0.2 becomes 0.3. Keeps 15 significant digits. */
export function tidy(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(15))
}

/** The code of a unit in any spelling, or null for an unknown unit. `°C` -> `Cel`, `kilowattHours` -> `kWh`. */
export function canonicalUnit(text: string): string | null {
  return (UNITS.get(text) ?? UNITS.get(text.trim()))?.code ?? null
}

function pair(fromUnit: string, quantity: Quantity): { from: Unit; to: Unit } | null {
  const from = UNITS.get(fromUnit) ?? UNITS.get(fromUnit.trim())
  const to = UNITS.get(quantityOf(quantity).unit)
  if (from === undefined || to === undefined) return null
  // A tonne of water is a cubic metre, but only where the field is declared as a volume.
  if (from.code === 't' && to.dimension === 'volume') return { from: to, to }
  if (quantity === 'state' && from.dimension === 'bool') return { from, to: from }
  return from.dimension === to.dimension ? { from, to } : null
}

/** Whether values in this unit (any spelling) can be values of the quantity. */
export function unitFits(quantity: Quantity, unit: string): boolean {
  return pair(unit, quantity) !== null
}

/** The value in the canonical unit of the quantity, to 15 digits; null when the unit is unknown or measures something else. */
export function convert(value: number, fromUnit: string, quantity: Quantity): number | null {
  const units = pair(fromUnit, quantity)
  return units === null ? null : convertBetween(value, units)
}

/** `convert` for many values: the units are looked up once. Null when the unit is unknown or measures something else. */
export function converterOf(fromUnit: string, quantity: Quantity): ((value: number) => number) | null {
  const units = pair(fromUnit, quantity)
  return units === null ? null : (value) => convertBetween(value, units)
}

const POWERS_OF_TEN: ReadonlySet<number> = new Set([10, 100, 1000, 1_000_000, 1_000_000_000])

/** A whole number of up to 15 digits over a power of ten: the division gives the nearest double of that decimal, as rounding to 15 digits does. */
function isExactQuotient(value: number, from: Unit, to: Unit): boolean {
  const linear = from.mul === 1 && POWERS_OF_TEN.has(from.div) && from.add === 0 && to.add === 0 && to.mul === 1 && to.div === 1
  return linear && Number.isInteger(value) && Math.abs(value) < FIFTEEN_DIGITS
}

function convertBetween(value: number, { from, to }: { readonly from: Unit; readonly to: Unit }): number {
  if (from === to) return value
  if (isExactQuotient(value, from, to)) return value / from.div
  const converted = (((value * from.mul) / from.div + from.add - to.add) * to.div) / to.mul
  // Whole numbers of up to 15 digits are what rounding to 15 digits gives.
  if (Number.isInteger(converted) && Math.abs(converted) < FIFTEEN_DIGITS) return converted
  // An integer stays an integer; a fraction times a power of ten may differ by one from a large integer, which is noise too.
  return Number.isSafeInteger(value) ? tidy(converted) : Number(converted.toPrecision(15))
}

/** The quantity that a unit alone implies (kWh -> energy), or null where it implies none (%, 1, bool). */
export function quantityOfUnit(unit: string): Quantity | null {
  const found = UNITS.get(unit) ?? UNITS.get(unit.trim())
  return (found && QUANTITY_OF_DIMENSION[found.dimension]) ?? null
}

/** Units this service can read, one spelling each, for messages about unknown ones. */
export function readableUnits(): readonly string[] {
  return [...new Set([...UNITS.values()].map((u) => u.code))]
}

/** Whether a value is physically possible for the quantity; impossible ones are stored with quality `bad`. */
export function possible(quantity: Quantity, value: number): boolean {
  const hard = (QUANTITIES[quantity] as { hard?: { min: number; max: number } }).hard
  return hard === undefined || (value >= hard.min && value <= hard.max)
}

/** Units of the quantity that can be read, one spelling each; its canonical unit first. */
export function unitsOf(quantity: Quantity): readonly string[] {
  const { unit } = quantityOf(quantity)
  return [unit, ...readableUnits().filter((other) => other !== unit && unitFits(quantity, other))]
}
