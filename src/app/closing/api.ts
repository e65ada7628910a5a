/** Use cases of closing: signed periods, what would change them, and their evidence. */

import type { AuditHead, PendingFigure, RequestContext, Statement } from '../../domain/index.ts'
import type { PeriodQuery, Unknown } from '../../figures/api.ts'
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

export interface ClosingApi extends CorrectionsApi {
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
