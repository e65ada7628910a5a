/** What a device model is: the fields it sends and one local day of each, made from the day alone. */

import type { SpokenMake } from '../devices/device.ts'
import type { DayType, LocalDate } from './environment/calendar.ts'
import type { Weather } from './environment/weather.ts'
import type { Zone } from './zone.ts'

/**
 * register: whole base units (mWh, mL, g) used in each slot; sent cumulative, divided by `perUnit`.
 * rate: held through its part of the day, with a jitter of a percent. level: a line between its values. step: held exactly.
 */
export type Shape = 'register' | 'rate' | 'level' | 'step'

export interface Field {
  /** Key in the message: a quantity name, optionally with a channel. */
  readonly name: string
  readonly shape: Shape
  /** Canonical unit of a register: kWh, m3. */
  readonly unit?: string
  /** Base units per canonical unit (registers). */
  readonly perUnit?: number
  /** Decimals sent (others than registers). */
  readonly digits?: number
  /** Words instead of numbers: the value is an index. Two words `false`, `true` are sent as booleans. */
  readonly words?: readonly string[]
}

/** A local day: 96 slots of 15 minutes as a rule, 92 or 100 when clocks change. */
export interface Day {
  readonly seed: number
  readonly number: number
  readonly start: number
  readonly slots: number
  readonly type: DayType
  readonly date: LocalDate
  readonly zone: Zone
  readonly weather: Weather
  /** Local hour of day (0 <= h < 24) in the middle of each slot. */
  readonly hours: Float64Array
  /** Share of people present in each slot, 0..1, as campus life has it that day. */
  readonly presence: Float64Array
  /** Outdoor temperature (Cel) and irradiance (W/m2) in the middle of each slot. */
  readonly outdoor: Float64Array
  readonly sun: Float64Array
  /** A field of a device that was made before (children of a meter). */
  of(device: string, field: string): Float64Array
  /** The type of another day, for models that warm up on yesterday. */
  typeOf(day: number): DayType
}

export interface Device {
  readonly id: string
  /** The make whose language it speaks; absent: the native convention. */
  readonly speaks?: SpokenMake
  /** W that a switched load draws at full output. */
  readonly rated?: number
  /** Of a meter above other meters: what it sums, and the share that is lost on the way. */
  readonly meters?: { readonly of: readonly string[]; readonly losses: number }
  readonly fields: readonly Field[]
  /** One array per field; registers have one entry per slot, others any number that divides the day evenly. */
  make(day: Day): readonly Float64Array[]
}

/** Base units in a watt-hour: registers are finer than any dial, so that what is added up is never a rounding. */
export const MWH = 1000
export const ENERGY: Field = { name: 'energy', shape: 'register', unit: 'kWh', perUnit: 1000 * MWH }
export const POWER: Field = { name: 'power', shape: 'rate', digits: 1 }
export const VOLUME: Field = { name: 'volume', shape: 'register', unit: 'm3', perUnit: 1_000_000 }
export const MASS: Field = { name: 'mass', shape: 'register', unit: 'kg', perUnit: 1000 }
export const FLOW: Field = { name: 'flow', shape: 'rate', digits: 4 }

/** Watts of each slot as energy in whole mWh, and as the power that gives exactly that. */
export function electric(watts: Float64Array): readonly [energy: Float64Array, power: Float64Array] {
  return metered(watts.map((w) => Math.round((w * MWH) / 4)))
}

/** Energy of each slot (mWh) with the power that gives exactly that. */
export function metered(energy: Float64Array): readonly [energy: Float64Array, power: Float64Array] {
  return [energy, energy.map((mwh) => (mwh * 4) / MWH)]
}

/** Litres of each slot as whole mL, and as the flow (m3/h) that gives exactly them. */
export function liquid(litres: Float64Array): readonly [volume: Float64Array, flow: Float64Array] {
  const volume = litres.map((l) => Math.round(l * 1000))
  return [volume, volume.map((ml) => (ml * 4) / 1e6)]
}

export function perSlot(day: Day, value: (slot: number) => number): Float64Array {
  const out = new Float64Array(day.slots)
  for (let slot = 0; slot < day.slots; slot++) out[slot] = value(slot)
  return out
}

export function at(values: Float64Array, index: number): number {
  return values[index] ?? 0
}
