/** Closing of periods: recorded and signed once, restated by new revisions, each with its evidence. */

import {
  type Correction,
  type PendingFigure,
  periodSpan,
  type RequestContext,
  ROLLUP_VERSION,
  type Span,
  type Statement,
} from '../../domain/index.ts'
import type { AuditTrail } from '../../audit/trail.ts'
import { compareDocuments } from '../../closing/compare.ts'
import { conflictOf, objectionsTo, refusalOf } from '../../closing/closing-rules.ts'
import { createStatementLog, type StatementLog, type StoredStatement } from '../../closing/statement-log.ts'
import type { Unknown } from '../../figures/api.ts'
import { HASH_ALGORITHM, hashedText } from '../../figures/document/document-hash.ts'
import type { ReportDocument } from '../../figures/document/report-document.ts'
import type { FiguresServiceParts } from '../../figures/figures-service.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import type { AppParts, AppState } from '../context.ts'
import { lowestCoverage, meterCoverageOf } from '../reporting/coverage.ts'
import { createFigureSources } from '../reporting/figure-sources.ts'
import type { EntryLog } from '../reporting/entry-log.ts'
import type { Refusal } from '../refusal.ts'
import type { ReportingApi } from '../../figures/api.ts'
import type { RollupQueue } from '../administration/rollup-queue.ts'
import type { ClosedPeriod, ClosingApi, PendingChanges } from './api.ts'
import { createCorrections } from './corrections.ts'
import { EVIDENCE_VERSION, evidenceTexts } from './evidence-texts.ts'
import { recordInputs } from './recorded-inputs.ts'
import { createStatementViews, type StatementViews, withIds } from './statement-views.ts'
import { computeReport } from './verify-evidence.ts'

export interface ClosingParts {
  readonly parts: Pick<AppParts, 'records' | 'clock' | 'buckets' | 'readings' | 'sha256' | 'evidence' | 'packer' | 'version' | 'events'>
  readonly state: Pick<AppState, 'campus' | 'config'>
  readonly reporting: Pick<ReportingApi, 'document'>
  readonly rollups: Pick<RollupQueue, 'rollUp' | 'recomputeCorrected' | 'preview'>
  readonly corrections: EntryLog<Correction>
  readonly trail: Pick<AuditTrail, 'head'>
}

interface Stage {
  readonly parts: ClosingParts['parts']
  readonly state: ClosingParts['state']
  readonly rollups: ClosingParts['rollups']
  readonly sources: FiguresServiceParts
  readonly log: StatementLog
  readonly views: StatementViews
  readonly trail: ClosingParts['trail']
  readonly corrections: EntryLog<Correction>
}

const refused = (detail: string, refusal: Refusal['refused'] = 'refused'): Refusal => ({ refused: refusal, detail })
const notClosed = (period: string): Refusal => refused(`${period} is not closed: \`close\` closes it`)

export function createClosing({ parts, state, reporting, rollups, corrections, trail }: ClosingParts): ClosingApi {
  const { sources } = createFigureSources(parts, state)
  const log = createStatementLog(parts)
  const views = createStatementViews({ zone: () => state.campus.timezone, pathOf: (file) => parts.evidence.pathOf(file) })
  const stage: Stage = { parts, state, rollups, sources, log, views, corrections, trail }
  // Serial on purpose: two closings at once would record the same revision twice.
  const { run: enqueue } = createSerialQueue()
  const statementOf = (period: string, revision: number | null): Promise<StoredStatement | null> =>
    revision === null ? log.current(period) : log.revision(period, revision)

  return {
    ...createCorrections({ parts, state, rollups, log: corrections }),
    async report(context, { period, boundary, revision }) {
      const found = boundary === null ? await statementOf(period, revision) : null
      if (found !== null) return { document: unpacked(parts, found), statement: views.statementView(found) }
      if (revision !== null) return unknownRevision(period, revision, boundary)
      const document = await reporting.document(context, { period, boundary })
      return 'unknown' in document ? document : { document, statement: null }
    },
    close: (context, request) => enqueue(() => close(stage, context, request)),
    statements: async () => (await log.list()).map(views.statementView).toReversed(),
    pending: async (_context, period) => {
      const statement = await log.current(period)
      if (statement === null) return notClosed(period)
      await rollups.rollUp()
      return pendingOf(stage, statement)
    },
    accept: (context, id) => enqueue(() => accept(stage, context, id)),
    async evidence(_context, period, revision) {
      const statement = await statementOf(period, revision)
      if (statement === null) return revision === null ? notClosed(period) : refused(unknownRevision(period, revision, null).unknown)
      const { file } = statement.evidence
      const bytes = await parts.evidence.read(file)
      return bytes === null ? refused(`the evidence file ${file} is missing from the folder of evidence`) : { file, bytes }
    },
  }
}

function unknownRevision(period: string, revision: number, boundary: string | null): Unknown {
  if (boundary !== null) return { unknown: `a revision is of a whole report: leave the boundary "${boundary}" out` }
  return { unknown: `${period} has no revision ${revision}` }
}

const unpacked = ({ packer }: Pick<AppParts, 'packer'>, statement: StoredStatement): ReportDocument =>
  JSON.parse(packer.unpack(statement.document)) as ReportDocument

