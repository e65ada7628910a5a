/**
 * The factor rows that are shipped: emissions here, conversions beside. A campus chooses a set; rows it records itself come before these. Numbers are
 * quoted from the documents named in each row; `verified` says whether they were compared with a public copy.
 */

import { type Factor, FACTOR_SETS } from '../../domain/index.ts'
import { CONVERSIONS } from './conversion-table.ts'
import { type Row, rowsOf } from './factor-rows.ts'

const OPERATING_MARGIN = 0.5

/** Operating and build margin of the six grids; the combined margin of a project baseline is half of each. */
const MARGINS_2019: readonly (readonly [region: string, operating: number, build: number])[] = [
  ['CN-NORTH', 0.9419, 0.4819],
  ['CN-NORTHEAST', 1.0826, 0.2399],
  ['CN-EAST', 0.7921, 0.387],
  ['CN-CENTRAL', 0.8587, 0.2854],
  ['CN-NORTHWEST', 0.8922, 0.4407],
  ['CN-SOUTH', 0.8042, 0.2135],
]

const combined = (operating: number, build: number): number =>
  Math.round((operating * OPERATING_MARGIN + build * (1 - OPERATING_MARGIN)) * 1e6) / 1e6

const MEE_2019 = rowsOf(
  {
    publisher: 'Ministry of Ecology and Environment, China',
    document: '2019年度减排项目中国区域电网基准线排放因子',
    note: 'combined margin 50/50: a project-baseline factor, 11 to 19 % above an average grid factor',
    verified: true,
    caution: 'project-baseline',
  },
  MARGINS_2019.map(([region, operating, build]) => ({
    kind: 'grid.co2',
    set: 'report-2020',
    name: '2019-cm50',
    value: combined(operating, build),
    region,
  })),
)

const IPCC_2006 = {
  publisher: 'IPCC',
  document: '2006 Guidelines for National Greenhouse Gas Inventories, vol. 2, table 2.2 (natural gas, net calorific value)',
  verified: false,
}

const GAS_LOWER = rowsOf({ ...IPCC_2006, note: 'lower bounds of the 95 % interval', caution: 'lower-bound' }, [
  { kind: 'gas.co2', set: 'report-2020', name: 'ipcc-2006-lower', value: 54_300 },
  { kind: 'gas.ch4', set: 'report-2020', name: 'ipcc-2006-lower', value: 0.3 },
  { kind: 'gas.n2o', set: 'report-2020', name: 'ipcc-2006-lower', value: 0.03 },
])

/** Boilers and kitchens of offices: commercial and institutional combustion, where methane slips more than in a power station. */
const COMMERCIAL = {
  ...IPCC_2006,
  document:
    '2006 Guidelines for National Greenhouse Gas Inventories, vol. 2, table 2.4 (commercial and institutional, natural gas, net calorific value)',
}

const GAS_DEFAULT = rowsOf({ ...COMMERCIAL, note: 'default values' }, [
  { kind: 'gas.co2', set: 'default', name: 'ipcc-2006', value: 56_100 },
  { kind: 'gas.ch4', set: 'default', name: 'ipcc-2006', value: 5 },
  { kind: 'gas.n2o', set: 'default', name: 'ipcc-2006', value: 0.1 },
])

const WARMING = [
  ...rowsOf(
    {
      publisher: 'IPCC',
      document: 'Second Assessment Report, 1995, 100 years',
      note: 'as inventories of the time used it',
      verified: false,
    },
    [
      { kind: 'gwp.ch4', set: 'report-2020', name: 'sar', value: 21 },
      { kind: 'gwp.n2o', set: 'report-2020', name: 'sar', value: 310 },
    ],
  ),
  ...rowsOf(
    {
      publisher: 'IPCC',
      document: 'Fifth Assessment Report, WG I, table 8.A.1, 100 years',
      note: 'without climate-carbon feedback',
      verified: false,
    },
    [
      { kind: 'gwp.ch4', set: 'default', name: 'ar5', value: 28 },
      { kind: 'gwp.n2o', set: 'default', name: 'ar5', value: 265 },
    ],
  ),
]

