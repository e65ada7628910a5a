/**
 * The factor rows that are shipped. A campus chooses a set; rows it records itself come before these. Numbers are quoted from the documents named in
 * each row; `verified` says whether they were read in a public source.
 */

import type { Factor } from '../../domain/index.ts'
import { CONVERSIONS } from './conversion-table.ts'
import { rowsOf } from './factor-rows.ts'
import { AMERICAN_ELECTRICITY } from './tables/american-electricity.ts'
import { BURNING } from './tables/burning.ts'
import { CALORIFIC } from './tables/calorific.ts'
import { CHINA_ELECTRICITY } from './tables/china-electricity.ts'
import { EUROPEAN_ELECTRICITY } from './tables/european-electricity.ts'
import { PACIFIC_ELECTRICITY } from './tables/pacific-electricity.ts'
import { TRADING_ELECTRICITY } from './tables/trading-electricity.ts'
import { WARMING } from './tables/warming.ts'

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
    gases: 'CO2',
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

const SHIPPED: readonly Factor[] = [
  ...MEE_2019,
  ...CHINA_ELECTRICITY,
  ...TRADING_ELECTRICITY,
  ...EUROPEAN_ELECTRICITY,
  ...AMERICAN_ELECTRICITY,
  ...PACIFIC_ELECTRICITY,
  ...BURNING,
  ...WARMING,
  ...CALORIFIC,
  ...CONVERSIONS,
]

/** Rows of a set, with those that were recorded for it (or for every set: `*`) and not withdrawn. */
export function factorsOf(set: string, recorded: readonly Factor[]): Factor[] {
  return [...SHIPPED, ...recorded].filter((f) => (f.set === set || f.set === '*') && f.withdrawn === undefined)
}
