/** Why a factor row is not shipped. */

import type { Texts } from './language.ts'

/** Public source files, documentation and stored pages were searched. */
const SEARCHED: Texts = [
  'not found until 2026-11-30 in public source files, documentation and stored pages',
  '截至 2026-11-30 在公开源代码、文档和网页存档中均未找到',
  '截至 2026-11-30 在公開原始碼、文件和網頁存檔中均未找到',
]
const searched = (...more: Texts): Texts => [`${SEARCHED[0]}; ${more[0]}`, `${SEARCHED[1]};${more[1]}`, `${SEARCHED[2]};${more[2]}`]

export const MISSING_FACTOR_REASONS = {
  'searched-factor': SEARCHED,
  'searched-later-row': searched('the latest earlier row stands in', '暂用此前最近一年的因子', '暫用此前最近一年的因子'),
  'searched-supplier': searched(
    'the supplier prints it every spring: record it from there',
    '供电公司每年春季公布,请据此录入',
    '供電公司每年春季公佈,請據此錄入',
  ),
  'series-begins': [
    'the published series begins with the data of 2021; the set "trading" has the factor of emissions trading for the years before',
    '公布的序列自 2021 年数据开始;此前年份的碳市场因子见因子集 "trading"',
    '公佈的序列自 2021 年數據開始;此前年份的碳市場因子見因子集 "trading"',
  ],
  'name-supplier': [
    'Hong Kong has no common factor: name the supplier as the grid of the site, HK-CLP or HK-HKE',
    '香港没有统一因子:请将场所的 grid 写为供电公司 HK-CLP 或 HK-HKE',
    '香港沒有統一因子:請將場所的 grid 寫為供電公司 HK-CLP 或 HK-HKE',
  ],
  'licence-forbids': [
    'its terms forbid to ship the values with a program: record that of your grid',
    '其使用条款不允许随程序分发数值,请自行录入所在电网的因子',
    '其使用條款不允許隨程式分發數值,請自行錄入所在電網的因子',
  ],
  'no-residual-published': [
    'none is published, because all electricity is disclosed: record the mix of the supplier',
    '该国全部电力均有披露,因此不公布剩余组合:请录入供电公司的因子',
    '該國全部電力均有披露,因此不公佈剩餘組合:請錄入供電公司的因子',
  ],
  'per-mass-only': [
    'natural gas is 48.0 MJ/kg there; per m3 it depends on the gas: record the calorific value of the supplier',
    '该表为 48.0 MJ/kg;按立方米计取决于气质,请录入供气公司的热值',
    '該表為 48.0 MJ/kg;按立方米計取決於氣質,請錄入供氣公司的熱值',
  ],
  'other-report-has': [
    'that report has no value; the sixth has one (set "ar6")',
    '该报告没有数值;第六次评估报告有(因子集 "ar6")',
    '該報告沒有數值;第六次評估報告有(因子集 "ar6")',
  ],
} as const satisfies Record<string, Texts>
