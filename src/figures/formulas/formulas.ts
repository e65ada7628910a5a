/** The formula of every figure: in words and symbols, and as a function. */

import { type FigureId, RAIN, RECLAIMED, TAP } from '../../domain/index.ts'
import { airEmission } from './air.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { scope1, scope2, totalCarbon } from './carbon.ts'
import { collectorEfficiency } from './solar/collector-efficiency.ts'
import { carrierCost, waterCost } from './cost.ts'
import { freeCoolingHours, pue, upsEfficiency } from './data-centre.ts'
import { maximumDemand } from './demand.ts'
import { carrierOf, directEnergy, indirectEnergy, standardCoal, totalEnergy } from './energy.ts'
import { absent, type FigureValue, ratio } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { scope2Market } from './market.ts'
import { floorArea, headCount } from './people.ts'
import { savedCarbon, savedEnergy } from './savings.ts'
import { irradiation, seasonDay, solarHotWater, solarShare } from './solar/solar.ts'
import { heatEquivalent, solarHeat, solarHeatShare } from './solar/solar-heat.ts'
import { fertiliser, foodWaste, hazardous, nonHazardous } from './waste.ts'
import { allWater, nonTraditionalShare, water, waterBalance, waterBalanceShare } from './water.ts'
import { message } from '../messages/reasons.ts'

const costOf =
  (id: string) =>
  (ledger: FigureInputs, boundary: Boundary): FigureValue => {
    const carrier = carrierOf(ledger, id)
    return carrier === null
      ? absent(message('no-entry', { key: `bill.${id}`, sites: boundary.id }))
      : carrierCost(ledger, carrier, boundary)
  }

export interface Formula {
  /** In words and symbols, as `explain` prints it. */
  readonly text: string
  readonly of: (ledger: FigureInputs, boundary: Boundary) => FigureValue
}

const KG_PER_T = 1000

export const FORMULAS: Readonly<Record<FigureId, Formula>> = {
  'energy.total': { text: 'energy.indirect + energy.direct', of: totalEnergy },
  'energy.direct': { text: 'sum over fuels of amount x <fuel>.ncv / 3600: gas m3 x gas.ncv MJ/m3 / 3600', of: directEnergy },
  'energy.indirect': { text: 'sum of purchased electricity (and heat) kWh / 1000', of: indirectEnergy },
  'ghg.total': { text: 'ghg.scope1 + ghg.scope2', of: totalCarbon },
  'ghg.scope1': {
    text: 'sum over fuels of MWh x <fuel>.co2e (or (<fuel>.co2 + <fuel>.ch4 x gwp.ch4 + <fuel>.n2o x gwp.n2o) x 0.0036 / 1000) + refrigerant kg x <refrigerant>.gwp / 1000',
    of: scope1,
  },
  'ghg.scope2': {
    text: 'sum over sites and months of electricity MWh x grid.co2 of the site, location-based; heat MWh x heat.co2e',
    of: scope2,
  },
  'water.total': { text: 'water.tap + water.reclaimed + water.rain', of: allWater },
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
  'water.non-traditional-share': { text: '100 x (water.reclaimed + water.rain) / water.total', of: nonTraditionalShare },
  'energy.total.tce': {
    text: 'sum of electricity kWh x tce.electricity / 1000 + heat and fuel MJ x tce.heat / 1000 (a fuel by <fuel>.tce where there is a row)',
    of: standardCoal,
  },
  'ghg.scope2.market': {
    text: 'sum over sites of instrument MWh x its factor + (electricity MWh - instrument MWh) x grid.residual (or grid.co2); heat MWh x heat.co2e',
    of: scope2Market,
  },
  'air.nox': { text: 'sum over fuels of MWh x 3.6 x <fuel>.nox / 1000', of: (l, b) => airEmission(l, b, 'nox') },
  'air.sox': { text: 'sum over fuels of MWh x 3.6 x <fuel>.sox / 1000', of: (l, b) => airEmission(l, b, 'sox') },
  'air.pm': { text: 'sum over fuels of MWh x 3.6 x <fuel>.pm / 1000', of: (l, b) => airEmission(l, b, 'pm') },
  'electricity.maximum-demand': { text: 'greatest over quarters of an hour of the sum over main meters of kWh x 4', of: maximumDemand },
  'electricity.cost': { text: 'sum over sites and months of kWh x price + maximum demand kW x price + fixed', of: costOf('electricity') },
  'gas.cost': { text: 'sum over sites and months of m3 x price + fixed', of: costOf('gas') },
  'water.cost': { text: 'sum over sources, sites and months of m3 x price + fixed', of: waterCost },
  'water.rain': { text: 'sum of rain water m3 x water.density', of: (l, b) => water(l, RAIN, b) },
  'water.balance': { text: 'sum over inlets with meters below them of inlet m3 - sum of the meters below', of: waterBalance },
  'water.balance.share': { text: '100 x water.balance / m3 of the same inlets', of: waterBalanceShare },
  'solar.heat': {
    text: 'sum of solar heat kWh / 1000; without a heat meter: flow m3 x (outlet - inlet) K x solar.fluid.density x solar.fluid.heat-capacity / 3600',
    of: solarHeat,
  },
  'solar.hot-water.heat-equivalent': {
    text: 'sum over months of solar heat kWh / (hot-water.heat-capacity x (hot-water.temperature - cold water) x 1000 / 3600)',
    of: heatEquivalent,
  },
  'solar.share.heat': { text: '100 x solar heat / (solar heat + auxiliary kWh x solar.auxiliary-efficiency)', of: solarHeatShare },
  'solar.collector-efficiency': {
    text: '100 x solar heat / (collector area x irradiation), over the days on which both are known',
    of: collectorEfficiency,
  },
  'dc.pue': { text: 'facility kWh / IT kWh', of: pue },
  'dc.ups-efficiency': { text: '100 x kWh out of the UPS / kWh into it', of: upsEfficiency },
  'dc.free-cooling-hours': { text: 'sum of the time in which the cooling mode is `free`', of: freeCoolingHours },
}
