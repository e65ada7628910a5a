/** Grid factors of the emissions trading of mainland China: a series of its own, in a set of its own. */

import type { Factor } from '../../../domain/index.ts'
import { type Publication, rowsOf } from '../factor-rows.ts'

const notice = (document: string, note: string): Publication => ({
  publisher: 'Ministry of Ecology and Environment, China',
  document,
  accessed: '2026-11-30',
  gases: 'CO2',
  note: `for reports of the trading system; ${note}`,
  verified: true,
})

const kind = 'grid.co2'
const set = 'trading'
const region = 'CN'

export const TRADING_ELECTRICITY: readonly Factor[] = [
  ...rowsOf(notice('企业温室气体排放核算方法与报告指南 发电设施 (环办气候〔2021〕9号)', 'up to the reports of 2020'), [
    { kind, set, name: 'ets-0.6101', value: 0.6101, region, to: '2021-01-01' },
  ]),
  ...rowsOf(notice('关于做好2022年企业温室气体排放报告管理相关重点工作的通知 (环办气候函〔2022〕111号)', 'for 2021'), [
    { kind, set, name: 'ets-0.5810', value: 0.581, region, from: '2021-01-01', to: '2022-01-01' },
  ]),
  ...rowsOf(notice('published 2023, for reports of 2022', 'the number of the notice was not seen beside the value'), [
    { kind, set, name: 'ets-0.5703', value: 0.5703, region, from: '2022-01-01', to: '2023-01-01' },
  ]),
]
