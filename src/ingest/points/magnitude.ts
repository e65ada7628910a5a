/** Whether the values of a field fit the unit that its name suggests: a register in Wh that is taken for kWh is a thousand times too large. */

import { type Quantity, quantityOf, type SuggestionReason } from '../../domain/index.ts'

/** What the values of a field were so far. */
export interface ValueStats {
  readonly count: number
  readonly first: number
  readonly last: number
  readonly min: number
  readonly max: number
  /** Times of the first and the last value, epoch ms. */
  readonly firstAt: number
  readonly lastAt: number
  readonly falls: number
  readonly fractions: number
}

export interface MagnitudeJudgement {
  /** Unit that the values are probably in, as the campus file takes it. */
  readonly unit: string
  /** Factor that a rule needs where the unit alone does not say it. */
  readonly scale: number | null
  readonly reason: SuggestionReason
}

const HOUR_MS = 3_600_000
/** A single device seldom takes more than this: kW. */
const LARGEST_KW = 2000
/** A register of one device seldom shows more: kWh. */
const LARGEST_KWH = 5e6

interface Band {
  /** Values of one device in the canonical unit. */
  readonly usual: readonly [min: number, max: number]
  /** Other forms in which they arrive: the factor to the canonical unit, and its name. */
  readonly forms: readonly (readonly [factor: number, unit: string, scale: number | null])[]
}

const BANDS: Readonly<Partial<Record<Quantity, Band>>> = {
  voltage: {
    usual: [80, 500],
    forms: [
      [0.001, 'mV', null],
      [0.1, 'V', 0.1],
      [0.01, 'V', 0.01],
    ],
  },
  current: { usual: [0, 1500], forms: [[0.001, 'mA', null]] },
  frequency: {
    usual: [45, 65],
    forms: [
      [0.01, 'Hz', 0.01],
      [0.001, 'mHz', null],
      [0.1, 'Hz', 0.1],
    ],
  },
  power_factor: {
    usual: [-1, 1],
    forms: [
      [0.01, '%', null],
      [0.001, '1', 0.001],
    ],
  },
  temperature: {
    usual: [-45, 130],
    forms: [
      [0.1, 'Cel', 0.1],
      [0.01, 'Cel', 0.01],
    ],
  },
  humidity: {
    usual: [0, 100],
    forms: [
      [0.1, '%', 0.1],
      [0.01, '%', 0.01],
    ],
  },
  illuminance: { usual: [0, 150_000], forms: [] },
  co2: { usual: [250, 10_000], forms: [] },
}

function bandOf(quantity: Quantity, { min, max }: ValueStats): MagnitudeJudgement | null {
  const band = BANDS[quantity]
  if (band === undefined || (min >= band.usual[0] && max <= band.usual[1])) return null
  const { unit } = quantityOf(quantity)
  // 300 as kelvin is a warm room.
  if (quantity === 'temperature' && min >= 240 && max <= 340)
    return { unit: 'K', scale: null, reason: { code: 'kelvin', values: { value: max } } }
  const fits = band.forms.find(([factor]) => min * factor >= band.usual[0] && max * factor <= band.usual[1])
  if (fits === undefined) return null
  const [factor, name, scale] = fits
  const values = { unit, value: max, converted: max * factor }
  if (scale !== null) return { unit: name, scale, reason: { code: 'steps', values: { scale, ...values } } }
  return { unit: name, scale, reason: { code: 'other-unit', values: { probably: name, ...values } } }
}

/** By the mean power between the first and the last value where the register moved, else by how far it counts. */
function registerOf({ first, last, firstAt, lastAt, falls }: ValueStats): MagnitudeJudgement | null {
  const hours = (lastAt - firstAt) / HOUR_MS
  const kw = hours > 1 / 60 && falls === 0 && last > first ? (last - first) / hours : null
  if (kw !== null && kw > LARGEST_KW)
    return { unit: 'Wh', scale: null, reason: { code: 'rise', values: { rise: last - first, minutes: hours * 60, power: kw } } }
  if (last > LARGEST_KWH && (kw === null || kw > 20))
    return { unit: 'Wh', scale: null, reason: { code: 'large-register', values: { value: last, large: last / 1e6 } } }
  return null
}

function powerOf({ count, min, max, fractions }: ValueStats): MagnitudeJudgement | null {
  const largest = Math.max(Math.abs(min), Math.abs(max))
  if (largest > LARGEST_KW * 1000)
    return { unit: 'mW', scale: null, reason: { code: 'large-power', values: { value: largest, large: largest / 1e6 } } }
  // Watts are whole numbers or nearly so; kilowatts of one device are small and have decimals.
  if (count >= 3 && largest > 0 && largest < 20 && fractions / count > 0.8 && max !== min)
    return { unit: 'kW', scale: null, reason: { code: 'small-power', values: { value: largest } } }
  return null
}

/** Null: the values fit the canonical unit, or are too few to tell. */
export function judgeMagnitude(quantity: Quantity, stats: ValueStats): MagnitudeJudgement | null {
  if (stats.count === 0) return null
  if (quantity === 'energy' || quantity === 'energy_export') return registerOf(stats)
  return quantity === 'power' || quantity === 'power_export' ? powerOf(stats) : bandOf(quantity, stats)
}

/** The statistics with one more value; what is no number changes nothing. */
export function addValue(stats: ValueStats | null, raw: unknown, at: number): ValueStats | null {
  const value = typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN
  if (!Number.isFinite(value)) return stats
  const fraction = Number.isInteger(value) ? 0 : 1
  if (stats === null)
    return { count: 1, first: value, last: value, min: value, max: value, firstAt: at, lastAt: at, falls: 0, fractions: fraction }
  return {
    ...stats,
    count: stats.count + 1,
    last: value,
    min: Math.min(stats.min, value),
    max: Math.max(stats.max, value),
    lastAt: at,
    falls: stats.falls + (value < stats.last ? 1 : 0),
    fractions: stats.fractions + fraction,
  }
}
