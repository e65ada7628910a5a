/**
 * A report as data: what the figures of a period are, what they rest on, and what is remarkable about them. It holds ids, exact numbers, codes and
 * messages, no sentence and no language; a renderer makes JSON, CSV, a table or a page of it. What people wrote (the reason of an entry, a statement
 * of the campus file) is data and stands in it; what the program words stands in the catalogues. Plain JSON, so that it can be stored and hashed.
 */

import type { CompletenessStatement, Entry, Factor, FigureId, Names } from '../../domain/index.ts'
import type { PlausibilityCheck } from '../checks/check.ts'
import type { InputReference, Remark } from '../inputs/figure-value.ts'
import type { Message } from '../messages/message.ts'

export const DOCUMENT_FORMAT = 'campus-report-document'
/** Raised when a key is added, changes its meaning or leaves; documents of other versions are rendered by the code that knows them. */
export const DOCUMENT_VERSION = 3

export interface ReportDocument {
  readonly format: typeof DOCUMENT_FORMAT
  readonly version: typeof DOCUMENT_VERSION
  /** `from` and `to` are instants, ISO 8601 with the offset of the zone. */
  readonly period: { readonly id: string; readonly from: string; readonly to: string }
  readonly zone: string
  /** The period is not over: figures are to date. */
  readonly to_date: boolean
  readonly factor_set: string
  /** The boundary of all figures; null: each at its own. */
  readonly boundary: string | null
  readonly figures: readonly FigureStatement[]
  readonly comparison: {
    readonly prior: PeriodComparison
    readonly base: PeriodComparison | null
    /** Why there is no base year beside it. */
    readonly base_note: Message | null
  }
  readonly carriers: readonly CarrierStatement[]
  readonly completeness: readonly SourceStatement[]
  readonly disclosure: readonly DisclosureStatement[]
  readonly targets: readonly TargetStatement[]
  /** What to look at before this is signed. */
  readonly checks: readonly PlausibilityCheck[]
  /** What the figures were computed from, each once; figures name them by index. */
  readonly inputs: readonly InputReference[]
  /** Rows and entries that the inputs and targets name. */
  readonly factors: readonly FactorStatement[]
  readonly entries: readonly EntryStatement[]
}

export interface FigureStatement {
  readonly id: FigureId
  readonly boundary: string
  /** Unrounded; null when it is missing. */
  readonly value: number | null
  readonly unit: string
  /** Decimal places as published. */
  readonly digits: number
  /** Share of the amount that is known; null: a part is missing, and nothing says how much it is. */
  readonly coverage: number | null
  readonly estimated: number
  /** Half-width of the 90 % interval, in the unit of the value. */
  readonly interval90: number | null
  readonly factors: readonly string[]
  readonly remarks: readonly Remark[]
  /** Why there is no value. */
  readonly missing: readonly Message[]
  /** Indexes into the inputs of the document. */
  readonly inputs: readonly number[]
}

export interface FigureComparison {
  readonly id: string
  readonly boundary: string
  /** Then; null when it is missing. */
  readonly value: number | null
  /** Now, on the same sites. */
  readonly now: number | null
  readonly unit: string
  /** 100 x (now / then - 1). */
  readonly change_percent: number | null
  /** Why the change is withheld although both values are there: too little of one of them is known; null: it is not. */
  readonly withheld: Message | null
  /** Sites that were not there then, left out on both sides. */
  readonly without: readonly string[]
  /** Why there is no change in per cent, or what is special about it. */
  readonly notes: readonly Message[]
}

export interface PeriodComparison {
  readonly period: string
  readonly figures: readonly FigureComparison[]
}

export interface CarrierStatement {
  readonly id: string
  /** As the campus file names it; null for a shipped carrier, which the catalogue names. */
  readonly name: Names | null
  readonly form: string
  readonly boundary: string
  /** In the carrier's unit; unrounded, as all numbers here. */
  readonly amount: number | null
  readonly unit: string
  readonly energy_mwh: number | null
  readonly standard_coal_t: number | null
  readonly ghg_t: number | null
  readonly coverage: number
}

export interface SourceStatement {
  readonly source: string
  readonly name: Names | null
  readonly status: CompletenessStatement['status']
  /** A message of the program, or the text of the campus file. */
  readonly why: Message | string
  /** Sites of the boundary that have a meter with data or an entry, and those that have none. */
  readonly sites: readonly string[]
  readonly without: readonly string[]
}

export interface DisclosureStatement {
  readonly framework: string
  readonly line: string
  /** Figures of the document that answer the line. */
  readonly figures: readonly FigureId[]
}

export interface TargetStatement {
  readonly entry: string
  readonly id: string
  readonly boundary: string
  readonly from: string
  readonly to: string | null
  readonly target: number
  /** What of the target falls to this period: all of it, or for an amount the share of its days. */
  readonly due: number
  readonly value: number | null
  readonly unit: string
  /** value - due; null when the figure is missing. */
  readonly distance: number | null
  readonly distance_percent: number | null
  readonly met: boolean | null
  readonly notes: readonly Message[]
}

/** A factor row as it was used. `note` is what the person wrote who recorded it; null for a shipped row, whose note the table has. */
export type FactorStatement = Omit<Factor, 'recordedAt' | 'withdrawn' | 'note'> & {
  readonly note: string | null
  readonly recorded_at: string | null
}

export type EntryStatement = Omit<Entry, 'recordedAt' | 'withdrawn'> & { readonly recorded_at: string }
