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
