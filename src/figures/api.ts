/** Use cases of reporting: entries, factor rows, reports, lineage. */

import type { Entry, Factor, FigureId, MissingFactor, RequestContext } from '../domain/index.ts'
import type { Forecast } from './document/forecast.ts'
import type { Explanation } from './document/explanation.ts'
import type { ReportDocument } from './document/report-document.ts'
import type { MeasureView } from './document/savings/measure-view.ts'
import type { SavingsView } from './document/savings/savings-view.ts'
import type { Scope2Hours } from './matching/scope2-hours.ts'
import type { EntryDraft, EntryFault } from './entries/entry-draft.ts'
import type { FactorDraft } from './factors/factor-draft.ts'
import type { Language } from './messages/language.ts'

/** A figure before and after a factor row is added. */
export interface MovedFigure {
  readonly id: FigureId
  readonly boundary: string
  readonly unit: string
  readonly before: number | null
  readonly after: number | null
}

/** Who withdrew it, why and when. */
export interface WithdrawalView {
  readonly author: string
  readonly reason: string
  readonly at: string
}

export type EntryView = Omit<Entry, 'recordedAt' | 'withdrawn' | 'conversionNumber'> & {
  readonly conversion_number?: number
  readonly recorded_at: string
  readonly counts: boolean
  readonly withdrawn: WithdrawalView | null
}
export type FactorView = Omit<Factor, 'recordedAt' | 'withdrawn'> & {
  readonly recorded_at: string | null
  readonly withdrawn: WithdrawalView | null
}
/** A row that was looked for and is not shipped, in the language of the reader. */
export type MissingFactorView = Omit<MissingFactor, 'standIn'> & { readonly stand_in: boolean }
export interface RecordedEntry {
  readonly entry: EntryView
  readonly warnings: readonly string[]
}
export type Faulty = { readonly faults: readonly EntryFault[] }
export type Unknown = { readonly unknown: string }

/** A period and boundary by name; null: each figure at its own boundary. */
export interface PeriodQuery {
  readonly period: string
  readonly boundary: string | null
}
/** The same in the language of the reader; English when left out. */
export interface ReaderQuery extends PeriodQuery {
  readonly language?: Language | undefined
}

export interface FactorQuery {
  /** Null: the set that the campus file chooses. */
  readonly set: string | null
  readonly language?: Language | undefined
  /** Withdrawn rows as well. */
  readonly all?: boolean
}

export interface FactorList {
  readonly set: string
  readonly factors: readonly FactorView[]
  readonly not_found: readonly MissingFactorView[]
}

/** A figure of a year, known so far and as the year will end. */
export interface OutlookFigure {
  readonly id: FigureId
  readonly boundary: string
  readonly unit: string
  readonly digits: number
  /** The figure whose cost this is; null: it is no cost. */
  readonly costOf: FigureId | null
  /** What the target of the figure allows in the year; null: there is none. */
  readonly target: number | null
  readonly forecast: Forecast | null
}

export interface Outlook {
  readonly year: string
  readonly months: number
  /** Months that are over. */
  readonly over: number
  readonly figures: readonly OutlookFigure[]
}

/** A withdrawal says why. */
export type ReasonedContext = RequestContext & { readonly reason: string }

/** A frozen baseline and those before it, as a page shows them. */
interface FrozenRow {
  /** SHA-256 of the data that it was learned from. */
  readonly hash: string
  /** W at full output before control. */
  readonly full_output: number
  readonly frozen_at: string
}

export interface BaselinesView {
  readonly measure: string
  readonly baselines: readonly {
    /** Register of the load. */
    readonly load: string
    /** The time that it is learned from. */
    readonly from: string
    readonly to: string
    /** Null: nothing was claimed with it yet. */
    readonly frozen: FrozenRow | null
    /** Whether the data of that time are others now; null: nothing is frozen. */
    readonly moved: boolean | null
    readonly superseded: readonly (FrozenRow & { readonly superseded_at: string; readonly by: string; readonly reason: string })[]
  }[]
}

export interface BaselineQuery {
  /** Register of one load; null: every load of the measure. */
  readonly load: string | null
  readonly language?: Language | undefined
}

export interface ReportingApi {
  /** Every entry ever made; `counts` is false for those that a later one replaced or somebody withdrew. */
  entries(context: RequestContext): Promise<readonly EntryView[]>
  addEntry(context: RequestContext, draft: EntryDraft): Promise<RecordedEntry | Faulty>
  /** All or none, written at once; faults name the entry: `3/value`. */
  addEntries(context: RequestContext, drafts: readonly EntryDraft[]): Promise<{ readonly entries: readonly RecordedEntry[] } | Faulty>
  /** The entry stays in the list and counts no longer; what it had replaced counts again. */
  withdrawEntry(context: ReasonedContext, id: string): Promise<{ readonly entry: EntryView } | Unknown>
  withdrawFactor(context: ReasonedContext, id: string): Promise<{ readonly factor: FactorView } | Unknown>
  factors(context: RequestContext, query: FactorQuery): Promise<FactorList | Unknown>
  addFactor(context: RequestContext, draft: FactorDraft): Promise<{ readonly factor: FactorView } | Faulty>
  /** Which figures of the period the row would move, and by how much. Nothing is written. */
  previewFactor(
    context: RequestContext,
    draft: FactorDraft,
    period: string,
  ): Promise<{ readonly moved: readonly MovedFigure[] } | Faulty | Unknown>
  /** The report of a period as data; `renderReport`, `renderCsv` and the table of the command line read it. */
  document(context: RequestContext, query: PeriodQuery): Promise<ReportDocument | Unknown>
  /** Claims by measure; every load when the boundary is null. */
  savings(context: RequestContext, query: ReaderQuery): Promise<SavingsView | Unknown>
  /** Electricity and its instruments hour by hour, beside the totals of the period. */
  scope2Hours(context: RequestContext, period: string): Promise<Scope2Hours | Unknown>
  /** Amounts of the year of a period beside their cost and target, and where they come out. */
  outlook(context: RequestContext, period: string): Promise<Outlook | Unknown>
  /** One measure for its page. */
  measure(context: RequestContext, id: string, query: ReaderQuery): Promise<MeasureView | Unknown>
  /** Frozen baselines of a measure, whether their data moved since, and what they superseded. */
  baselines(context: RequestContext, measure: string): Promise<BaselinesView | Unknown>
  /** Learns frozen baselines again from the data as they are now; the old ones stay in the log with who and why. */
  supersedeBaseline(context: ReasonedContext, measure: string, query: BaselineQuery): Promise<BaselinesView | Unknown>
  explain(context: RequestContext, figure: string, query: ReaderQuery): Promise<Explanation | Unknown>
}