async function close(
  stage: Stage,
  context: RequestContext,
  { period, force }: { period: string; force: boolean },
): Promise<ClosedPeriod | Refusal> {
  const { parts, state, log } = stage
  const { timezone, fiscalStart } = state.campus
  const span = periodSpan(timezone, period, fiscalStart)
  if (span === null) return refused(`"${period}" is no period`, 'invalid-request')
  const closed = (await log.current(period))?.revision ?? null
  const early = refusalOf({ period, span, now: parts.clock.now(), closed })
  if (early !== null) return refused(early)
  const signed = await compute(stage, period, span)
  const conflict = conflictOf(context.principal.key, signed.preparedBy)
  if (conflict !== null) return refused(conflict)
  const coverage = lowestCoverage(signed.document.figures, await meterCoverageOf(state.campus, parts.buckets, span))
  const objections = objectionsTo({ coverage, leastCoverage: state.config.notify.coverageBelow })
  if (objections.length > 0 && !force)
    return refused(`${period} is not closed: ${objections.join('; ')}. Repair it, or force it with a reason, which the report prints`)
  if (objections.length > 0 && !context.reason?.trim()) return refused('closing by force needs a reason', 'invalid-request')
  return record(stage, context, { period, revision: 1, objections, ...signed })
}

async function accept(stage: Stage, context: RequestContext, id: string): Promise<ClosedPeriod | Refusal> {
  const period = id.replace(/-r\d+-[0-9a-f]+$/, '')
  const statement = await stage.log.current(period)
  const span = periodSpan(stage.state.campus.timezone, period, stage.state.campus.fiscalStart)
  if (statement === null || span === null) return notClosed(period)
  await stage.rollups.rollUp()
  const { pending } = await pendingOf(stage, statement)
  if (pending[0] === undefined) return refused(`nothing would change ${period}: there is no restatement to accept`)
  if (pending[0].id !== id) return refused(`"${id}" is not what is pending for ${period} now, that is ${pending[0].id}: look at it first`)
  const signed = await compute(stage, period, span)
  const conflict = conflictOf(context.principal.key, signed.preparedBy)
  if (conflict !== null) return refused(conflict)
  return record(stage, context, { period, revision: statement.revision + 1, objections: [], ...signed })
}

interface Computed {
  readonly document: ReportDocument
  readonly inputs: Awaited<ReturnType<ReturnType<typeof recordInputs>['recorded']>>
  readonly preparedBy: readonly string[]
}

/** The document of today with all inputs it was computed from. What is stored is rolled up first. */
async function compute({ sources, rollups, corrections }: Stage, period: string, span: Span): Promise<Computed> {
  await rollups.rollUp()
  const recorder = recordInputs(sources)
  const document = await computeReport(recorder.sources, period)
  if (document === null) throw new Error(`"${period}" is no period`)
  const within = (await corrections.read()).filter((c) => c.withdrawn === undefined && c.span.from < span.to && c.span.to > span.from)
  const authors = [...document.entries, ...within].map(({ author }) => author)
  const preparedBy = [...new Set(authors)].sort()
  return { document, inputs: await recorder.recorded(), preparedBy }
}

async function record(
  { parts, log, views, trail }: Stage,
  context: RequestContext,
  { period, revision, objections, document, inputs, preparedBy }: Computed & Pick<Statement, 'period' | 'revision' | 'objections'>,
): Promise<ClosedPeriod> {
  const text = hashedText(document)
  const signed = {
    period,
    revision,
    hash: parts.sha256(text),
    algorithm: HASH_ALGORITHM,
    closedAt: inputs.now,
    closedBy: context.principal.key,
    preparedBy,
    reason: context.reason?.trim() || null,
    objections,
    codeVersion: parts.version,
    rollupVersion: ROLLUP_VERSION,
    audit: await trail.head(),
  }
  const name = `${period.replace('/', '_')}-r${revision}.zip`
  const kept = await parts.evidence.keep(name, evidenceTexts({ version: EVIDENCE_VERSION, ...signed }, document, inputs))
  const statement = { ...signed, evidence: { file: kept.file, hash: kept.hash }, document: parts.packer.pack(text) }
  await log.append(statement)
  parts.events.emit({ code: 'period-closed', level: 'info', detail: `${period} is closed, revision ${revision}, by ${signed.closedBy}` })
  return { ...views.statementView(statement), key: kept.key }
}

async function pendingOf({ parts, sources }: Stage, statement: StoredStatement): Promise<PendingChanges> {
  const { period, revision } = statement
  const today = await computeReport(sources, period)
  if (today === null) throw new Error(`"${period}" is no period`)
  const changed = compareDocuments(unpacked(parts, statement), today)
  return { period, revision, pending: withIds(changed, (figures) => idOf(parts, statement, figures)) }
}

/** Names the period, the revision it replaces, and what changes: a figure that moves again gives another id. */
function idOf({ sha256 }: Pick<AppParts, 'sha256'>, { period, revision }: Statement, figures: readonly PendingFigure[]): string {
  const changes = figures.map((f) => [f.figure, f.boundary, f.old, f.new])
  return `${period}-r${revision + 1}-${sha256(JSON.stringify(changes)).slice(0, 8)}`
}
