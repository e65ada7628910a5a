/** Statements in the JSON form of the API. */

import { basename } from 'node:path'
import type { ClosedPeriod, PendingChanges, StatementView } from '../../../../app/closing/api.ts'
import { isFigureId } from '../../../../domain/index.ts'
import { type Language, textIn } from '../../../../figures/messages/language.ts'
import { FIGURE_NAMES } from '../../../../figures/messages/names.ts'

/** The id where the catalogue has no name for it. */
export function figureName(id: string, language: Language): string {
  return isFigureId(id) ? textIn(FIGURE_NAMES[id], language) : id
}

export function statementView(s: StatementView) {
  return {
    period: s.period,
    revision: s.revision,
    hash: s.hash,
    algorithm: s.algorithm,
    closed_at: s.closedAt,
    closed_by: s.closedBy,
    prepared_by: [...s.preparedBy],
    reason: s.reason,
    objections: [...s.objections],
    code_version: s.codeVersion,
    rollup_version: s.rollupVersion,
    evidence: s.evidence,
    evidence_hash: s.evidenceHash,
    // Absent where there is none: a revision of a version without an audit prints as it did.
    ...(s.audit === null ? {} : { audit: s.audit }),
    ...(s.parts === undefined
      ? {}
      : { parts: { closed: [...s.parts.closed], open: [...s.parts.open], differences: [...s.parts.differences] } }),
  }
}

/** As a report prints it: the evidence file by its name, because the report is the same on every machine. */
export function printedStatement(s: StatementView) {
  return { ...statementView(s), evidence: basename(s.evidence) }
}

export function closedView(closed: ClosedPeriod) {
  return { ...statementView(closed), key: closed.key }
}

export function pendingView({ period, revision, pending, rejected }: PendingChanges, language: Language) {
  const rows = pending.map(({ period: _period, causes, points, entries, factors, ...figure }) => ({
    ...figure,
    name: figureName(figure.figure, language),
    causes: [...causes],
    points: [...points],
    entries: [...entries],
    factors: [...factors],
  }))
  return { period, revision, pending: rows, rejected }
}
