/** Factors: numbers from publications, as dated rows that say where they come from. */

import { type Carrier, unitOfCarrier } from '../campus/carrier.ts'
import type { Withdrawal } from './entry.ts'
import type { Instant } from '../time/instant.ts'

/**
 * What a factor turns into what.
 *   grid.co2      tCO2/MWh of purchased electricity, by grid region; grid.residual the same without what instruments have claimed
 *   gwp.ch4, gwp.n2o            100-year global warming potential
 *   tce.electricity kgce/kWh, tce.heat kgce/MJ   standard coal, equivalent value
 *   water.density t/m3, as reported
 *   solar.fluid.density kg/m3, solar.fluid.heat-capacity kJ/kg.K   of what flows in the collector loop
 *   hot-water.temperature Cel, hot-water.heat-capacity kJ/kg.K     of the hot water that solar heat is stated in
 *   solar.auxiliary-efficiency  heat delivered per electricity of the auxiliary heater
 */
export const FACTOR_UNITS = {
  'grid.co2': 'tCO2/MWh',
  'grid.residual': 'tCO2/MWh',
  'gwp.ch4': '1',
  'gwp.n2o': '1',
  'tce.electricity': 'kgce/kWh',
  'tce.heat': 'kgce/MJ',
  'water.density': 't/m3',
  'solar.fluid.density': 'kg/m3',
  'solar.fluid.heat-capacity': 'kJ/kg.K',
  'hot-water.temperature': 'Cel',
  'hot-water.heat-capacity': 'kJ/kg.K',
  'solar.auxiliary-efficiency': '1',
} as const

/**
 * The same for a carrier: `gas.ncv`, `diesel.co2`, `heat.co2e`. {unit} is the carrier's.
 *   ncv           net calorific value; for a gas at the reference conditions that the row states
 *   gcv           gross calorific value, as suppliers of gas certify it, at such conditions too
 *   ncv-share     net per gross calorific value
 *   co2, ch4, n2o per TJ burnt, net calorific value; co2e per MWh: where there is a row it stands for these three
 *   nox, sox, pm  per GJ burnt, net calorific value
 *   tce           standard coal, where it is not net calorific value x tce.heat
 *   gwp           of a refrigerant
 */
export const CARRIER_FACTORS = {
  ncv: 'MJ/{unit}',
  gcv: 'MJ/{unit}',
  'ncv-share': '1',
  co2: 'kg/TJ',
  ch4: 'kg/TJ',
  n2o: 'kg/TJ',
  co2e: 'tCO2e/MWh',
  nox: 'g/GJ',
  sox: 'g/GJ',
  pm: 'g/GJ',
  tce: 'kgce/{unit}',
  gwp: '1',
} as const

/**
 * Sets of rows that are shipped.
 *   default      average grid factors, table 2.4 of IPCC 2006, warming of the fifth assessment report
 *   ar4, ar6     the same with the warming of the fourth and sixth
 *   trading      grid factors of the emissions trading of mainland China, the rest as default
 *   report-2020  what the reference report was computed with: margins, lower bounds, second assessment report
 */
export const FACTOR_SETS = ['default', 'report-2020', 'ar4', 'ar6', 'trading'] as const
export type FactorSet = (typeof FACTOR_SETS)[number]

export type FactorKind = keyof typeof FACTOR_UNITS | `${string}.${keyof typeof CARRIER_FACTORS}`

/** Unit of a kind; null when there is no such kind. */
export function factorUnit(kind: string, carriers: readonly Carrier[]): string | null {
  if (Object.hasOwn(FACTOR_UNITS, kind)) return FACTOR_UNITS[kind as keyof typeof FACTOR_UNITS]
  const carrier = carriers.find((c) => kind.startsWith(`${c.id}.`))
  const what = carrier === undefined ? '' : kind.slice(carrier.id.length + 1)
  if (carrier === undefined || !Object.hasOwn(CARRIER_FACTORS, what)) return null
  return CARRIER_FACTORS[what as keyof typeof CARRIER_FACTORS].replace('{unit}', unitOfCarrier(carrier))
}

/** Every kind there is, for messages. */
export function factorKinds(carriers: readonly Carrier[]): string[] {
  const of: Readonly<Record<Carrier['form'], readonly string[]>> = {
    electricity: [],
    heat: ['co2e'],
    fuel: Object.keys(CARRIER_FACTORS).filter((what) => what !== 'gwp'),
    refrigerant: ['gwp'],
  }
  return [...Object.keys(FACTOR_UNITS), ...carriers.flatMap((c) => of[c.form].map((what) => `${c.id}.${what}`))]
}

