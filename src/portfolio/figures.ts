/** Figures of a group: which ones are sums over campuses, and which ones divide a sum by a sum. */

/** Amounts: those of the campuses add up. */
export const SUMMED: readonly string[] = [
  'energy.total',
  'energy.direct',
  'energy.indirect',
  'energy.total.tce',
  'ghg.total',
  'ghg.scope1',
  'ghg.scope2',
  'ghg.scope2.market',
  'water.total',
  'water.tap',
  'water.reclaimed',
  'water.rain',
  'waste.hazardous',
  'waste.non-hazardous',
  'food-waste.treated',
  'food-waste.fertiliser',
  'savings.energy',
  'savings.ghg',
  'solar.hot-water',
  'solar.heat',
  'air.nox',
  'air.sox',
  'air.pm',
  'electricity.cost',
  'gas.cost',
  'water.cost',
]

/** Intensity -> the amount that it divides, at the boundary of the intensity. Less is better in each. */
export const INTENSITIES: Readonly<Record<string, string>> = {
  'energy.per-person': 'energy.total',
  'ghg.per-area': 'ghg.total',
  'water.per-person': 'water.total',
  'shops.energy.per-area': 'energy.total',
  'shops.ghg.per-area': 'ghg.total',
  'waste.hazardous.per-person': 'waste.hazardous',
  'waste.non-hazardous.per-person': 'waste.non-hazardous',
}
