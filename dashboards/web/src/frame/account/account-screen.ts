/** The page of the own account: a section of Setup, and what stands in place of every screen while a role lacks its second factor. */

import { UserRound } from 'lucide'
import type { Screen } from '../screen.ts'

export const ACCOUNT_SCREEN: Screen = {
  path: 'account',
  nav: { icon: UserRound, title: { en: 'My account', 'zh-Hans': '我的账户', 'zh-Hant': '我的帳戶' } },
  load: () => import('../../features/account/screen.tsx'),
  messages: (language) => import(`../../features/account/messages/${language}.json`),
}
