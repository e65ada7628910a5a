/** What the API asks of the accounts: entries, factor rows, reports, lineage. */

import type { Fact, Factor } from '../domain/index.ts'
import type { EntryFault, FactEntry } from './fact-entry.ts'
import type { FactorEntry } from './factor-entry.ts'
import type { Explanation, Report } from './report.ts'
import type { SavingsView } from './savings-view.ts'

export interface Moved {
  readonly id: string
  readonly boundary: string
  readonly unit: string
  readonly before: number | null
  readonly after: number | null
}

export type FactView = Omit<Fact, 'recordedAt'> & { readonly recorded_at: string; readonly counts: boolean }
export type FactorView = Omit<Factor, 'recordedAt'> & { readonly recorded_at: string | null }
export type Faulty = { readonly faults: readonly EntryFault[] }
export type Unknown = { readonly unknown: string }

export interface Accounts {
  /** Every entry ever made; `counts` is false for those that a later one replaced. */
  facts(): Promise<readonly FactView[]>
  addFact(entry: FactEntry, author: string): Promise<{ readonly fact: FactView; readonly warnings: readonly string[] } | Faulty>
  /** Rows of the campus's set, or of another. */
  factors(set: string | null): Promise<{ readonly set: string; readonly factors: readonly FactorView[] } | Unknown>
  /** With a period nothing is written: which of its figures the row would move, and by how much. */
  addFactor(entry: FactorEntry, author: string): Promise<{ readonly factor: FactorView } | Faulty>
  previewFactor(entry: FactorEntry, period: string): Promise<{ readonly moved: readonly Moved[] } | Faulty | Unknown>
  report(period: string, boundary: string | null): Promise<Report | Unknown>
  /** Claims by measure; every load when `boundary` is null. */
  savings(period: string, boundary: string | null): Promise<SavingsView | Unknown>
  explain(figure: string, period: string, boundary: string | null): Promise<Explanation | Unknown>
}
