/**
 * The registry of quantities: canonical unit, usual kind, and for registers the integer base unit.
 * Units are UCUM-like codes. Registers are computed in integers (mWh, mL, J, mg ...), so that sums
 * of buckets are exact; a double holds integers exactly up to 2^53.
 */

/** `net`: a register that may run backwards; its signed difference is the amount. */
export type Kind = 'counter' | 'net' | 'instant' | 'interval' | 'state' | 'setpoint'

/** How a point is rolled up: differences of a register, or a time-weighted mean. */
export type Arithmetic = 'register' | 'gauge'

export interface QuantityDefinition {
  readonly unit: string
  readonly kind: Kind
  /** Base integer units per canonical unit, e.g. 1e6 mWh per kWh. Absent: never summed as a register. */
  readonly base?: { readonly unit: string; readonly perUnit: number }
  /** Outside [min, max] a value is impossible: stored with quality `bad`, in no sum. */
  readonly hard?: { readonly min: number; readonly max: number }
}

const mWh = { unit: 'mWh', perUnit: 1e6 }
const mL = { unit: 'mL', perUnit: 1e6 }
const joule = { unit: 'J', perUnit: 3.6e6 }
const milligram = { unit: 'mg', perUnit: 1e6 }
const micro = { unit: 'u', perUnit: 1e6 }

export const QUANTITIES = {
  energy: { unit: 'kWh', kind: 'counter', base: mWh },
  energy_export: { unit: 'kWh', kind: 'counter', base: mWh },
  power: { unit: 'W', kind: 'instant' },
  power_export: { unit: 'W', kind: 'instant' },
  apparent_power: { unit: 'VA', kind: 'instant' },
  reactive_power: { unit: 'var', kind: 'instant' },
  reactive_energy: { unit: 'kvar.h', kind: 'counter', base: { unit: 'mvar.h', perUnit: 1e6 } },
  reactive_energy_export: { unit: 'kvar.h', kind: 'counter', base: { unit: 'mvar.h', perUnit: 1e6 } },
  voltage: { unit: 'V', kind: 'instant' },
  current: { unit: 'A', kind: 'instant' },
  frequency: { unit: 'Hz', kind: 'instant', hard: { min: 0, max: 1000 } },
  power_factor: { unit: '1', kind: 'instant', hard: { min: -1, max: 1 } },
  volume: { unit: 'm3', kind: 'counter', base: mL },
  flow: { unit: 'm3/h', kind: 'instant' },
  heat_energy: { unit: 'kWh', kind: 'counter', base: joule },
  mass: { unit: 'kg', kind: 'instant', base: milligram },
  temperature: { unit: 'Cel', kind: 'instant', hard: { min: -273.15, max: 2000 } },
  dew_point: { unit: 'Cel', kind: 'instant', hard: { min: -273.15, max: 200 } },
  humidity: { unit: '%', kind: 'instant', hard: { min: 0, max: 100 } },
  co2: { unit: 'ppm', kind: 'instant', hard: { min: 0, max: 100_000 } },
  illuminance: { unit: 'lx', kind: 'instant', hard: { min: 0, max: 200_000 } },
  irradiance: { unit: 'W/m2', kind: 'instant', hard: { min: -10, max: 1500 } },
  pressure: { unit: 'hPa', kind: 'instant' },
  level: { unit: '%', kind: 'state', hard: { min: 0, max: 100 } },
  occupancy: { unit: 'bool', kind: 'state', hard: { min: 0, max: 1 } },
  occupants: { unit: '1', kind: 'state', hard: { min: 0, max: 1_000_000 } },
  soil_moisture: { unit: '%', kind: 'instant', hard: { min: 0, max: 100 } },
  count: { unit: '1', kind: 'counter', base: micro },
  distance: { unit: 'm', kind: 'instant' },
  duration: { unit: 's', kind: 'instant', base: micro },
  battery: { unit: '%', kind: 'instant', hard: { min: 0, max: 100 } },
  signal: { unit: '1', kind: 'instant' },
  ratio: { unit: '%', kind: 'instant' },
  switch: { unit: 'bool', kind: 'state', hard: { min: 0, max: 1 } },
  state: { unit: 'enum', kind: 'state' },
  mode: { unit: 'enum', kind: 'state' },
  unknown: { unit: '1', kind: 'instant' },
} as const satisfies Record<string, QuantityDefinition>

export type Quantity = keyof typeof QUANTITIES

/** Quantities that tell whether and how many people are at a place. */
const OF_PEOPLE: ReadonlySet<Quantity> = new Set<Quantity>(['occupancy', 'occupants'])

export const isOfPeople = (quantity: Quantity): boolean => OF_PEOPLE.has(quantity)

export function isQuantity(name: string): name is Quantity {
  return Object.hasOwn(QUANTITIES, name)
}

export function quantityOf(name: Quantity): QuantityDefinition {
  return QUANTITIES[name]
}

export function arithmeticOf(kind: Kind): Arithmetic {
  return kind === 'counter' || kind === 'net' || kind === 'interval' ? 'register' : 'gauge'
}

/** Base integer units per canonical unit of a register quantity (1 when the quantity has none of its own). */
export function basePerUnit(quantity: Quantity): number {
  return quantityOf(quantity).base?.perUnit ?? 1
}

/** A register at or above this many base units is bad: a double does not hold it exactly. */
export const REGISTER_LIMIT = 2 ** 53
/** A register above this many base units gets the finding `register-large`. */
export const REGISTER_WARN = 5e15
