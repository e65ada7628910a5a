/** Lines of HKEX, GRI, GHG Protocol and ESRS. Codes are written from the standards named in `edition`; check them with the edition that you file. */

import type { Texts } from '../../../messages/language.ts'
import type { LineTemplate } from '../template.ts'

const SCOPE_3: Texts = [
  'scope 3 is not computed by this service: fill it in from its own inventory',
  '本系统不计算范围三:请依据其他清单填写',
  '本系統不計算範圍三:請依據其他清單填寫',
]
const APPROACH: Texts = [
  'consolidation approach (equity share, financial or operational control): the organisation states it',
  '合并方法(股权比例、财务控制或运营控制):由组织说明',
  '合併方法(股權比例、財務控制或營運控制):由組織說明',
]
const REVENUE: Texts = [
  'needs net revenue, which this service does not hold: divide by it',
  '需要净收入,本系统不含该数据:请自行相除',
  '需要淨收入,本系統不含該數據:請自行相除',
]
const TARGETS: Texts = ['targets and progress: see the targets of the report', '目标及进展:见报告中的目标', '目標及進展:見報告中的目標']

export const HKEX: LineTemplate = {
  id: 'hkex',
  name: ['HKEX ESG code, parts C and D', '香港交易所 ESG 守则 C、D 部分', '香港交易所 ESG 守則 C、D 部分'],
  edition: 'HKEX Listing Rules, Appendix C2, in force for financial years from 2025-01-01',
  form: 'lines',
  index: 'HKEX',
  lines: [
    {
      code: 'D28(c)',
      title: ['gross greenhouse gas, scope 3', '范围 3 温室气体排放', '範圍 3 溫室氣體排放'],
      answers: [{ open: SCOPE_3 }],
    },
    {
      code: 'D29',
      title: ['approach, inputs and assumptions', '计量方法、输入值及假设', '計量方法、輸入值及假設'],
      answers: [{ open: APPROACH }],
    },
    { code: 'D37-D40', title: ['climate-related targets', '气候相关目标', '氣候相關目標'], answers: [{ open: TARGETS }] },
  ],
}

export const GRI: LineTemplate = {
  id: 'gri',
  name: ['GRI 302, 303, 305, 306', 'GRI 302、303、305、306', 'GRI 302、303、305、306'],
  edition: 'GRI 302: Energy 2016, GRI 303: Water and Effluents 2018, GRI 305: Emissions 2016, GRI 306: Waste 2020',
  form: 'lines',
  index: 'GRI',
  lines: [
    {
      code: '302-1-a',
      title: ['fuel from non-renewable sources', '不可再生燃料消耗', '不可再生燃料消耗'],
      answers: [{ figure: 'energy.direct', times: 3.6, unit: 'GJ' }],
    },
    {
      code: '302-1-c',
      title: ['electricity, heating, cooling, steam', '电力、供热、制冷、蒸汽消耗', '電力、供熱、製冷、蒸汽消耗'],
      answers: [{ figure: 'energy.indirect', times: 3.6, unit: 'GJ' }],
    },
    {
      code: '302-1-e',
      title: ['total energy within the organisation', '组织内部能源消耗总量', '組織內部能源消耗總量'],
      answers: [{ figure: 'energy.total', times: 3.6, unit: 'GJ' }],
    },
    {
      code: '305-3',
      title: ['other indirect greenhouse gas (scope 3)', '其他间接温室气体排放(范围三)', '其他間接溫室氣體排放(範圍三)'],
      answers: [{ open: SCOPE_3 }],
    },
  ],
}

