/** Factors: numbers from publications, as dated rows that say where they come from. */

import type { Instant } from './instant.ts'

/**
 * What a factor turns into what.
 *   grid.co2      tCO2/MWh of purchased electricity, by grid region
 *   gas.ncv       MJ/m3, net calorific value at the stated reference conditions
 *   gas.co2, gas.ch4, gas.n2o   kg/TJ of gas burnt, net calorific value
 *   gas.co2e      tCO2e/MWh of gas burnt; where there is a row it stands for the four above it
 *   gwp.ch4, gwp.n2o            100-year global warming potential
 *   gas.nox, gas.sox, gas.pm    g/GJ of gas burnt, net calorific value
 *   tce.electricity kgce/kWh, tce.heat kgce/MJ   standard coal, equivalent value
 *   water.density t/m3
 */
export const FACTOR_UNITS = {
  'grid.co2': 'tCO2/MWh',
  'gas.ncv': 'MJ/m3',
  'gas.co2': 'kg/TJ',
  'gas.ch4': 'kg/TJ',
  'gas.n2o': 'kg/TJ',
  'gas.co2e': 'tCO2e/MWh',
  'gwp.ch4': '1',
  'gwp.n2o': '1',
  'gas.nox': 'g/GJ',
  'gas.sox': 'g/GJ',
  'gas.pm': 'g/GJ',
  'tce.electricity': 'kgce/kWh',
  'tce.heat': 'kgce/MJ',
  'water.density': 't/m3',
} as const

/** Sets of rows that are shipped. */
export const FACTOR_SETS = ['default', 'report-2020'] as const
export type FactorSet = (typeof FACTOR_SETS)[number]

export type FactorKind = keyof typeof FACTOR_UNITS

export interface Factor {
  /** Names the row in reports: grid.co2/CN-NORTH/2019-cm50. */
  readonly id: string
  readonly kind: FactorKind
  /** Sets it belongs to; a set is what a campus chooses. */
  readonly set: string
  /** Grid region or supplier; null: everywhere. */
  readonly region: string | null
  readonly value: number
  readonly unit: string
  /** First and first-no-longer local day, YYYY-MM-DD; null: open. */
  readonly from: string | null
  readonly to: string | null
  readonly publisher: string
  readonly document: string
  /** How it was checked, or what to be careful about. */
  readonly note: string
  /** Checked against a public source. */
  readonly verified: boolean
  /** Null for the rows that are shipped. */
  readonly recordedAt: Instant | null
}

export interface ChosenFactor {
  readonly factor: Factor
  /** No row holds for the day: the latest earlier one stands in. */
  readonly provisional: boolean
}

/**
 * The row for a local day: of those that hold then, a recorded one before a shipped one, the latest start first. When none holds, the latest
 * that ended before, provisionally. Null: there is none at all.
 */
export function factorAt(rows: readonly Factor[], kind: FactorKind, day: string, region: string | null = null): ChosenFactor | null {
  const fitting = rows.filter((r) => r.kind === kind && (r.region === null || r.region === region) && (r.from === null || r.from <= day))
  const best = (candidates: readonly Factor[]): Factor | null =>
    candidates.reduce<Factor | null>((a, b) => (a === null || beats(b, a) ? b : a), null)
  const holding = best(fitting.filter((r) => r.to === null || day < r.to))
  if (holding !== null) return { factor: holding, provisional: false }
  const earlier = best(fitting)
  return earlier === null ? null : { factor: earlier, provisional: true }
}

function beats(a: Factor, b: Factor): boolean {
  const said = (f: Factor): number => f.recordedAt ?? -Infinity
  // A row of the region before one for everywhere, then what was recorded last, then the later start.
  if ((a.region === null) !== (b.region === null)) return b.region === null
  if (said(a) !== said(b)) return said(a) > said(b)
  return (a.from ?? '') > (b.from ?? '')
}
