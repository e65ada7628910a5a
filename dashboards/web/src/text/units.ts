/** How units are written, and values with them. */

import type { Point } from '../api/types.ts'
import { exact, number } from './format.ts'
import { t } from './language.ts'

const WRITTEN: Readonly<Record<string, string>> = {
  Cel: '°C',
  'W/m2': 'W/m²',
  m2: 'm²',
  tCO2e: 'tCO₂e',
  'tCO2e/m2': 'tCO₂e/m²',
  'MWh/m2': 'MWh/m²',
  'tCO2/MWh': 'tCO₂/MWh',
  'MJ/m2/d': 'MJ/m²/d',
  m3: 'm³',
  'm3/h': 'm³/h',
  'kvar.h': 'kvarh',
  bool: '',
  enum: '',
  '1': '',
}

export function unit(code: string): string {
  return WRITTEN[code] ?? code
}

/** A unit and what values are multiplied by to be in it. */
export interface Scale {
  readonly unit: string
  readonly factor: number
}

const THOUSANDS: Readonly<Record<string, string>> = { W: 'kW', VA: 'kVA', var: 'kvar' }
/** From here on a reader is better served by the larger unit. */
const LARGE = 10_000

/** The unit in which values up to `most` are read best. */
export function scaleFor(code: string, most: number): Scale {
  const larger = THOUSANDS[code]
  return larger !== undefined && Math.abs(most) >= LARGE ? { unit: larger, factor: 0.001 } : { unit: unit(code), factor: 1 }
}

/** Number and unit, kept on one line. */
export function withUnit(text: string, code: string): string {
  const written = unit(code)
  return written === '' ? text : `${text}\u00a0${written}`
}

export function amount(value: number, code: string): string {
  return withUnit(number(value), code)
}

function switched(point: Point, on: boolean): string {
  if (point.quantity === 'occupancy') return t(on ? 'value.occupied' : 'value.empty')
  return t(on ? 'value.on' : 'value.off')
}

/** The last value of a point in words, or a number and its unit; a missing value is a word, never 0. */
export function lastParts(point: Point, precise = false): { readonly text: string; readonly unit: string } {
  if (point.last === null) return { text: t('state.silent'), unit: '' }
  const { value } = point.last
  if (point.unit === 'bool') return { text: switched(point, value >= 0.5), unit: '' }
  const scale = scaleFor(point.unit, value)
  const scaled = value * scale.factor
  const whole = scale.unit === '' && Number.isInteger(value)
  return { text: precise || whole ? exact(scaled) : number(scaled), unit: scale.unit }
}

export function lastValue(point: Point): string {
  const { text, unit: code } = lastParts(point)
  return withUnit(text, code)
}
