/** Pages that are fetched, with their messages, when one of them is first looked at: the live page is there without them. */

import { addMessages } from '../i18n.ts'
import en from '../messages/office/en.json' with { type: 'json' }
import hans from '../messages/office/zh-Hans.json' with { type: 'json' }
import hant from '../messages/office/zh-Hant.json' with { type: 'json' }
import '../office.css'

addMessages({ en, 'zh-Hans': hans, 'zh-Hant': hant })

export { AlarmsPage } from './alarms.tsx'
export { EntriesPage } from './entries.tsx'
export { ReportPage } from './report.tsx'
export { SavingsPage } from './savings.tsx'
