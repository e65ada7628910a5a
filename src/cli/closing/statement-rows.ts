/** Statements as the API answers them. */

export interface StatementRow {
  readonly period: string
  readonly revision: number
  readonly hash: string
  readonly closed_at: string
  readonly closed_by: string
  readonly reason: string | null
  readonly objections: readonly string[]
  readonly evidence: string
}

export interface ClosedRow extends StatementRow {
  readonly key: string
}

export interface PendingRow {
  readonly id: string
  readonly figure: string
  readonly boundary: string
  readonly unit: string
  readonly old: number | null
  readonly new: number | null
  readonly published: boolean
  readonly cause: string
  readonly points: readonly string[]
}

export interface PendingAnswer {
  readonly period: string
  readonly revision: number
  readonly pending: readonly PendingRow[]
}

interface GapRow {
  readonly point: string
  readonly role: string
  readonly coverage: number
}

export interface ReviewAnswer {
  readonly period: string
  readonly state: string
  readonly hash: string
  readonly coverage: { readonly least: number; readonly meters: readonly GapRow[] }
  readonly findings: readonly { readonly theme: string; readonly sentence: string; readonly details: readonly string[] }[]
  readonly irrelevant: readonly string[]
  readonly parts: {
    readonly differences: readonly { readonly figure: string; readonly unit: string; readonly whole: number; readonly sum: number }[]
  } | null
}

export interface CalendarItemRow {
  readonly what: string
  readonly whose: string
  readonly points: readonly GapRow[]
  readonly key: string | null
  readonly site: string | null
  readonly days: number | null
  readonly author: string | null
  readonly periods: readonly string[]
}

export interface CalendarAnswer {
  readonly periods: readonly {
    readonly period: string
    readonly over: boolean
    readonly state: string
    readonly revision: number | null
    readonly missing: readonly CalendarItemRow[]
  }[]
}
