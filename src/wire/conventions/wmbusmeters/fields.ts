/** Names of wmbusmeters: the unit is the last part (wmbusmeters/wmbusmeters: README, units.h). */

import type { PointRule } from '../../../domain/index.ts'

/** Unit of a suffix. */
const UNITS: Readonly<Record<string, string>> = {
  m3: 'm3',
  l: 'L',
  m3h: 'm3/h',
  lh: 'L/h',
  kwh: 'kWh',
  mj: 'MJ',
  gj: 'GJ',
  kw: 'kW',
  w: 'W',
  kvarh: 'kvar.h',
  kvar: 'kvar',
  kva: 'kVA',
  c: 'Cel',
  f: 'F',
  v: 'V',
  a: 'A',
  hz: 'Hz',
  rh: '%',
  pa: 'Pa',
  bar: 'bar',
  h: 'h',
  min: 'min',
  s: 's',
  dbm: '1',
}

const SUFFIX = /_([a-z0-9]+)$/
/** Values of a billing date, of a period that is over, or of its history: no live register. */
const SNAPSHOT =
  /(?:^|_)(?:target|prev|previous|history|last|due|billing|ago)_|_at_(?:date|set|set_date|history|month|year|last|due|billing|error|storage|old)|_(?:ago|prev|previous)$|(?:^|_)(?:day|week|month|year)_?\d+_/
const MONTH = /(?:^|_)(?:january|february|march|april|may|june|july|august|september|october|november|december)_/i
/** A difference of temperatures is none: 12 K are not 12 Cel. */
const DIFFERENCE = /_(?:difference|diff|delta)_/
const HEAT = /heat|cool|therm/i

export interface MeterMedium {
  /** Of the telegram: water, heat, electricity ... */
  readonly media: string
}

function quantityOf(name: string, unit: string, media: string): PointRule | null {
  const out = /produc|return|export/.test(name)
  if (/^(?:kWh|MJ|GJ)$/.test(unit)) {
    if (HEAT.test(media)) return { quantity: 'heat_energy', unit, kind: 'counter' }
    return { quantity: out ? 'energy_export' : 'energy', unit, kind: 'counter' }
  }
  if (/^k?W$/.test(unit)) return { quantity: out ? 'power_export' : 'power', unit }
  if (unit === 'm3' || unit === 'L') return { quantity: 'volume', unit, kind: 'counter' }
  if (unit === 'kvar.h') return { quantity: out ? 'reactive_energy_export' : 'reactive_energy', unit, kind: 'counter' }
  if (unit === '%') return { quantity: 'humidity', unit }
  if (unit === '1') return { quantity: 'signal', unit }
  if (/^(?:h|min|s)$/.test(unit)) return { quantity: 'duration', unit }
  return { quantity: QUANTITIES[unit] ?? 'unknown', unit }
}

const QUANTITIES: Readonly<Record<string, NonNullable<PointRule['quantity']>>> = {
  'm3/h': 'flow',
  'L/h': 'flow',
  kvar: 'reactive_power',
  kVA: 'apparent_power',
  Cel: 'temperature',
  F: 'temperature',
  V: 'voltage',
  A: 'current',
  Hz: 'frequency',
  Pa: 'pressure',
  bar: 'pressure',
}

/** The rule of a field, `snapshot` for one that is no live value, or null for one without a unit. */
export function meterFieldOf(name: string, { media }: MeterMedium): PointRule | 'snapshot' | null {
  if (SNAPSHOT.test(name) || MONTH.test(name)) return 'snapshot'
  if (DIFFERENCE.test(name)) return null
  const suffix = SUFFIX.exec(name)?.[1] ?? ''
  const unit = Object.hasOwn(UNITS, suffix) ? UNITS[suffix] : undefined
  return unit === undefined ? null : quantityOf(name, unit, media)
}

/** A field by its name alone; energy is electricity here, and heat where the telegram's medium says so. */
export function defineMeterField(name: string): PointRule | null {
  const rule = meterFieldOf(name, { media: '' })
  return rule === 'snapshot' ? null : rule
}
