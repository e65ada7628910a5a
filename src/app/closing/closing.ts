/** Closing of periods: recorded and signed once, restated by new revisions, each with its evidence. */

import { conflictOf, objectionsTo, refusalOf } from '../../closing/closing-rules.ts'
import { foldPeriod } from '../../closing/period-state.ts'
import { createReviewLog } from '../../closing/review-log.ts'
import { createStatementLog, type StoredStatement } from '../../closing/statement-log.ts'
import { type ClosedParts, periodSpan, type RequestContext, ROLLUP_VERSION, type Statement } from '../../domain/index.ts'
import type { ReportingApi, Unknown } from '../../figures/api.ts'
import { HASH_ALGORITHM, hashedText } from '../../figures/document/document-hash.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import { lowestCoverage, meterCoverageOf } from '../reporting/coverage.ts'
import { createFigureSources } from '../reporting/figure-sources.ts'
import type { Refusal } from '../refusal.ts'
import type { ClosedPeriod, ClosingApi } from './api.ts'
import { createCorrections } from './corrections.ts'
import { EVIDENCE_VERSION, evidenceTexts } from './evidence-texts.ts'
import { createReview } from './review.ts'
import {
  closedParts,
  type ClosingStage,
  type ComputedPeriod,
  computePeriod,
  noPeriod,
  notClosed,
  pendingOf,
  periodOfId,
  refused,
  unpackDocument,
} from './stage.ts'
import { createStatementViews } from './statement-views.ts'

export interface ClosingParts extends Pick<ClosingStage, 'parts' | 'state' | 'rollups' | 'corrections' | 'trail'> {
  readonly reporting: Pick<ReportingApi, 'document'>
}

export function createClosing({ parts, state, reporting, rollups, corrections, trail }: ClosingParts): ClosingApi {
  const { sources } = createFigureSources(parts, state)
  const log = createStatementLog(parts)
  const views = createStatementViews({ zone: () => state.campus.timezone, pathOf: (file) => parts.evidence.pathOf(file) })
  const reviews = createReviewLog(parts)
  const stage: ClosingStage = { parts, state, rollups, sources, log, reviews, views, corrections, trail }
  // Serial on purpose: two closings at once would record the same revision twice.
  const { run: enqueue } = createSerialQueue()
  const statementOf = (period: string, revision: number | null): Promise<StoredStatement | null> =>
    revision === null ? log.current(period) : log.revision(period, revision)

  return {
    ...createCorrections({ parts, state, rollups, log: corrections }),
    ...queued(createReview(stage), enqueue),
    async report(context, { period, boundary, revision }) {
      const found = boundary === null ? await statementOf(period, revision) : null
      if (found !== null) return { document: unpackDocument(parts, found), statement: views.statementView(found) }
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

/** What is recorded about a period waits for a closing that runs: a submission must not overtake it. */
function queued(review: ReturnType<typeof createReview>, enqueue: ReturnType<typeof createSerialQueue>['run']): typeof review {
  return {
    ...review,
    submit: (context, period) => enqueue(() => review.submit(context, period)),
    returnDraft: (context, period) => enqueue(() => review.returnDraft(context, period)),
    reject: (context, id) => enqueue(() => review.reject(context, id)),
  }
}

function unknownRevision(period: string, revision: number, boundary: string | null): Unknown {
  if (boundary !== null) return { unknown: `a revision is of a whole report: leave the boundary "${boundary}" out` }
  return { unknown: `${period} has no revision ${revision}` }
}

async function close(
  stage: ClosingStage,
  context: RequestContext,
  { period, force }: { period: string; force: boolean },
): Promise<ClosedPeriod | Refusal> {
  const { parts, state, log } = stage
  const { timezone, fiscalStart } = state.campus
  const span = periodSpan(timezone, period, fiscalStart)
  if (span === null) return noPeriod(period)
  const closed = (await log.current(period))?.revision ?? null
  const early = refusalOf({ period, span, now: parts.clock.now(), closed })
  if (early !== null) return refused(early)
  const signed = await computePeriod(stage, period, span)
  const conflict = conflictOf(context.principal.key, signed.preparedBy)
  if (conflict !== null) return refused(conflict)
  const coverage = lowestCoverage(signed.document.figures, await meterCoverageOf(state.campus, parts.buckets, span))
  const { submission } = foldPeriod(await stage.reviews.of(period), [])
  const changedSince = submission !== null && submission.hash !== parts.sha256(hashedText(signed.document)) ? submission.by : null
  const objections = objectionsTo({ coverage, leastCoverage: state.config.notify.coverageBelow, changedSince })
  if (objections.length > 0 && !force)
    return refused(`${period} is not closed: ${objections.join('; ')}. Repair it, or force it with a reason, which the report prints`)
  if (objections.length > 0 && !context.reason?.trim()) return refused('closing by force needs a reason', 'invalid-request')
  const months = await closedParts(stage, span, signed.document)
  return record(stage, context, { period, revision: 1, objections, ...signed, months })
}

async function accept(stage: ClosingStage, context: RequestContext, id: string): Promise<ClosedPeriod | Refusal> {
  const period = periodOfId(id)
  const statement = await stage.log.current(period)
  const span = periodSpan(stage.state.campus.timezone, period, stage.state.campus.fiscalStart)
  if (statement === null || span === null) return notClosed(period)
  await stage.rollups.rollUp()
  const { pending } = await pendingOf(stage, statement)
  if (pending[0] === undefined) return refused(`nothing would change ${period}: there is no restatement to accept`)
  if (pending[0].id !== id) return refused(`"${id}" is not what is pending for ${period} now, that is ${pending[0].id}: look at it first`)
  const signed = await computePeriod(stage, period, span)
  const conflict = conflictOf(context.principal.key, signed.preparedBy)
  if (conflict !== null) return refused(conflict)
  const months = await closedParts(stage, span, signed.document)
  return record(stage, context, { period, revision: statement.revision + 1, objections: [], ...signed, months })
}

interface SignedPeriod extends ComputedPeriod, Pick<Statement, 'period' | 'revision' | 'objections'> {
  /** Null: the period has no months of its own. */
  readonly months: ClosedParts | null
}

async function record(stage: ClosingStage, context: RequestContext, signed: SignedPeriod): Promise<ClosedPeriod> {
  const { parts, log, views, trail } = stage
  const { period, revision, objections, document, inputs, preparedBy, months } = signed
  const text = hashedText(document)
  const stated = {
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
    ...(months === null ? {} : { parts: months }),
  }
  const name = `${period.replace('/', '_')}-r${revision}.zip`
  const kept = await parts.evidence.keep(name, evidenceTexts({ version: EVIDENCE_VERSION, ...stated }, document, inputs))
  const statement = { ...stated, evidence: { file: kept.file, hash: kept.hash }, document: parts.packer.pack(text) }
  await log.append(statement)
  parts.events.emit({ code: 'period-closed', level: 'info', detail: `${period} is closed, revision ${revision}, by ${stated.closedBy}` })
  return { ...views.statementView(statement), key: kept.key }
}
