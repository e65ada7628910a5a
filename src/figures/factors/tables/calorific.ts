/** Calorific values and standard coal: GB/T 2589 in mainland China, IPCC 2006 elsewhere. */

import type { Factor } from '../../../domain/index.ts'
import { linesOf, type Publication, type Row, rowsOf } from '../factor-rows.ts'

const SAC = { publisher: 'Standardization Administration of China', accessed: '2026-11-30' } as const
/** The day on which the 2020 edition came into force. */
const EDITION_2020 = '2021-04-01'

const GAS: Publication = {
  ...SAC,
  document: 'GB/T 2589-2008, annex A',
  note: 'oil-field gas; the 2020 edition prints a range, 32.238 to 38.979 MJ/m3, and no value of its own: the supplier says what is delivered',
  verified: true,
  conditions: '20 Cel, 101.325 kPa',
}

const edition = (year: 2008 | 2020, verified: boolean): Publication => ({
  ...SAC,
  document: `GB/T 2589-${year}, annex A`,
  page: year === 2020 ? 'table A.1' : 'annex A',
  note: verified ? '' : 'computed from the kcal of the table by 4.1868, as the edition does; the value itself was not seen',
  verified,
})

/** Fuel, then MJ/kg of the 2008 edition, of the 2020 edition, and kgce/kg. */
const COMPUTED = `
  diesel    42.652 42.705 1.4571
  petrol    43.070 43.124 1.4714
  lpg       50.179 50.242 1.7143
`
const SEEN = `
  fuel-oil  41.816 41.868 1.4286
`

function fuelRows(text: string, verified: boolean): Factor[] {
  return linesOf(text).flatMap(([fuel = '', old, recent, coal]) => {
    const row = (kind: Row['kind'], value: string | undefined, rest: Partial<Row>): Row => ({
      kind,
      set: '*',
      name: 'gbt-2589-2020',
      value: Number(value),
      region: 'CN',
      unit: 'MJ/kg',
      ...rest,
    })
    return [
      ...rowsOf(edition(2008, true), [row(`${fuel}.ncv`, old, { name: 'gbt-2589-2008', to: EDITION_2020 })]),
      ...rowsOf(edition(2020, verified), [row(`${fuel}.ncv`, recent, { from: EDITION_2020 })]),
      ...rowsOf(edition(2020, true), [row(`${fuel}.tce`, coal, { unit: 'kgce/kg' })]),
    ]
  })
}

const IPCC: Publication = {
  publisher: 'IPCC',
  document: '2006 Guidelines for National Greenhouse Gas Inventories, vol. 2',
  page: 'table 1.2',
  published: '2006',
  accessed: '2026-11-30',
  note: 'net calorific value',
  verified: true,
}

/** MJ/kg. Gas has none: its volume says nothing without its composition. */
const ELSEWHERE = `
  diesel              43.0
  petrol              44.3
  lpg                 47.3
  fuel-oil            40.4
  coal-bituminous     25.8
  coal-anthracite     26.7
  coal-subbituminous  18.9
  coal-lignite        11.9
`

const SHARE: Publication = {
  ...IPCC,
  page: 'section 1.4.1.2',
  note: 'net is about 10 % below gross for natural gas; the supplier states both',
  verified: false,
}

const COAL: Publication = {
  ...SAC,
  document: 'GB/T 2589-2020, annex A',
  note: 'equivalent value, standard coal of 29.3076 MJ/kg',
  verified: true,
}

export const CALORIFIC: readonly Factor[] = [
  ...rowsOf(GAS, [{ kind: 'gas.ncv', set: '*', name: 'gbt-2589', value: 38.931, region: 'CN' }]),
  ...rowsOf(COAL, [
    { kind: 'tce.electricity', set: '*', name: 'gbt-2589', value: 0.1229 },
    { kind: 'tce.heat', set: '*', name: 'gbt-2589', value: 0.03412 },
  ]),
  ...fuelRows(COMPUTED, false),
  ...fuelRows(SEEN, true),
  ...rowsOf(
    IPCC,
    linesOf(ELSEWHERE).map(
      ([fuel = '', value]): Row => ({ kind: `${fuel}.ncv`, set: '*', name: 'ipcc-2006', value: Number(value), unit: 'MJ/kg' }),
    ),
  ),
  ...rowsOf(SHARE, [{ kind: 'gas.ncv-share', set: '*', name: 'ipcc-2006', value: 0.9 }]),
]
