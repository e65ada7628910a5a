/** Pages that are fetched when one of them is first looked at: the live page is there without them. */

export { AlarmsPage } from './alarms.tsx'
export { EntriesPage } from './entries.tsx'
export { ReportPage } from './report.tsx'
export { SavingsPage } from './savings.tsx'
