/** Figures of an environmental report: fixed ids, units, published digits, the boundary they are stated for. */

export interface FigureDefinition {
  readonly unit: string
  /** Decimal places as published; values are kept unrounded. */
  readonly digits: number
  /** Default boundary; `main` is the first office site, shown by its id. */
  readonly boundary: string
}

/** Stands for the unit of a cost where no tariff says the currency. */
export const CURRENCY = 'currency'

export const FIGURES = {
  'energy.total': { unit: 'MWh', digits: 2, boundary: 'all' },
  'energy.direct': { unit: 'MWh', digits: 2, boundary: 'all' },
  'energy.indirect': { unit: 'MWh', digits: 2, boundary: 'all' },
  'ghg.total': { unit: 'tCO2e', digits: 2, boundary: 'all' },
  'ghg.scope1': { unit: 'tCO2e', digits: 2, boundary: 'all' },
  'ghg.scope2': { unit: 'tCO2e', digits: 2, boundary: 'all' },
  'water.total': { unit: 't', digits: 2, boundary: 'all' },
  'water.tap': { unit: 't', digits: 2, boundary: 'all' },
  'water.reclaimed': { unit: 't', digits: 2, boundary: 'all' },
  'energy.per-person': { unit: 'MWh/person', digits: 2, boundary: 'offices' },
  'ghg.per-area': { unit: 'tCO2e/m2', digits: 3, boundary: 'offices' },
  'water.per-person': { unit: 't/person', digits: 2, boundary: 'offices' },
  'shops.energy.per-area': { unit: 'MWh/m2', digits: 2, boundary: 'shops' },
  'shops.ghg.per-area': { unit: 'tCO2e/m2', digits: 3, boundary: 'shops' },
  'waste.hazardous': { unit: 't', digits: 3, boundary: 'offices' },
  'waste.hazardous.per-person': { unit: 'kg/person', digits: 3, boundary: 'offices' },
  'waste.non-hazardous': { unit: 't', digits: 2, boundary: 'offices' },
  'waste.non-hazardous.per-person': { unit: 't/person', digits: 2, boundary: 'offices' },
  'food-waste.treated': { unit: 't', digits: 1, boundary: 'main' },
  'food-waste.fertiliser': { unit: 't', digits: 2, boundary: 'main' },
  'savings.energy': { unit: 'kWh', digits: 0, boundary: 'main' },
  'savings.ghg': { unit: 'tCO2e', digits: 1, boundary: 'main' },
  'solar.hot-water': { unit: 't', digits: 0, boundary: 'main' },
  'solar.share': { unit: '%', digits: 1, boundary: 'main' },
  'solar.hot-water.summer-day': { unit: 't/d', digits: 1, boundary: 'main' },
  'solar.hot-water.winter-day': { unit: 't/d', digits: 1, boundary: 'main' },
  'solar.irradiation': { unit: 'MJ/m2/d', digits: 1, boundary: 'main' },
  'water.non-traditional-share': { unit: '%', digits: 1, boundary: 'main' },
  // Behind the 28 of the reference report; append only.
  'energy.total.tce': { unit: 'tce', digits: 2, boundary: 'all' },
  'ghg.scope2.market': { unit: 'tCO2e', digits: 2, boundary: 'all' },
  'air.nox': { unit: 'kg', digits: 1, boundary: 'all' },
  'air.sox': { unit: 'kg', digits: 2, boundary: 'all' },
  'air.pm': { unit: 'kg', digits: 2, boundary: 'all' },
  'electricity.maximum-demand': { unit: 'kW', digits: 0, boundary: 'all' },
  'electricity.cost': { unit: CURRENCY, digits: 2, boundary: 'all' },
  'gas.cost': { unit: CURRENCY, digits: 2, boundary: 'all' },
  'water.cost': { unit: CURRENCY, digits: 2, boundary: 'all' },
  'water.rain': { unit: 't', digits: 2, boundary: 'all' },
  'water.balance': { unit: 'm3', digits: 1, boundary: 'all' },
  'water.balance.share': { unit: '%', digits: 1, boundary: 'all' },
  'solar.heat': { unit: 'MWh', digits: 2, boundary: 'main' },
  'solar.hot-water.heat-equivalent': { unit: 't', digits: 0, boundary: 'main' },
  'solar.share.heat': { unit: '%', digits: 1, boundary: 'main' },
  'solar.collector-efficiency': { unit: '%', digits: 1, boundary: 'main' },
  'dc.pue': { unit: '1', digits: 3, boundary: 'data-centre' },
  'dc.ups-efficiency': { unit: '%', digits: 2, boundary: 'data-centre' },
  'dc.free-cooling-hours': { unit: 'h', digits: 0, boundary: 'data-centre' },
} as const satisfies Record<string, FigureDefinition>

export type FigureId = keyof typeof FIGURES
export const FIGURE_IDS = Object.keys(FIGURES) as FigureId[]

export function isFigureId(id: string): id is FigureId {
  return Object.hasOwn(FIGURES, id)
}

/** Half up at the published digits, as reports round; `null` stays missing. The sixth decimal below is noise of binary fractions. */
export function rounded(value: number, digits: number): string {
  const scaled = Number((Math.abs(value) * 10 ** digits).toFixed(6))
  const text = (Math.floor(scaled + 0.5) / 10 ** digits).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? `-${text}` : text
}
