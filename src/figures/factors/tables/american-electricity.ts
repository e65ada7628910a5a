/** Electricity of the United States by eGRID subregion, from the three gases that are printed, with the warming of each set. */

import { type Factor, FACTOR_SETS, type FactorSet } from '../../../domain/index.ts'
import { linesOf, type Publication, type Row, rowsOf } from '../factor-rows.ts'
import { WARMING_OF_SET } from './warming.ts'

const EGRID: Publication = {
  publisher: 'United States Environmental Protection Agency',
  document: 'eGRID2024 subregion total output rates, in: Emission Factors for Greenhouse Gas Inventories, 2026',
  page: 'table 6',
  published: '2026-05-26',
  accessed: '2026-11-30',
  gases: 'CO2e',
  note: 'computed from the printed lb/MWh of CO2, CH4 and N2O; losses of the grid are not in it; read in one transcription',
  verified: true,
}

/** Subregion, then CO2, CH4 and N2O, lb/MWh. */
const SUBREGIONS = `
  US-AKGD    914.7  0.092  0.013
  US-AKMS    493.8  0.024  0.004
  US-AZNM    665.8  0.035  0.005
  US-CAMX    403.6  0.025  0.003
  US-ERCT    700.7   0.04  0.006
  US-FRCC    763.7  0.035  0.004
  US-HIMS   1087.7  0.072  0.012
  US-HIOA     1478  0.136  0.022
  US-MROE   1297.3  0.096  0.014
  US-MROW    862.6  0.089  0.013
  US-NEWE    540.3  0.059  0.008
  US-NWPP    579.2  0.047  0.007
  US-NYCW    883.2  0.022  0.002
  US-NYLI   1170.6  0.139  0.018
  US-NYUP      272  0.011  0.001
  US-PRMS   1594.5  0.085  0.014
  US-RFCE    618.6  0.038  0.005
  US-RFCM    982.5  0.086  0.012
  US-RFCW    889.6  0.068   0.01
  US-RMPA      959  0.079  0.011
  US-SPNO      779  0.076  0.011
  US-SPSO    850.6  0.051  0.007
  US-SRMV    730.8  0.029  0.004
  US-SRMW   1150.4  0.123  0.018
  US-SRSO    796.5  0.056  0.008
  US-SRTV    940.4   0.08  0.011
  US-SRVC    637.4  0.047  0.007
  US         747.9  0.054  0.007
`

/** t per lb. */
const POUND = 0.45359237 / 1000
const PLACES = 1e8

const rowsOfSet = (set: FactorSet): Row[] =>
  linesOf(SUBREGIONS).map(([region = '', co2, ch4, n2o]) => {
    const warming = WARMING_OF_SET[set]
    const pounds = Number(co2) + Number(ch4) * warming.ch4 + Number(n2o) * warming.n2o
    const value = Math.round(pounds * POUND * PLACES) / PLACES
    return { kind: 'grid.co2', set, name: 'egrid-2024', value, region, from: '2024-01-01', to: '2025-01-01' }
  })

export const AMERICAN_ELECTRICITY: readonly Factor[] = FACTOR_SETS.flatMap((set) => rowsOf(EGRID, rowsOfSet(set)))
