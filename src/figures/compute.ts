/** Every figure by its id: which formula, over which boundary. Pure: the ledger holds all there is to know. */

import { type Campus, FIGURE_IDS, type FigureId, FIGURES } from '../domain/index.ts'
import { type Boundary, boundaryOf } from './boundary.ts'
import { scope1, scope2, totalCarbon } from './carbon.ts'
import { carrierEnergy, ELECTRICITY, GAS, totalEnergy } from './energy.ts'
import { type Input, type Known, missing, ratio, type Remark } from './known.ts'
import type { Ledger } from './ledger.ts'
import { floorArea, headCount } from './people.ts'
import { savedCarbon, savedEnergy } from './savings.ts'
import { irradiation, seasonDay, solarHotWater, solarShare } from './solar.ts'
import { fertiliser, foodWaste, hazardous, nonHazardous } from './waste.ts'
import { allWater, nonTraditionalShare, RECLAIMED, TAP, water } from './water.ts'

interface Formula {
  /** In words and symbols, as `explain` prints it. */
  readonly text: string
  readonly of: (ledger: Ledger, boundary: Boundary) => Known
}

const KG_PER_T = 1000

const FORMULAS: Readonly<Record<FigureId, Formula>> = {
  'energy.total': { text: 'energy.indirect + energy.direct', of: totalEnergy },
  'energy.direct': { text: 'sum of gas m3 x gas.ncv MJ/m3 / 3600', of: (l, b) => carrierEnergy(l, GAS, b) },
  'energy.indirect': { text: 'sum of electricity kWh / 1000', of: (l, b) => carrierEnergy(l, ELECTRICITY, b) },
  'ghg.total': { text: 'ghg.scope1 + ghg.scope2', of: totalCarbon },
  'ghg.scope1': { text: 'sum of gas MWh x gas.co2e (or (gas.co2 + gas.ch4 x gwp.ch4 + gas.n2o x gwp.n2o) x 0.0036 / 1000)', of: scope1 },
  'ghg.scope2': { text: 'sum over sites and months of electricity MWh x grid.co2 of the site, location-based', of: scope2 },
  'water.total': { text: 'water.tap + water.reclaimed', of: allWater },
  'water.tap': { text: 'sum of tap water m3 x water.density', of: (l, b) => water(l, TAP, b) },
  'water.reclaimed': { text: 'sum of reclaimed water m3 x water.density', of: (l, b) => water(l, RECLAIMED, b) },
  'energy.per-person': { text: 'energy / mean of month-end head counts', of: (l, b) => ratio(totalEnergy(l, b), headCount(l, b)) },
  'ghg.per-area': { text: 'greenhouse gas / time-weighted floor area', of: (l, b) => ratio(totalCarbon(l, b), floorArea(l, b)) },
  'water.per-person': { text: 'water / mean of month-end head counts', of: (l, b) => ratio(allWater(l, b), headCount(l, b)) },
  'shops.energy.per-area': { text: 'energy of shops / time-weighted floor area', of: (l, b) => ratio(totalEnergy(l, b), floorArea(l, b)) },
  'shops.ghg.per-area': {
    text: 'greenhouse gas of shops / time-weighted floor area',
    of: (l, b) => ratio(totalCarbon(l, b), floorArea(l, b)),
  },
  'waste.hazardous': { text: 'sum of waste.hazardous', of: hazardous },
  'waste.hazardous.per-person': {
    text: 'waste.hazardous x 1000 / mean of month-end head counts',
    of: (l, b) => ratio(hazardous(l, b), headCount(l, b), KG_PER_T),
  },
  'waste.non-hazardous': { text: 'sum of waste.non-hazardous + sum of food-waste', of: nonHazardous },
  'waste.non-hazardous.per-person': {
    text: 'waste.non-hazardous / mean of month-end head counts',
    of: (l, b) => ratio(nonHazardous(l, b), headCount(l, b)),
  },
  'food-waste.treated': { text: 'sum of food-waste', of: foodWaste },
  'food-waste.fertiliser': { text: 'sum of fertiliser', of: fertiliser },
  'savings.energy': { text: 'sum over loads and months of W at full output x baseline hours / 1000 - metered kWh', of: savedEnergy },
  'savings.ghg': { text: 'sum over sites and months of savings.energy / 1000 x grid.co2 of the site', of: savedCarbon },
  'solar.hot-water': { text: 'sum of solar hot water m3 x water.density', of: solarHotWater },
  'solar.share': { text: '100 x solar hot water / all hot water, by mass', of: solarShare },
  'solar.hot-water.summer-day': { text: 'mean of the days of the season `summer` with a draw', of: (l, b) => seasonDay(l, b, 'summer') },
  'solar.hot-water.winter-day': { text: 'mean of the days of the season `winter` with a draw', of: (l, b) => seasonDay(l, b, 'winter') },
  'solar.irradiation': { text: 'mean over days of irradiance x time', of: irradiation },
  'water.non-traditional-share': { text: '100 x water.reclaimed / water.total', of: nonTraditionalShare },
}

export interface Figure {
  readonly id: FigureId
  readonly boundary: string
  readonly value: number | null
  readonly unit: string
  readonly digits: number
  readonly coverage: number
  readonly estimated: number
  readonly interval90: number | null
  readonly method: string
  readonly factors: readonly string[]
  readonly remarks: readonly Remark[]
  /** Why there is no value. */
  readonly missing: readonly string[]
  readonly inputs: readonly Input[]
}

/** One figure; `boundary` by its name, the figure's own when null. Null: the campus has no such boundary. */
export function figureOf(ledger: Ledger, id: FigureId, boundaryName: string | null): Figure | null {
  const definition = FIGURES[id]
  const boundary = boundaryOf(ledger.campus, boundaryName ?? definition.boundary)
  if (boundary === null) return null
  const { text, of } = FORMULAS[id]
  const known = boundary.sites.length === 0 ? missing(`the campus has no site in "${boundary.id}"`) : of(ledger, boundary)
  return {
    id,
    boundary: boundary.id,
    value: known.value,
    unit: definition.unit,
    digits: definition.digits,
    coverage: known.coverage,
    estimated: known.estimated,
    interval90: known.interval90 ?? null,
    method: text,
    factors: [...new Set(known.inputs.flatMap((i) => (i.kind === 'factor' ? [i.factor] : [])))],
    remarks: known.remarks,
    missing: known.missing,
    inputs: known.inputs,
  }
}

/** All figures, each once, at its own boundary or at the one that was asked for. */
export function figuresOf(ledger: Ledger, boundaryName: string | null): Figure[] {
  return FIGURE_IDS.flatMap((id) => figureOf(ledger, id, boundaryName) ?? [])
}

export function isBoundary(campus: Campus, name: string): boolean {
  return boundaryOf(campus, name) !== null
}
