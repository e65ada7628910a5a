/**
 * Electricity of mainland China: the averages that the ministry and the statistics bureau publish, by data year, for the country, its seven regions and thirty
 * provinces, and what is left of them without traded non-fossil energy. CO2 only. The values for emissions trading are another series (trading-electricity.ts).
 */

import type { Factor } from '../../../domain/index.ts'
import { AVERAGE_SETS, type Publication, yearRows } from '../factor-rows.ts'

interface Announcement extends Publication {
  readonly year: number
}

const announced = (year: number, document: string, published: string): Announcement => ({
  year,
  publisher: 'Ministry of Ecology and Environment and National Bureau of Statistics, China',
  document: `关于发布${year}年电力二氧化碳排放因子的公告 (${document})`,
  published,
  accessed: '2026-11-30',
  gases: 'CO2',
  note: 'read in transcriptions of the announcement',
  verified: true,
})

const ANNOUNCEMENTS: readonly Announcement[] = [
  announced(2021, '公告2024年第12号', '2024-04-12'),
  announced(2022, '公告2024年第33号', '2024-12-26'),
  announced(2023, '公告2025年第47号', '2025-12-31'),
]

/** Region, then 2021, 2022 and 2023, kgCO2/kWh. Central is without Sichuan and Chongqing, which are Southwest: margins of 2019 divide otherwise. */
const COUNTRY = 'CN 0.5568 0.5366 0.5306'
const REGIONS = `
  CN-NORTH      0.7120 0.6776 0.6361
  CN-NORTHEAST  0.6012 0.5564 0.5122
  CN-EAST       0.5992 0.5617 0.5500
  CN-CENTRAL    0.5354 0.5395 0.5271
  CN-NORTHWEST  0.5951 0.5857 0.5543
  CN-SOUTH      0.4326 0.3869 0.4042
  CN-SOUTHWEST  0.2113 0.2268 0.2472
`
/** By ISO 3166-2. */
const PROVINCES = `
  CN-BJ         0.5688 0.5580 0.5554
  CN-TJ         0.7355 0.7041 0.6796
  CN-HE         0.7901 0.7252 0.6516
  CN-SX         0.7222 0.7096 0.6634
  CN-NM         0.7025 0.6849 0.6479
  CN-LN         0.5876 0.5626 0.4878
  CN-JL         0.5629 0.4932 0.4671
  CN-HL         0.6342 0.5368 0.5229
  CN-SH         0.5834 0.5849 0.5737
  CN-JS         0.6451 0.5978 0.5827
  CN-ZJ         0.5422 0.5153 0.4974
  CN-AH         0.7075 0.6782 0.6553
  CN-FJ         0.4711 0.4092 0.4211
  CN-JX         0.5835 0.5752 0.5836
  CN-SD         0.6838 0.6410 0.6191
  CN-HA         0.6369 0.6058 0.5897
  CN-HB         0.3672 0.4364 0.4044
  CN-HN         0.5138 0.4900 0.4976
  CN-GD         0.4715 0.4403 0.4419
  CN-GX         0.5154 0.4044 0.4476
  CN-HI         0.4524 0.4184 0.3648
  CN-CQ         0.4743 0.5227 0.5581
  CN-SC         0.1255 0.1404 0.1564
  CN-GZ         0.5182 0.4989 0.5683
  CN-YN         0.1235 0.1073 0.1333
  CN-SN         0.6336 0.6558 0.6335
  CN-GS         0.4955 0.4772 0.4471
  CN-QH         0.1326 0.1567 0.1796
  CN-NX         0.6546 0.6423 0.6187
  CN-XJ         0.6577 0.6231 0.6021
`
const RESIDUAL = 'CN 0.5942 0.5856 0.6096'

const tableOf = (kind: 'grid.co2' | 'grid.residual', page: string, text: string): Factor[] =>
  yearRows(
    ANNOUNCEMENTS.map((announcement) => ({ ...announcement, page })),
    { kind, sets: AVERAGE_SETS, name: 'mee' },
    text,
  )

export const CHINA_ELECTRICITY: readonly Factor[] = [
  ...tableOf('grid.co2', 'table 1', COUNTRY),
  ...tableOf('grid.co2', 'table 2', REGIONS),
  ...tableOf('grid.co2', 'table 3', PROVINCES),
  ...tableOf('grid.residual', 'table 4', RESIDUAL),
]
