/** The formula of every figure in words and symbols, as reports and `explain` print it. Ids and symbols are the same in every language. */

import type { FigureId } from '../../domain/index.ts'

export const METHODS: Readonly<Record<FigureId, string>> = {
  'energy.total': 'energy.indirect + energy.direct',
  'energy.direct': 'sum over fuels of amount x <fuel>.ncv / 3600: gas m3 x gas.ncv MJ/m3 / 3600',
  'energy.indirect': 'sum of purchased electricity (and heat) kWh / 1000',
  'ghg.total': 'ghg.scope1 + ghg.scope2',
  'ghg.scope1':
    'sum over fuels of MWh x <fuel>.co2e (or (<fuel>.co2 + <fuel>.ch4 x gwp.ch4 + <fuel>.n2o x gwp.n2o) x 0.0036 / 1000) + refrigerant kg x <refrigerant>.gwp / 1000',
  'ghg.scope2': 'sum over sites and months of electricity MWh x grid.co2 of the site, location-based; heat MWh x heat.co2e',
  'water.total': 'water.tap + water.reclaimed + water.rain',
  'water.tap': 'sum of tap water m3 x water.density',
  'water.reclaimed': 'sum of reclaimed water m3 x water.density',
  'energy.per-person': 'energy / mean of month-end head counts',
  'ghg.per-area': 'greenhouse gas / time-weighted floor area',
  'water.per-person': 'water / mean of month-end head counts',
  'shops.energy.per-area': 'energy of shops / time-weighted floor area',
  'shops.ghg.per-area': 'greenhouse gas of shops / time-weighted floor area',
  'waste.hazardous': 'sum of waste.hazardous',
  'waste.hazardous.per-person': 'waste.hazardous x 1000 / mean of month-end head counts',
  'waste.non-hazardous': 'sum of waste.non-hazardous + sum of food-waste',
  'waste.non-hazardous.per-person': 'waste.non-hazardous / mean of month-end head counts',
  'food-waste.treated': 'sum of food-waste',
  'food-waste.fertiliser': 'sum of fertiliser',
  'savings.energy': 'sum over loads and months of W at full output x baseline hours / 1000 - metered kWh',
  'savings.ghg': 'sum over sites and months of savings.energy / 1000 x grid.co2 of the site',
  'solar.hot-water': 'sum of solar hot water m3 x water.density',
  'solar.share': '100 x solar hot water / all hot water, by mass',
  'solar.hot-water.summer-day': 'mean of the days of the season `summer` with a draw',
  'solar.hot-water.winter-day': 'mean of the days of the season `winter` with a draw',
  'solar.irradiation': 'mean over days of irradiance x time',
  'water.non-traditional-share': '100 x (water.reclaimed + water.rain) / water.total',
  'energy.total.tce':
    'sum of electricity kWh x tce.electricity / 1000 + heat and fuel MJ x tce.heat / 1000 (a fuel by <fuel>.tce where there is a row)',
  'ghg.scope2.market':
    'sum over sites of instrument MWh x its factor + (electricity MWh - instrument MWh) x grid.residual (or grid.co2); heat MWh x heat.co2e',
  'air.nox': 'sum over fuels of MWh x 3.6 x <fuel>.nox / 1000',
  'air.sox': 'sum over fuels of MWh x 3.6 x <fuel>.sox / 1000',
  'air.pm': 'sum over fuels of MWh x 3.6 x <fuel>.pm / 1000',
  'electricity.maximum-demand': 'greatest over quarters of an hour of the sum over main meters of kWh x 4',
  'electricity.cost': 'sum over sites and months of kWh x price + maximum demand kW x price + fixed',
  'gas.cost': 'sum over sites and months of m3 x price + fixed',
  'water.cost': 'sum over sources, sites and months of m3 x price + fixed',
  'water.rain': 'sum of rain water m3 x water.density',
  'water.balance': 'sum over inlets with meters below them of inlet m3 - sum of the meters below',
  'water.balance.share': '100 x water.balance / m3 of the same inlets',
  'solar.heat':
    'sum of solar heat kWh / 1000; without a heat meter: flow m3 x (outlet - inlet) K x solar.fluid.density x solar.fluid.heat-capacity / 3600',
  'solar.hot-water.heat-equivalent':
    'sum over months of solar heat kWh / (hot-water.heat-capacity x (hot-water.temperature - cold water) x 1000 / 3600)',
  'solar.share.heat': '100 x solar heat / (solar heat + auxiliary kWh x solar.auxiliary-efficiency)',
  'solar.collector-efficiency': '100 x solar heat / (collector area x irradiation), over the days on which both are known',
  'dc.pue': 'facility kWh / IT kWh',
  'dc.ups-efficiency': '100 x kWh out of the UPS / kWh into it',
  'dc.free-cooling-hours': 'sum of the time in which the cooling mode is `free`',
}
