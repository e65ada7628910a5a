/** What the API asks of the accounts: entries, factor rows, reports, lineage. */

import type { Entry, Factor } from '../domain/index.ts'
import type { EntryFault, EntryDraft } from './entries/entry-draft.ts'
import type { FactorDraft } from './factors/factor-draft.ts'
import type { Explanation } from './document/explanation.ts'
import type { Report } from './document/report.ts'
import type { SavingsView } from './document/savings-view.ts'
import type { Language } from './messages/language.ts'

export interface Moved {
  readonly id: string
  readonly boundary: string
  readonly unit: string
  readonly before: number | null
  readonly after: number | null
}

/** Who took it out, why and when. */
export interface WithdrawnView {
  readonly author: string
  readonly reason: string
  readonly at: string
}

export type EntryView = Omit<Entry, 'recordedAt' | 'withdrawn'> & {
  readonly recorded_at: string
  readonly counts: boolean
  readonly withdrawn: WithdrawnView | null
}
export type FactorView = Omit<Factor, 'recordedAt' | 'withdrawn'> & {
  readonly recorded_at: string | null
  readonly withdrawn: WithdrawnView | null
}
export interface RecordedEntry {
  readonly fact: EntryView
  readonly warnings: readonly string[]
}
export type Faulty = { readonly faults: readonly EntryFault[] }
export type Unknown = { readonly unknown: string }

export interface ReportingApi {
  /** Every entry ever made; `counts` is false for those that a later one replaced or somebody withdrew. */
  facts(): Promise<readonly EntryView[]>
  addFact(entry: EntryDraft, author: string): Promise<RecordedEntry | Faulty>
  /** All or none, written at once; faults name the entry: `3/value`. */
  addFacts(entries: readonly EntryDraft[], author: string): Promise<{ readonly facts: readonly RecordedEntry[] } | Faulty>
  /** The entry stays in the list and counts no longer; what it had replaced counts again. */
  withdrawFact(id: string, reason: string, author: string): Promise<{ readonly fact: EntryView } | Unknown>
  withdrawFactor(id: string, reason: string, author: string): Promise<{ readonly factor: FactorView } | Unknown>
  /** Rows of the campus's set, or of another; with `all` those that were withdrawn as well. */
  factors(set: string | null, all?: boolean): Promise<{ readonly set: string; readonly factors: readonly FactorView[] } | Unknown>
  /** With a period nothing is written: which of its figures the row would move, and by how much. */
  addFactor(entry: FactorDraft, author: string): Promise<{ readonly factor: FactorView } | Faulty>
  previewFactor(entry: FactorDraft, period: string): Promise<{ readonly moved: readonly Moved[] } | Faulty | Unknown>
  report(period: string, boundary: string | null, language?: Language): Promise<Report | Unknown>
  /** Claims by measure; every load when `boundary` is null. */
  savings(period: string, boundary: string | null, language?: Language): Promise<SavingsView | Unknown>
  explain(figure: string, period: string, boundary: string | null, language?: Language): Promise<Explanation | Unknown>
}
