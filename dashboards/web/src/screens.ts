/** Every screen: routing, navigation and messages follow from this list. A new screen is a folder in `features` and an entry here. */

import { BellRing, Building2, Cable, ChartSpline, FileText, Gauge, Leaf, RadioTower, ScanSearch, Settings2, ToggleRight, TriangleAlert } from 'lucide'
import type { Screen } from './frame/screen.ts'

export const SCREENS: readonly [Screen, ...Screen[]] = [
  {
    path: 'now',
    nav: { icon: Gauge, title: { en: 'Now', 'zh-Hans': '实时', 'zh-Hant': '即時' }, phone: true },
    follows: { place: true, measure: true },
    load: () => import('./features/now/screen.tsx'),
    messages: (language) => import(`./features/now/messages/${language}.json`),
  },
  {
    path: 'buildings',
    nav: { icon: Building2, title: { en: 'Buildings', 'zh-Hans': '建筑', 'zh-Hant': '建築' }, phone: true },
    follows: { place: true, measure: true },
    load: () => import('./features/buildings/screen.tsx'),
    messages: (language) => import(`./features/buildings/messages/${language}.json`),
  },
  {
    path: 'buildings/*',
    nav: { under: 'buildings' },
    follows: { measure: true },
    load: () => import('./features/building/screen.tsx'),
    messages: (language) => import(`./features/building/messages/${language}.json`),
  },
  {
    path: 'explore',
    nav: { icon: ChartSpline, title: { en: 'Explore', 'zh-Hans': '探索', 'zh-Hant': '探索' } },
    follows: { range: 'any', compare: true },
    load: () => import('./features/explore/screen.tsx'),
    messages: (language) => import(`./features/explore/messages/${language}.json`),
  },
  {
    path: 'points',
    nav: { icon: RadioTower, title: { en: 'Points', 'zh-Hans': '测点', 'zh-Hant': '測點' }, phone: true },
    follows: { place: true },
    load: () => import('./features/points/screen.tsx'),
    messages: (language) => import(`./features/points/messages/${language}.json`),
  },
  {
    path: 'points/*',
    nav: { under: 'points' },
    follows: { range: 'any', compare: true },
    load: () => import('./features/point/screen.tsx'),
    messages: (language) => import(`./features/point/messages/${language}.json`),
  },
  {
    path: 'devices',
    nav: { icon: Cable, title: { en: 'Devices', 'zh-Hans': '设备', 'zh-Hant': '裝置' } },
    sections: true,
    load: () => import('./features/devices/screen.tsx'),
    messages: (language) => import(`./features/devices/messages/${language}.json`),
  },
  {
    path: 'control',
    nav: { icon: ToggleRight, title: { en: 'Control', 'zh-Hans': '控制', 'zh-Hant': '控制' } },
    load: () => import('./features/control/screen.tsx'),
    messages: (language) => import(`./features/control/messages/${language}.json`),
  },
  {
    path: 'savings',
    nav: { icon: Leaf, title: { en: 'Savings', 'zh-Hans': '节能', 'zh-Hant': '節能' } },
    follows: { range: 'period', place: true },
    load: () => import('./features/savings/screen.tsx'),
    messages: (language) => import(`./features/savings/messages/${language}.json`),
  },
  {
    path: 'savings/*',
    nav: { under: 'savings' },
    follows: { range: 'period', place: true },
    load: () => import('./features/measure/screen.tsx'),
    messages: (language) => import(`./features/measure/messages/${language}.json`),
  },
  {
    path: 'quality',
    nav: { icon: ScanSearch, title: { en: 'Data quality', 'zh-Hans': '数据质量', 'zh-Hant': '資料品質' } },
    follows: { place: true },
    load: () => import('./features/quality/screen.tsx'),
    messages: (language) => import(`./features/quality/messages/${language}.json`),
  },
  {
    path: 'alarms',
    nav: { icon: BellRing, title: { en: 'Alarms', 'zh-Hans': '告警', 'zh-Hant': '告警' }, phone: true, count: 'alarms' },
    load: () => import('./features/alarms/screen.tsx'),
    messages: (language) => import(`./features/alarms/messages/${language}.json`),
  },
  {
    path: 'findings',
    nav: { icon: TriangleAlert, title: { en: 'Findings', 'zh-Hans': '发现', 'zh-Hant': '發現' } },
    load: () => import('./features/findings/screen.tsx'),
    messages: (language) => import(`./features/findings/messages/${language}.json`),
  },
  {
    path: 'reports',
    nav: { icon: FileText, title: { en: 'Reports', 'zh-Hans': '报告', 'zh-Hant': '報告' }, phone: true },
    follows: { range: 'period', place: true },
    load: () => import('./features/reports/screen.tsx'),
    messages: (language) => import(`./features/reports/messages/${language}.json`),
  },
  {
    path: 'explain/*',
    nav: { under: 'reports' },
    follows: { range: 'period', place: true },
    load: () => import('./features/explain/screen.tsx'),
    messages: (language) => import(`./features/explain/messages/${language}.json`),
  },
  {
    path: 'setup',
    nav: { icon: Settings2, title: { en: 'Setup', 'zh-Hans': '设置', 'zh-Hant': '設定' } },
    sections: true,
    load: () => import('./features/setup/screen.tsx'),
    messages: (language) => import(`./features/setup/messages/${language}.json`),
  },
]
