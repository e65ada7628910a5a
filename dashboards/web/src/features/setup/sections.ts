/** The sections of Setup, in their order. A new section is a folder in `features` and an entry here. */

import { BellRing, ClipboardPenLine, FileUp, KeyRound, MonitorSmartphone, Scale, ScrollText, Send, Server, Users } from 'lucide'
import type { Screen } from '../../frame/screen.ts'
import { ACCOUNT_SCREEN } from '../../frame/account/account-screen.ts'

export const SECTIONS: readonly [Screen, ...Screen[]] = [
  {
    path: 'entries',
    nav: { icon: ClipboardPenLine, title: { en: 'Entries', 'zh-Hans': '录入', 'zh-Hant': '錄入' } },
    load: () => import('../entries/screen.tsx'),
    messages: (language) => import(`../entries/messages/${language}.json`),
  },
  {
    path: 'import',
    nav: { icon: FileUp, title: { en: 'Import', 'zh-Hans': '导入', 'zh-Hant': '匯入' } },
    load: () => import('../imports/screen.tsx'),
    messages: (language) => import(`../imports/messages/${language}.json`),
  },
  {
    path: 'factors',
    nav: { icon: Scale, title: { en: 'Factors', 'zh-Hans': '因子', 'zh-Hant': '因子' } },
    load: () => import('../factors/screen.tsx'),
    messages: (language) => import(`../factors/messages/${language}.json`),
  },
  {
    path: 'people',
    nav: { icon: Users, title: { en: 'People', 'zh-Hans': '人员', 'zh-Hant': '人員' } },
    load: () => import('../people/screen.tsx'),
    messages: (language) => import(`../people/messages/${language}.json`),
  },
  {
    path: 'sessions',
    nav: { icon: MonitorSmartphone, title: { en: 'Sessions', 'zh-Hans': '会话', 'zh-Hant': '工作階段' } },
    load: () => import('../sessions/screen.tsx'),
    messages: (language) => import(`../sessions/messages/${language}.json`),
  },
  {
    path: 'tokens',
    nav: { icon: KeyRound, title: { en: 'Access tokens', 'zh-Hans': '访问令牌', 'zh-Hant': '存取權杖' } },
    load: () => import('../tokens/screen.tsx'),
    messages: (language) => import(`../tokens/messages/${language}.json`),
  },
  {
    path: 'audit',
    nav: { icon: ScrollText, title: { en: 'Audit', 'zh-Hans': '审计', 'zh-Hant': '稽核' } },
    load: () => import('../audit/screen.tsx'),
    messages: (language) => import(`../audit/messages/${language}.json`),
  },
  {
    path: 'alarm-rules',
    nav: { icon: BellRing, title: { en: 'Alarm rules', 'zh-Hans': '告警规则', 'zh-Hant': '告警規則' } },
    load: () => import('../alarm-rules/screen.tsx'),
    messages: (language) => import(`../alarm-rules/messages/${language}.json`),
  },
  {
    path: 'notices',
    nav: { icon: Send, title: { en: 'Notices', 'zh-Hans': '通知', 'zh-Hant': '通知' } },
    load: () => import('../notices/screen.tsx'),
    messages: (language) => import(`../notices/messages/${language}.json`),
  },
  {
    path: 'service',
    nav: { icon: Server, title: { en: 'Service', 'zh-Hans': '服务', 'zh-Hant': '服務' } },
    load: () => import('../service/screen.tsx'),
    messages: (language) => import(`../service/messages/${language}.json`),
  },
  ACCOUNT_SCREEN,
]
