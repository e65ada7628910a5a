/** The formula of every figure. Its words stand in `messages/methods.ts`. */

import { type FigureId, RAIN, RECLAIMED, TAP } from '../../domain/index.ts'
import { airEmission } from './air.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { scope1, scope2, totalCarbon } from './carbon.ts'
import { collectorEfficiency } from './solar/collector-efficiency.ts'
import { carrierCost, waterCost } from './cost.ts'
import { freeCoolingHours, pue, upsEfficiency } from './data-centre.ts'
import { maximumDemand } from './demand.ts'
import { carrierOf, directEnergy, indirectEnergy, standardCoal, totalEnergy } from './energy.ts'
import { absent, type FigureValue, divide } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { scope2Market } from './market.ts'
import { floorArea, headCount } from './people.ts'
import { savedCarbon, savedEnergy } from './savings.ts'
import { irradiation, seasonDay, solarHotWater, solarShare } from './solar/solar.ts'
import { heatEquivalent, solarHeat, solarHeatShare } from './solar/solar-heat.ts'
import { fertiliser, foodWaste, hazardous, nonHazardous } from './waste.ts'
import { allWater, nonTraditionalShare, water, waterBalance, waterBalanceShare } from './water.ts'
import { message } from '../messages/message.ts'

const costOf =
  (id: string) =>
  (inputs: FigureInputs, boundary: Boundary): FigureValue => {
    const carrier = carrierOf(inputs, id)
    return carrier === null
      ? absent(message('no-entry', { key: `bill.${id}`, sites: boundary.id }))
      : carrierCost(inputs, carrier, boundary)
  }

/** What computes a figure over a boundary. */
export type Formula = (inputs: FigureInputs, boundary: Boundary) => FigureValue

const KG_PER_T = 1000

export const FORMULAS: Readonly<Record<FigureId, Formula>> = {
  'energy.total': totalEnergy,
  'energy.direct': directEnergy,
  'energy.indirect': indirectEnergy,
  'ghg.total': totalCarbon,
  'ghg.scope1': scope1,
  'ghg.scope2': scope2,
  'water.total': allWater,
  'water.tap': (l, b) => water(l, TAP, b),
  'water.reclaimed': (l, b) => water(l, RECLAIMED, b),
  'energy.per-person': (l, b) => divide(totalEnergy(l, b), headCount(l, b)),
  'ghg.per-area': (l, b) => divide(totalCarbon(l, b), floorArea(l, b)),
  'water.per-person': (l, b) => divide(allWater(l, b), headCount(l, b)),
  'shops.energy.per-area': (l, b) => divide(totalEnergy(l, b), floorArea(l, b)),
  'shops.ghg.per-area': (l, b) => divide(totalCarbon(l, b), floorArea(l, b)),
  'waste.hazardous': hazardous,
  'waste.hazardous.per-person': (l, b) => divide(hazardous(l, b), headCount(l, b), KG_PER_T),
  'waste.non-hazardous': nonHazardous,
  'waste.non-hazardous.per-person': (l, b) => divide(nonHazardous(l, b), headCount(l, b)),
  'food-waste.treated': foodWaste,
  'food-waste.fertiliser': fertiliser,
  'savings.energy': savedEnergy,
  'savings.ghg': savedCarbon,
  'solar.hot-water': solarHotWater,
  'solar.share': solarShare,
  'solar.hot-water.summer-day': (l, b) => seasonDay(l, b, 'summer'),
  'solar.hot-water.winter-day': (l, b) => seasonDay(l, b, 'winter'),
  'solar.irradiation': irradiation,
  'water.non-traditional-share': nonTraditionalShare,
  'energy.total.tce': standardCoal,
  'ghg.scope2.market': scope2Market,
  'air.nox': (l, b) => airEmission(l, b, 'nox'),
  'air.sox': (l, b) => airEmission(l, b, 'sox'),
  'air.pm': (l, b) => airEmission(l, b, 'pm'),
  'electricity.maximum-demand': maximumDemand,
  'electricity.cost': costOf('electricity'),
  'gas.cost': costOf('gas'),
  'water.cost': waterCost,
  'water.rain': (l, b) => water(l, RAIN, b),
  'water.balance': waterBalance,
  'water.balance.share': waterBalanceShare,
  'solar.heat': solarHeat,
  'solar.hot-water.heat-equivalent': heatEquivalent,
  'solar.share.heat': solarHeatShare,
  'solar.collector-efficiency': collectorEfficiency,
  'dc.pue': pue,
  'dc.ups-efficiency': upsEfficiency,
  'dc.free-cooling-hours': freeCoolingHours,
}
