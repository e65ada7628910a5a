/** Forms that are filled month by month: ENERGY STAR Portfolio Manager, and the energy statistics of Chinese public institutions. */

import type { Texts } from '../../../messages/language.ts'
import type { LineTemplate, MeterTemplate } from '../template.ts'

export const PORTFOLIO_MANAGER: MeterTemplate = {
  id: 'portfolio-manager',
  name: [
    'ENERGY STAR Portfolio Manager, meter entries',
    'ENERGY STAR Portfolio Manager 计量数据',
    'ENERGY STAR Portfolio Manager 計量數據',
  ],
  edition: 'EPA Portfolio Manager, spreadsheet upload of meter consumption: start date, end date, usage, cost, estimation',
  form: 'meters',
  figures: ['energy.total', 'water.total'],
}

const ELSEWHERE: Texts = [
  'not measured by this service: fill it in where it occurs',
  '本系统未计量:如有发生请填写',
  '本系統未計量:如有發生請填寫',
]

export const PUBLIC_INSTITUTIONS: LineTemplate = {
  id: 'public-institutions',
  name: ['Public institutions, energy and resource consumption (China)', '公共机构能源资源消费统计', '公共機構能源資源消費統計'],
  edition: '公共机构能源资源消费统计调查制度; 综合能耗按 GB/T 2589 折标准煤(当量值)',
  form: 'lines',
  lines: [
    { code: '01', title: ['energy users', '用能人数', '用能人數'], answers: [{ step: 'head-count', unit: 'person' }] },
    { code: '02', title: ['floor area', '建筑面积', '建築面積'], answers: [{ step: 'floor-area', unit: 'm2' }] },
    { code: '03', title: ['electricity', '电', '電'], answers: [{ carrier: 'electricity', as: 'amount' }] },
    { code: '04', title: ['natural gas', '天然气', '天然氣'], answers: [{ carrier: 'gas', as: 'amount' }] },
    { code: '05', title: ['diesel', '柴油', '柴油'], answers: [{ carrier: 'diesel', as: 'amount' }] },
    { code: '06', title: ['purchased heat', '热力', '熱力'], answers: [{ carrier: 'heat', as: 'amount' }] },
    { code: '07', title: ['coal, petrol and other fuels', '煤炭、汽油及其他燃料', '煤炭、汽油及其他燃料'], answers: [{ open: ELSEWHERE }] },
    {
      code: '08',
      title: ['water', '水', '水'],
      answers: [
        { figure: 'water.tap', unit: 'm3' },
        { figure: 'water.reclaimed', unit: 'm3' },
      ],
    },
    {
      code: '09',
      title: ['total energy as standard coal', '综合能耗(折标准煤)', '綜合能耗(折標準煤)'],
      answers: [{ figure: 'energy.total.tce' }],
    },
    { code: '10', title: ['water per person', '人均用水量', '人均用水量'], answers: [{ figure: 'water.per-person' }] },
    {
      code: '11',
      title: ['share of non-traditional water', '非传统水源利用率', '非傳統水源利用率'],
      answers: [{ figure: 'water.non-traditional-share' }],
    },
    { code: '12', title: ['maximum demand', '最大需量', '最大需量'], answers: [{ figure: 'electricity.maximum-demand' }] },
    {
      code: '13',
      title: ['cost of electricity, gas and water', '电费、燃气费、水费', '電費、燃氣費、水費'],
      answers: [{ figure: 'electricity.cost' }, { figure: 'gas.cost' }, { figure: 'water.cost' }],
    },
  ],
}