export const GHG_PROTOCOL: LineTemplate = {
  id: 'ghg-protocol',
  name: ['GHG Protocol, scope 1 and 2', 'GHG Protocol 范围一、二', 'GHG Protocol 範圍一、二'],
  edition: 'GHG Protocol Corporate Standard (revised 2004), Scope 2 Guidance (2015)',
  form: 'lines',
  lines: [
    { code: 'organisational boundary', title: ['consolidation approach', '合并方法', '合併方法'], answers: [{ open: APPROACH }] },
    { code: 'scope 1', title: ['direct emissions', '直接排放', '直接排放'], answers: [{ figure: 'ghg.scope1' }] },
    {
      code: 'scope 2, location-based',
      title: ['purchased energy, grid averages', '外购能源,按电网平均因子', '外購能源,按電網平均因子'],
      answers: [{ figure: 'ghg.scope2' }],
    },
    {
      code: 'scope 2, market-based',
      title: ['purchased energy, contractual instruments', '外购能源,按合同凭证', '外購能源,按合約憑證'],
      answers: [{ figure: 'ghg.scope2.market' }],
    },
    { code: 'activity data, fuel', title: ['energy of fuel burnt', '燃料能源', '燃料能源'], answers: [{ figure: 'energy.direct' }] },
    {
      code: 'activity data, purchased',
      title: ['purchased electricity, heat and cooling', '外购电、热、冷', '外購電、熱、冷'],
      answers: [{ figure: 'energy.indirect' }],
    },
    {
      code: 'scope 3',
      title: ['other indirect emissions (optional)', '其他间接排放(可选)', '其他間接排放(可選)'],
      answers: [{ open: SCOPE_3 }],
    },
    {
      code: 'intensity',
      title: ['emissions per floor area', '单位面积排放', '單位面積排放'],
      answers: [{ figure: 'ghg.per-area' }, { figure: 'shops.ghg.per-area' }],
    },
  ],
}

export const ESRS: LineTemplate = {
  id: 'esrs',
  name: ['ESRS E1 and E3', 'ESRS E1、E3', 'ESRS E1、E3'],
  edition: 'ESRS of Delegated Regulation (EU) 2023/2772; the revised set numbers some paragraphs otherwise',
  form: 'lines',
  lines: [
    { code: 'E1-5 §37', title: ['total energy consumption', '能源消耗总量', '能源消耗總量'], answers: [{ figure: 'energy.total' }] },
    {
      code: 'E1-5 §38',
      title: ['fuel from natural gas and other fossil sources', '化石燃料消耗', '化石燃料消耗'],
      answers: [{ figure: 'energy.direct' }],
    },
    {
      code: 'E1-5 §37(c)',
      title: ['purchased electricity, heat, steam, cooling', '外购电、热、蒸汽、冷', '外購電、熱、蒸汽、冷'],
      answers: [{ figure: 'energy.indirect' }],
    },
    { code: 'E1-5 §40', title: ['energy intensity per net revenue', '单位净收入能耗', '單位淨收入能耗'], answers: [{ open: REVENUE }] },
    { code: 'E1-6 §48', title: ['gross scope 1', '范围一总量', '範圍一總量'], answers: [{ figure: 'ghg.scope1' }] },
    {
      code: 'E1-6 §49(a)',
      title: ['gross scope 2, location-based', '范围二(基于位置)', '範圍二(基於位置)'],
      answers: [{ figure: 'ghg.scope2' }],
    },
    {
      code: 'E1-6 §49(b)',
      title: ['gross scope 2, market-based', '范围二(基于市场)', '範圍二(基於市場)'],
      answers: [{ figure: 'ghg.scope2.market' }],
    },
    { code: 'E1-6 §51', title: ['gross scope 3', '范围三总量', '範圍三總量'], answers: [{ open: SCOPE_3 }] },
    {
      code: 'E1-6 §53',
      title: ['greenhouse gas intensity per net revenue', '单位净收入排放', '單位淨收入排放'],
      answers: [{ open: REVENUE }],
    },
    { code: 'E3-4 §28(a)', title: ['total water consumption', '用水总量', '用水總量'], answers: [{ figure: 'water.total', unit: 'm3' }] },
    {
      code: 'E3-4 §28(c)',
      title: ['water recycled and reused', '循环及再利用水量', '循環及再利用水量'],
      answers: [{ figure: 'water.reclaimed', unit: 'm3' }],
    },
    { code: 'E3-4 §29', title: ['water intensity per net revenue', '单位净收入用水', '單位淨收入用水'], answers: [{ open: REVENUE }] },
  ],
}
