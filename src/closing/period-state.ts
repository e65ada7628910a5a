/** The state of a period as a pure fold of what was recorded about it: open, submitted, closed, restated. */

import type { Instant, Statement } from '../domain/index.ts'

export type PeriodState = 'open' | 'submitted' | 'closed' | 'restated'

/** A preparer hands a period to the approver; the hash says which figures he looked at. */
export interface Submission {
  readonly kind: 'submitted'
  readonly period: string
  /** SHA-256 of the report document, hex. */
  readonly hash: string
  readonly by: string
  readonly at: Instant
  readonly note: string | null
}

/** An approver hands it back: the preparer has to submit it again. */
export interface ReturnedDraft {
  readonly kind: 'returned'
  readonly period: string
  readonly by: string
  readonly at: Instant
  readonly reason: string
}

/** An approver looked at a pending restatement and leaves the closed figures as they are. */
export interface RejectedRestatement {
  readonly kind: 'rejected'
  readonly period: string
  /** Of what was pending; it holds the values, so that figures that move again are pending again. */
  readonly id: string
  readonly by: string
  readonly at: Instant
  readonly reason: string
}

export type ReviewRecord = Submission | ReturnedDraft | RejectedRestatement

export interface PeriodReview {
  readonly state: PeriodState
  /** In force; null while the period is open. */
  readonly revision: number | null
  /** Of the open period; null: none, or it was returned. */
  readonly submission: Submission | null
  /** Why the last submission came back; null: it did not. */
  readonly returned: ReturnedDraft | null
  readonly rejected: readonly RejectedRestatement[]
}

/** `records` and `statements` of one period, each in the order they were recorded. */
export function foldPeriod(records: readonly ReviewRecord[], statements: readonly Pick<Statement, 'revision'>[]): PeriodReview {
  let submission: Submission | null = null
  let returned: ReturnedDraft | null = null
  const rejected: RejectedRestatement[] = []
  for (const record of records) {
    if (record.kind === 'rejected') rejected.push(record)
    else if (record.kind === 'returned') [submission, returned] = [null, record]
    else [submission, returned] = [record, null]
  }
  const revision = statements.at(-1)?.revision ?? null
  if (revision !== null) return { state: revision === 1 ? 'closed' : 'restated', revision, submission, returned: null, rejected }
  return { state: submission === null ? 'open' : 'submitted', revision, submission, returned, rejected }
}
