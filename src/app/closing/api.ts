/** Use cases of closing: signed periods, what would change them, and their evidence. */

import type { CalendarItem } from '../../closing/close-calendar.ts'
import type { MeterGap } from '../../closing/meter-gaps.ts'
import type { PeriodState } from '../../closing/period-state.ts'
import type { AuditHead, ClosedParts, PendingFigure, RequestContext, Statement } from '../../domain/index.ts'
import type { PeriodQuery, Unknown } from '../../figures/api.ts'
import type { FindingGroup } from '../../figures/checks/group-findings.ts'
import type { ReportDocument } from '../../figures/document/report-document.ts'
import type { Refusal } from '../refusal.ts'
import type { CorrectionsApi } from './corrections.ts'

export interface StatementView extends Omit<Statement, 'closedAt' | 'evidence' | 'audit'> {
  readonly closedAt: string
  /** Where the evidence file lies on the machine of the service. */
  readonly evidence: string
  /** SHA-256 of the evidence file. */
  readonly evidenceHash: string
  readonly audit: AuditHead | null
}

export interface ClosedPeriod extends StatementView {
  /** Fingerprint of the key that signed the evidence. */
  readonly key: string
}

export interface PendingRestatement extends PendingFigure {
  /** The same for all figures that are accepted together. It changes when one of them moves. */
  readonly id: string
  readonly period: string
  /** Why, as a sentence. */
  readonly cause: string
}

export interface PendingChanges {
  readonly period: string
  /** In force. */
  readonly revision: number
  readonly pending: readonly PendingRestatement[]
  /** Who left the closed figures as they are although this is pending; null: nobody. */
  readonly rejected: RejectionView | null
}

/** Who handed something back, when and why. */
export interface RejectionView {
  readonly by: string
  readonly at: string
  readonly reason: string
}

export interface SubmissionView {
  readonly by: string
  readonly at: string
  readonly hash: string
  readonly note: string | null
}

/** A period on its way to the signature. */
export interface PeriodReviewView {
  readonly period: string
  readonly from: string
  readonly to: string
  readonly over: boolean
  readonly state: PeriodState
  /** In force; null while the period is open. */
  readonly revision: number | null
  /** Of the document in force, or of today's. */
  readonly hash: string
  readonly preparedBy: readonly string[]
  /** `changed`: the figures are others than those that were submitted. */
  readonly submission: (SubmissionView & { readonly changed: boolean }) | null
  readonly returned: RejectionView | null
  readonly coverage: {
    /** The lowest of figures and meters, 0..1, and below what closing needs a reason. */
    readonly least: number
    readonly limit: number
    /** What is not covered in full, worst first. */
    readonly meters: readonly MeterGap[]
    readonly figures: readonly { readonly id: string; readonly boundary: string; readonly coverage: number | null }[]
  }
  readonly findings: readonly FindingGroup[]
  /** Figures of which the campus has nothing. */
  readonly irrelevant: readonly string[]
  /** Null: the period has no months of its own. */
  readonly parts: ClosedParts | null
}

export interface CalendarPeriod {
  readonly period: string
  readonly over: boolean
  readonly state: PeriodState
  readonly revision: number | null
  readonly submittedBy: string | null
  readonly missing: readonly CalendarItem[]
}

export interface ReviewApi {
  review(context: RequestContext, period: string): Promise<PeriodReviewView | Refusal>
  /** The last months and years, newest first. */
  calendar(context: RequestContext): Promise<readonly CalendarPeriod[]>
  /** Hands the figures of today to the approver; the reason of the context is a note to him. */
  submit(context: RequestContext, period: string): Promise<PeriodReviewView | Refusal>
  returnDraft(context: RequestContext, period: string): Promise<PeriodReviewView | Refusal>
  /** Leaves a closed period as it is although something is pending; what moves again is pending again. */
  reject(context: RequestContext, id: string): Promise<PendingChanges | Refusal>
}

export interface ClosingRequest {
  readonly period: string
  /** Close although checks speak against it; the context has to say why. */
  readonly force: boolean
}

/** A report as it is in force: the statement of a closed period, today's figures of an open one. */
export interface ReportInForce {
  readonly document: ReportDocument
  /** Null: the period is open, or the boundary is not that of a statement. */
  readonly statement: StatementView | null
}

export interface ReportQuery extends PeriodQuery {
  /** Null: the one in force. */
  readonly revision: number | null
}

export interface ClosingApi extends CorrectionsApi, ReviewApi {
  report(context: RequestContext, query: ReportQuery): Promise<ReportInForce | Unknown>
  close(context: RequestContext, request: ClosingRequest): Promise<ClosedPeriod | Refusal>
  /** Every revision of every period, newest first. */
  statements(context: RequestContext): Promise<readonly StatementView[]>
  pending(context: RequestContext, period: string): Promise<PendingChanges | Refusal>
  /** Makes the next revision of what is pending under this id. */
  accept(context: RequestContext, id: string): Promise<ClosedPeriod | Refusal>
  evidence(
    context: RequestContext,
    period: string,
    revision: number | null,
  ): Promise<{ readonly file: string; readonly bytes: Uint8Array } | Refusal>
}
