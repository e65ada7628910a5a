/** What closing, restating and reviewing share: the sources of figures, the logs, and the report document as it comes to today. */

import type { AuditTrail } from '../../audit/trail.ts'
import { compareDocuments } from '../../closing/compare.ts'
import { comparePartSums } from '../../closing/closed-parts.ts'
import type { ReviewLog } from '../../closing/review-log.ts'
import type { StatementLog, StoredStatement } from '../../closing/statement-log.ts'
import { type ClosedParts, type Correction, monthsOf, type PendingFigure, type Span, type Statement } from '../../domain/index.ts'
import type { ReportDocument } from '../../figures/document/report-document.ts'
import type { FiguresServiceParts } from '../../figures/figures-service.ts'
import type { RollupQueue } from '../administration/rollup-queue.ts'
import type { AppParts, AppState } from '../context.ts'
import type { Refusal } from '../refusal.ts'
import type { EntryLog } from '../reporting/entry-log.ts'
import type { PendingChanges } from './api.ts'
import { recordInputs } from './recorded-inputs.ts'
import { type StatementViews, withIds } from './statement-views.ts'
import { computeReport } from './verify-evidence.ts'

export interface ClosingStage {
  readonly parts: Pick<AppParts, 'records' | 'clock' | 'buckets' | 'readings' | 'sha256' | 'evidence' | 'packer' | 'version' | 'events'>
  readonly state: Pick<AppState, 'campus' | 'config'>
  readonly rollups: Pick<RollupQueue, 'rollUp' | 'recomputeCorrected' | 'preview'>
  readonly sources: FiguresServiceParts
  readonly log: StatementLog
  readonly reviews: ReviewLog
  readonly views: StatementViews
  readonly trail: Pick<AuditTrail, 'head'>
  readonly corrections: EntryLog<Correction>
}

export const refused = (detail: string, refusal: Refusal['refused'] = 'refused'): Refusal => ({ refused: refusal, detail })
export const notClosed = (period: string): Refusal => refused(`${period} is not closed: \`close\` closes it`)
export const noPeriod = (period: string): Refusal => refused(`"${period}" is no period`, 'invalid-request')

export const unpackDocument = ({ packer }: Pick<AppParts, 'packer'>, statement: StoredStatement): ReportDocument =>
  JSON.parse(packer.unpack(statement.document)) as ReportDocument

export interface ComputedPeriod {
  readonly document: ReportDocument
  readonly inputs: Awaited<ReturnType<ReturnType<typeof recordInputs>['recorded']>>
  /** Who made the entries and corrections that it rests on, and who submitted it. */
  readonly preparedBy: readonly string[]
}

/** The document of today with all inputs it was computed from. What is stored is rolled up first. */
export async function computePeriod(stage: ClosingStage, period: string, span: Span): Promise<ComputedPeriod> {
  const { sources, rollups, corrections, reviews } = stage
  await rollups.rollUp()
  const recorder = recordInputs(sources)
  const document = await computeReport(recorder.sources, period)
  if (document === null) throw new Error(`"${period}" is no period`)
  const within = (await corrections.read()).filter((c) => c.withdrawn === undefined && c.span.from < span.to && c.span.to > span.from)
  const submitters = (await reviews.of(period)).flatMap((r) => (r.kind === 'submitted' ? [r.by] : []))
  const authors = [...[...document.entries, ...within].map(({ author }) => author), ...submitters]
  return { document, inputs: await recorder.recorded(), preparedBy: [...new Set(authors)].sort() }
}

/** The closed months of a period that consists of several, as they are in force; null: it is a month or shorter, or cuts a month. */
export async function closedParts(stage: ClosingStage, span: Span, document: ReportDocument): Promise<ClosedParts | null> {
  const months = monthsOf(stage.state.campus.timezone, span)
  const whole = months[0]?.span.from === span.from && months.at(-1)?.span.to === span.to
  if (!whole || months.length < 2) return null
  const statements = await Promise.all(months.map(({ id }) => stage.log.current(id)))
  const closed = statements.filter((s) => s !== null)
  const open = months.map((m) => m.id).filter((_, i) => statements[i] === null)
  // A sum over some of the months says nothing about all of them.
  const documents = open.length > 0 ? [] : closed.map((s) => unpackDocument(stage.parts, s).figures)
  return {
    closed: closed.map(({ period, revision, hash }) => ({ period, revision, hash })),
    open,
    differences: comparePartSums(document.figures, documents),
  }
}

/** What a closed period would say today; the caller has rolled up. */
export async function pendingOf(stage: ClosingStage, statement: StoredStatement): Promise<PendingChanges> {
  const { parts, sources, reviews } = stage
  const { period, revision } = statement
  const today = await computeReport(sources, period)
  if (today === null) throw new Error(`"${period}" is no period`)
  const changed = compareDocuments(unpackDocument(parts, statement), today)
  const pending = withIds(changed, (figures) => idOf(parts, statement, figures))
  const records = await reviews.of(period)
  const rejection = records.findLast((r) => r.kind === 'rejected' && r.id === pending[0]?.id)
  const rejected = rejection?.kind === 'rejected' ? stage.views.rejectionView(rejection) : null
  return { period, revision, pending, rejected }
}

/** Names the period, the revision it replaces, and what changes: a figure that moves again gives another id. */
function idOf({ sha256 }: Pick<AppParts, 'sha256'>, { period, revision }: Statement, figures: readonly PendingFigure[]): string {
  const changes = figures.map((f) => [f.figure, f.boundary, f.old, f.new])
  return `${period}-r${revision + 1}-${sha256(JSON.stringify(changes)).slice(0, 8)}`
}

/** The period that an id of something pending names. */
export const periodOfId = (id: string): string => id.replace(/-r\d+-[0-9a-f]+$/, '')