/** National average of mainland China, location-based. Regions differ; a row for the region comes before these. Their ids are older than their region. */
const GRID_AVERAGE = [
  ...rowsOf(
    {
      publisher: 'Ministry of Ecology and Environment, China',
      document: '企业温室气体排放核算方法与报告指南 发电设施',
      note: 'national average',
      verified: true,
    },
    [{ kind: 'grid.co2', set: 'default', name: 'cn-0.6101', value: 0.6101, to: '2021-01-01' }],
  ),
  ...rowsOf(
    {
      publisher: 'Ministry of Ecology and Environment, China',
      document: '环办气候函〔2022〕111号',
      note: 'national average',
      verified: true,
    },
    [{ kind: 'grid.co2', set: 'default', name: 'cn-0.5810', value: 0.581, from: '2021-01-01', to: '2022-01-01' }],
  ),
  ...rowsOf(
    {
      publisher: 'Ministry of Ecology and Environment, China',
      document: 'published 2023, for reports of 2022',
      note: 'national average',
      verified: true,
    },
    [{ kind: 'grid.co2', set: 'default', name: 'cn-0.5703', value: 0.5703, from: '2022-01-01', to: '2023-01-01' }],
  ),
  ...rowsOf(
    {
      publisher: 'Ministry of Ecology and Environment and National Bureau of Statistics, China',
      document: '电力二氧化碳排放因子, published 2025-12-31, for 2023',
      note: 'national average',
      verified: true,
    },
    [{ kind: 'grid.co2', set: 'default', name: 'cn-0.5306', value: 0.5306, from: '2023-01-01', to: '2024-01-01' }],
  ),
].map((row) => ({ ...row, region: 'CN' }))

const EMEP = rowsOf(
  {
    publisher: 'European Environment Agency',
    document: 'EMEP/EEA air pollutant emission inventory guidebook 2019, 1.A.4, gaseous fuels, tier 1',
    note: 'small combustion; a measured boiler is better',
    verified: false,
  },
  FACTOR_SETS.flatMap((set): Row[] => [
    { kind: 'gas.nox', set, name: 'emep-2019', value: 74 },
    { kind: 'gas.sox', set, name: 'emep-2019', value: 0.67 },
    { kind: 'gas.pm', set, name: 'emep-2019', value: 0.78 },
  ]),
)

const DIESEL = [
  ...rowsOf(
    { ...IPCC_2006, document: IPCC_2006.document.replace('natural gas', 'gas/diesel oil'), note: 'default values' },
    FACTOR_SETS.flatMap((set): Row[] => [
      { kind: 'diesel.co2', set, name: 'ipcc-2006', value: 74_100 },
      { kind: 'diesel.ch4', set, name: 'ipcc-2006', value: 3 },
      { kind: 'diesel.n2o', set, name: 'ipcc-2006', value: 0.6 },
    ]),
  ),
]

const HEAT = rowsOf(
  {
    publisher: 'National Development and Reform Commission, China',
    document: '公共建筑运营单位(企业)温室气体排放核算方法和报告指南(试行)',
    note: '0.11 tCO2/GJ, where the supplier states nothing',
    verified: false,
  },
  FACTOR_SETS.map((set): Row => ({ kind: 'heat.co2e', set, name: 'ndrc-0.11', value: 0.396 })),
)

const SHIPPED: readonly Factor[] = [
  ...MEE_2019,
  ...GAS_LOWER,
  ...GAS_DEFAULT,
  ...WARMING,
  ...GRID_AVERAGE,
  ...EMEP,
  ...DIESEL,
  ...HEAT,
  ...CONVERSIONS,
]

/** Rows of a set, with those that were recorded for it (or for every set: `*`) and not withdrawn. */
export function factorsOf(set: string, recorded: readonly Factor[]): Factor[] {
  return [...SHIPPED, ...recorded].filter((f) => (f.set === set || f.set === '*') && f.withdrawn === undefined)
}
