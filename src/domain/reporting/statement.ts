/** A closed period: the report document as it was signed, revision by revision, and what would change it. */

import type { AuditHead } from '../identity/audit-head.ts'
import type { Instant } from '../time/instant.ts'

export interface Statement {
  /** 2026-03 */
  readonly period: string
  /** 1 when the period was closed; one more with each restatement that was accepted. */
  readonly revision: number
  /** SHA-256 of the report document, in hex, of the form that `algorithm` names. */
  readonly hash: string
  readonly algorithm: string
  readonly closedAt: Instant
  /** Principal who closed it, or who accepted the restatement. */
  readonly closedBy: string
  /** Who made the draft, the entries, factor rows and corrections that it rests on. */
  readonly preparedBy: readonly string[]
  /** Why: of a restatement, or of a period that was closed although checks spoke against it. Null for a plain first revision. */
  readonly reason: string | null
  /** What spoke against closing when it was forced. */
  readonly objections: readonly string[]
  /** Version of the program that computed it. */
  readonly codeVersion: string
  readonly rollupVersion: number
  /** Head of the audit when it was closed; absent in statements of versions without an audit, null before its first event. */
  readonly audit?: AuditHead | null
  /** Of a period of several months: its closed months, and where their sum is not its figure. Absent for a month and in statements of before. */
  readonly parts?: ClosedParts
  /** SHA-256 of the evidence file, in hex, and its name in the folder `evidence`. */
  readonly evidence: { readonly file: string; readonly hash: string }
}

/** A figure of several months that is not the sum of their statements, in its published digits. */
export interface PartDifference {
  readonly figure: string
  readonly boundary: string
  readonly unit: string
  readonly whole: number
  readonly sum: number
}

export interface ClosedParts {
  /** Months that were closed, with the revision in force. */
  readonly closed: readonly { readonly period: string; readonly revision: number; readonly hash: string }[]
  readonly open: readonly string[]
  /** Compared only where every month is closed. */
  readonly differences: readonly PartDifference[]
}

/** Why a figure of a closed period would come out otherwise today. */
export const RESTATEMENT_CAUSES = ['readings', 'entries', 'factors', 'claims', 'algorithm'] as const
export type RestatementCause = (typeof RESTATEMENT_CAUSES)[number]

/** A figure of a closed period that would come out otherwise today. */
export interface PendingFigure {
  readonly figure: string
  readonly boundary: string
  readonly unit: string
  readonly old: number | null
  readonly new: number | null
  /** Whether the published digits change; what moves below them is collected, and raises no alarm. */
  readonly published: boolean
  readonly causes: readonly RestatementCause[]
  /** Points, entries and factor rows whose contribution changed. */
  readonly points: readonly string[]
  readonly entries: readonly string[]
  readonly factors: readonly string[]
}
