/** Statements and pending restatements as users see them. */

import type { RejectedRestatement, ReturnedDraft, Submission } from '../../closing/period-state.ts'
import { formatIn, type PendingFigure, type RestatementCause, type Statement } from '../../domain/index.ts'
import type { PendingRestatement, RejectionView, StatementView, SubmissionView } from './api.ts'

export interface StatementViews {
  readonly statementView: (statement: Statement) => StatementView
  readonly submissionView: (submission: Submission) => SubmissionView
  readonly rejectionView: (rejection: RejectedRestatement | ReturnedDraft) => RejectionView
}

export function createStatementViews(parts: { zone: () => string; pathOf: (file: string) => string }): StatementViews {
  return {
    statementView: ({
      period,
      revision,
      hash,
      algorithm,
      closedAt,
      closedBy,
      preparedBy,
      reason,
      objections,
      codeVersion,
      rollupVersion,
      evidence,
      audit = null,
      parts: months,
    }) => ({
      period,
      revision,
      hash,
      algorithm,
      closedAt: formatIn(parts.zone(), closedAt),
      closedBy,
      preparedBy,
      reason,
      objections,
      codeVersion,
      rollupVersion,
      evidence: parts.pathOf(evidence.file),
      evidenceHash: evidence.hash,
      audit,
      ...(months === undefined ? {} : { parts: months }),
    }),
    submissionView: ({ by, at, hash, note }) => ({ by, at: formatIn(parts.zone(), at), hash, note }),
    rejectionView: ({ by, at, reason }) => ({ by, at: formatIn(parts.zone(), at), reason }),
  }
}

const CAUSES: Readonly<Record<RestatementCause, (figure: PendingFigure) => string>> = {
  readings: ({ points }) => `the readings of ${named(points)} give another total`,
  entries: ({ entries }) => `entries changed: ${named(entries)}`,
  factors: ({ factors }) => `factor rows changed: ${named(factors)}`,
  claims: ({ points }) => `the saving of ${named(points)} is claimed otherwise`,
  algorithm: () => 'the program computes it otherwise',
}

/** As many names as a sentence bears. */
function named(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  return `${names.slice(0, 3).join(', ')}${more}`
}

/** Figures that are accepted together share an id. */
export function withIds(
  figures: readonly PendingFigure[],
  idOf: (figures: readonly PendingFigure[]) => string,
): readonly PendingRestatement[] {
  const id = idOf(figures)
  const period = id.replace(/-r\d+-[0-9a-f]+$/, '')
  return figures.map((figure) => ({ id, period, ...figure, cause: figure.causes.map((cause) => CAUSES[cause](figure)).join('; ') }))
}
