/** Lines of disclosure standards in short, and the figures that answer them. The standards' own wording governs. */

import type { FigureId } from '../../domain/index.ts'
import type { Texts } from './language.ts'

export interface DisclosureLine {
  readonly framework: 'HKEX' | 'GRI'
  readonly line: string
  readonly title: Texts
  readonly figures: readonly FigureId[]
  /** First year, and first no longer, in which a financial year begins that the line is for; left out: all. */
  readonly since?: number
  readonly until?: number
}

/** The reporting code of the exchange is in force for financial years from 2025: greenhouse gas moved from part C to part D. */
const PART_D = 2025

const ENERGY: readonly FigureId[] = ['energy.total', 'energy.direct', 'energy.indirect', 'energy.total.tce']
const ENERGY_INTENSITY: readonly FigureId[] = ['energy.per-person', 'shops.energy.per-area']
const GHG_INTENSITY: readonly FigureId[] = ['ghg.per-area', 'shops.ghg.per-area']
const WATER: readonly FigureId[] = ['water.total', 'water.tap', 'water.reclaimed', 'water.rain']
const WASTE: readonly FigureId[] = ['waste.hazardous', 'waste.non-hazardous']

export const DISCLOSURE: readonly DisclosureLine[] = [
  { framework: 'HKEX', line: 'A1.1', title: ['types of emissions', '排放物种类', '排放物種類'], figures: ['air.nox', 'air.sox', 'air.pm'] },
  {
    framework: 'HKEX',
    line: 'A1.2',
    title: ['greenhouse gas, total and intensity', '温室气体排放总量及密度', '溫室氣體排放總量及密度'],
    figures: ['ghg.total', 'ghg.scope1', 'ghg.scope2', 'ghg.scope2.market', ...GHG_INTENSITY],
    until: PART_D,
  },
  {
    framework: 'HKEX',
    line: 'A1.3',
    title: ['hazardous waste, total and intensity', '有害废弃物总量及密度', '有害廢棄物總量及密度'],
    figures: ['waste.hazardous', 'waste.hazardous.per-person'],
  },
  {
    framework: 'HKEX',
    line: 'A1.4',
    title: ['non-hazardous waste, total and intensity', '无害废弃物总量及密度', '無害廢棄物總量及密度'],
    figures: ['waste.non-hazardous', 'waste.non-hazardous.per-person'],
  },
  {
    framework: 'HKEX',
    line: 'A1.5',
    title: ['results of emission reduction', '减排措施成果', '減排措施成果'],
    figures: ['savings.ghg'],
  },
  {
    framework: 'HKEX',
    line: 'A1.6',
    title: ['results of waste reduction', '废弃物减量成果', '廢棄物減量成果'],
    figures: ['food-waste.treated', 'food-waste.fertiliser'],
  },
  {
    framework: 'HKEX',
    line: 'A2.1',
    title: ['energy by type, total and intensity', '按类型划分的能源总耗量及密度', '按類型劃分的能源總耗量及密度'],
    figures: [...ENERGY, ...ENERGY_INTENSITY],
  },
  {
    framework: 'HKEX',
    line: 'A2.2',
    title: ['water, total and intensity', '总耗水量及密度', '總耗水量及密度'],
    figures: [...WATER, 'water.per-person'],
  },
  {
    framework: 'HKEX',
    line: 'A2.3',
    title: ['results of energy efficiency', '能源使用效益成果', '能源使用效益成果'],
    figures: ['savings.energy', 'solar.share', 'solar.share.heat', 'dc.pue', 'dc.ups-efficiency', 'dc.free-cooling-hours'],
  },
  {
    framework: 'HKEX',
    line: 'A2.4',
    title: ['results of water efficiency', '用水效益成果', '用水效益成果'],
    figures: ['water.non-traditional-share', 'water.balance', 'water.balance.share'],
  },
  {
    framework: 'HKEX',
    line: 'D28(a)',
    title: ['gross greenhouse gas, scope 1', '范围 1 温室气体排放', '範圍 1 溫室氣體排放'],
    figures: ['ghg.scope1'],
    since: PART_D,
  },
  {
    framework: 'HKEX',
    line: 'D28(b)',
    title: ['gross greenhouse gas, scope 2', '范围 2 温室气体排放', '範圍 2 溫室氣體排放'],
    figures: ['ghg.scope2', 'ghg.scope2.market'],
    since: PART_D,
  },
  {
    framework: 'GRI',
    line: '302-1',
    title: ['energy within the organisation', '组织内部的能源消耗', '組織內部的能源消耗'],
    figures: ENERGY,
  },
  { framework: 'GRI', line: '302-3', title: ['energy intensity', '能源强度', '能源強度'], figures: ENERGY_INTENSITY },
  { framework: 'GRI', line: '302-4', title: ['reduction of energy', '降低能源消耗量', '降低能源消耗量'], figures: ['savings.energy'] },
  { framework: 'GRI', line: '303-3', title: ['water withdrawal by source', '按来源的取水', '按來源的取水'], figures: WATER },
  {
    framework: 'GRI',
    line: '303-5',
    title: ['water consumption', '耗水', '耗水'],
    figures: ['water.total', 'water.per-person', 'water.non-traditional-share'],
  },
  {
    framework: 'GRI',
    line: '305-1',
    title: ['direct greenhouse gas (scope 1)', '直接温室气体排放(范围一)', '直接溫室氣體排放(範圍一)'],
    figures: ['ghg.scope1'],
  },
  {
    framework: 'GRI',
    line: '305-2',
    title: ['indirect greenhouse gas (scope 2)', '能源间接温室气体排放(范围二)', '能源間接溫室氣體排放(範圍二)'],
    figures: ['ghg.scope2', 'ghg.scope2.market'],
  },
  {
    framework: 'GRI',
    line: '305-4',
    title: ['greenhouse gas intensity', '温室气体排放强度', '溫室氣體排放強度'],
    figures: GHG_INTENSITY,
  },
  {
    framework: 'GRI',
    line: '305-5',
    title: ['reduction of greenhouse gas', '温室气体减排量', '溫室氣體減排量'],
    figures: ['savings.ghg'],
  },
  {
    framework: 'GRI',
    line: '305-7',
    title: ['NOx, SOx and other air emissions', '氮氧化物、硫氧化物及其他气体排放', '氮氧化物、硫氧化物及其他氣體排放'],
    figures: ['air.nox', 'air.sox', 'air.pm'],
  },
  { framework: 'GRI', line: '306-3', title: ['waste generated', '产生的废弃物', '產生的廢棄物'], figures: WASTE },
  {
    framework: 'GRI',
    line: '306-4',
    title: ['waste diverted from disposal', '从处置中转移的废弃物', '從處置中轉移的廢棄物'],
    figures: ['food-waste.treated'],
  },
]