/** What a row must be read with before a report is signed. */
export type FactorCaution = 'project-baseline' | 'lower-bound'

export interface Factor {
  /** Names the row in reports: grid.co2/CN-NORTH/2019-cm50. */
  readonly id: string
  readonly kind: FactorKind
  /** Sets it belongs to; a set is what a campus chooses. */
  readonly set: string
  /** Grid region or supplier: `CN-NORTH`, or `CN` for all grids of a country; null: everywhere. */
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
  readonly caution?: FactorCaution
  /** Of a calorific value of gas: at which temperature and pressure a cubic metre is meant. */
  readonly conditions?: string
  /** Table or page of the document, its date of publication and the day on which the number was read, YYYY-MM-DD or a part of it. */
  readonly page?: string
  readonly published?: string
  readonly accessed?: string
  /** What a grid factor counts: carbon dioxide alone, or other gases by their warming too. */
  readonly gases?: 'CO2' | 'CO2e'
  /** Who took a recorded row out again, and why; it counts no longer. */
  readonly withdrawn?: Withdrawal
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

/** A row that was looked for and is not shipped: no value was found, or its licence forbids it. */
export interface MissingFactor {
  readonly kind: FactorKind
  readonly region: string | null
  /** First and first-no-longer local day that it would hold for; null: open. */
  readonly from: string | null
  readonly to: string | null
  readonly publisher: string
  readonly document: string
  /** Code of the sentence that says why there is none and where it was looked for (figures/messages/missing-factors.ts). */
  readonly why: string
  /** Whether the latest earlier row may stand in. */
  readonly standIn: boolean
}

/** Regions of a place, the narrowest first: a site, then its grid or country. */
export type Regions = string | null | readonly string[]

const listOf = (regions: Regions): readonly string[] => (typeof regions === 'string' ? [regions] : (regions ?? []))

/**
 * The row for a local day: of those that hold then, a recorded one before a shipped one, the latest start first. When none holds, the latest
 * that ended before, provisionally. Null: there is none at all.
 */
export function factorAt(rows: readonly Factor[], kind: FactorKind, day: string, regions: Regions = null): ChosenFactor | null {
  const within = listOf(regions)
  const fitting = rows.filter((r) => r.kind === kind && isOfRegion(r, within) && (r.from === null || r.from <= day))
  const best = (candidates: readonly Factor[]): Factor | null =>
    candidates.reduce<Factor | null>((a, b) => (a === null || beats(b, a, within) ? b : a), null)
  const holding = best(fitting.filter((r) => r.to === null || day < r.to))
  if (holding !== null) return { factor: holding, provisional: false }
  const earlier = best(fitting)
  return earlier === null ? null : { factor: earlier, provisional: true }
}

/** The row that is not there for a day and region, where one was looked for. */
export function missingFactorAt<T extends MissingFactor>(
  rows: readonly T[],
  kind: FactorKind,
  day: string,
  regions: Regions = null,
): T | null {
  const within = listOf(regions)
  const holds = (r: T): boolean => (r.from === null || r.from <= day) && (r.to === null || day < r.to)
  return rows.find((r) => r.kind === kind && isOfRegion(r, within) && holds(r)) ?? null
}

/** A row of `CN` is for `CN-NORTH` too; one of another country is not, and a site without a grid has the rows for everywhere only. */
function isOfRegion(row: Pick<Factor, 'region'>, regions: readonly string[]): boolean {
  const { region } = row
  return region === null || regions.some((r) => r === region || r.startsWith(`${region}-`))
}

/** The row of the narrowest region first, then a recorded one, the narrower region, what was recorded last, the later start. */
function beats(a: Factor, b: Factor, regions: readonly string[]): boolean {
  const own = (f: Factor): number => (f.region === null || !regions.includes(f.region) ? 0 : regions.length - regions.indexOf(f.region))
  const ranks = (f: Factor): readonly (number | string)[] => [
    own(f),
    f.recordedAt === null ? 0 : 1,
    f.region?.length ?? 0,
    f.recordedAt ?? 0,
    f.from ?? '',
  ]
  const [left, right] = [ranks(a), ranks(b)]
  const i = left.findIndex((rank, at) => rank !== right[at])
  return i >= 0 && (left[i] ?? 0) > (right[i] ?? 0)
}
