/** What burning a fuel emits (IPCC 2006, vol. 2), and the heat that the supplier states no emissions of. */

import type { Factor } from '../../../domain/index.ts'
import { DEFAULT_SETS, linesOf, type Publication, type Row, rowsOf } from '../factor-rows.ts'

const GUIDELINES = {
  publisher: 'IPCC',
  document: '2006 Guidelines for National Greenhouse Gas Inventories, vol. 2',
  published: '2006',
  accessed: '2026-11-30',
} as const

const GAS_LOWER: Publication = {
  ...GUIDELINES,
  page: 'table 2.2, natural gas',
  note: 'lower bounds of the 95 % interval, net calorific value',
  caution: 'lower-bound',
  verified: false,
}

/** Boilers and kitchens of offices: commercial and institutional combustion, where methane slips more than in a power station. */
const COMMERCIAL: Publication = {
  ...GUIDELINES,
  page: 'table 2.4',
  note: 'commercial and institutional, net calorific value',
  verified: true,
}

/** Fuel, then CO2, CH4 and N2O, kg/TJ. */
const OTHER_FUELS = `
  diesel              74100  10 0.6
  petrol              69300  10 0.6
  lpg                 63100  5  0.1
  fuel-oil            77400  10 0.6
  coal-bituminous     94600  10 1.5
  coal-anthracite     98300  10 1.5
  coal-subbituminous  96100  10 1.5
  coal-lignite        101000 10 1.5
`
const GASES = ['co2', 'ch4', 'n2o'] as const

const fuelRows = (text: string, sets: readonly Row['set'][]): Row[] =>
  linesOf(text).flatMap(([fuel = '', ...values]) =>
    sets.flatMap((set) =>
      GASES.map((gas, i): Row => ({ kind: `${fuel}.${gas}`, set, name: 'ipcc-2006', value: Number(values[i]), unit: 'kg/TJ' })),
    ),
  )

const EMEP: Publication = {
  publisher: 'European Environment Agency',
  document: 'EMEP/EEA air pollutant emission inventory guidebook 2019, 1.A.4, gaseous fuels, tier 1',
  note: 'small combustion; a measured boiler is better',
  verified: false,
}

const HEAT: Publication = {
  publisher: 'Standardization Administration of China',
  document: 'GB/T 32150-2025',
  page: '7.5.6, 7.5.7',
  published: '2025',
  accessed: '2026-11-30',
  gases: 'CO2',
  note: '0.11 tCO2/GJ, where the supplier states nothing',
  verified: true,
}

export const BURNING: readonly Factor[] = [
  ...rowsOf(
    GAS_LOWER,
    (
      [
        ['co2', 54_300],
        ['ch4', 0.3],
        ['n2o', 0.03],
      ] as const
    ).map(([gas, value]) => ({
      kind: `gas.${gas}`,
      set: 'report-2020',
      name: 'ipcc-2006-lower',
      value,
    })),
  ),
  ...rowsOf(COMMERCIAL, fuelRows('gas 56100 5 0.1', DEFAULT_SETS)),
  ...rowsOf(COMMERCIAL, fuelRows(OTHER_FUELS, ['*'])),
  ...rowsOf(EMEP, [
    { kind: 'gas.nox', set: '*', name: 'emep-2019', value: 74 },
    { kind: 'gas.sox', set: '*', name: 'emep-2019', value: 0.67 },
    { kind: 'gas.pm', set: '*', name: 'emep-2019', value: 0.78 },
  ]),
  ...rowsOf(HEAT, [{ kind: 'heat.co2e', set: '*', name: 'gbt-0.11', value: 0.396, region: 'CN' }]),
]
