/** What the drafter asks of the stages: what a span still waits for, and what its figures come to. */

import { type Instant, periodSpan, type RequestContext, type Span } from '../../domain/index.ts'
import type { ReportingApi } from '../../figures/api.ts'
import { earlierTexts, HASH_ALGORITHM, hashedText } from '../../figures/document/document-hash.ts'
import type { ReportDocument } from '../../figures/document/report-document.ts'
import { renderMessage } from '../../figures/messages/message.ts'
import type { ComputedDraft } from '../../jobs/draft-revision.ts'
import type { DrafterParts } from '../../jobs/drafter.ts'
import type { RollupQueue } from '../administration/rollup-queue.ts'
import type { AppParts, AppState } from '../context.ts'
import type { Progress } from '../operations/progress.ts'
import { lowestCoverage, meterCoverageOf } from './coverage.ts'

export interface DraftingParts {
  readonly parts: Pick<AppParts, 'journal' | 'readings' | 'buckets' | 'sha256' | 'clock'>
  readonly state: Pick<AppState, 'campus' | 'stored' | 'storeFault' | 'rollupFault'>
  readonly reporting: Pick<ReportingApi, 'document'>
  readonly rolling: Pick<RollupQueue, 'rollUp'>
  readonly progress: Pick<Progress, 'list'>
}

export function draftingOf(drafting: DraftingParts): Pick<DrafterParts, 'pendingWork' | 'hasData' | 'compute'> {
  const { buckets } = drafting.parts
  return {
    pendingWork: createPendingWork(drafting),
    hasData: async (span) => (await buckets.read({ step: '1M', span })).length > 0,
    compute: (period) => computeDraft(drafting, period),
  }
}

/**
 * A month waits for nothing when what was journalled until it was first looked at is stored, no long work runs, and nothing written to it waits
 * to be rolled up. What comes later is another revision.
 */
function createPendingWork({ parts, state, rolling, progress }: DraftingParts): DrafterParts['pendingWork'] {
  const lastSeqs = new Map<number, number>()
  return async (span) => {
    const lastSeq = lastSeqs.get(span.from) ?? parts.journal.state().lastSeq
    lastSeqs.set(span.from, lastSeq)
    const fault = state.storeFault ?? state.rollupFault
    if (fault !== null) return `the store does not answer: ${fault}`
    if (state.stored < lastSeq) return `${lastSeq - state.stored} messages wait to be stored`
    const busy = progress.list().find((job) => job.state === 'running')
    if (busy !== undefined) return `the job "${busy.name}" is under way`
    await rolling.rollUp()
    return (await hasPendingReadings(parts, span)) ? 'readings of the period wait to be rolled up' : null
  }
}

async function hasPendingReadings({ readings, buckets }: DraftingParts['parts'], span: Span): Promise<boolean> {
  const { changes } = await readings.changes(await buckets.rolledUpTo())
  return changes.some(({ from, to }) => from < span.to && to >= span.from)
}

/** The service itself asks, not a person. */
function jobContext(period: string, at: Instant): RequestContext {
  return { principal: { key: 'system', role: 'admin', site: null, via: 'local' }, at, requestId: `drafts/${period}/${at}` }
}

async function computeDraft({ parts, state, reporting }: DraftingParts, period: string): Promise<ComputedDraft> {
  const span = periodSpan(state.campus.timezone, period, state.campus.fiscalStart)
  const document = await reporting.document(jobContext(period, parts.clock.now()), { period, boundary: null })
  if (span === null || 'unknown' in document) throw new Error(`"${period}" is no period`)
  const meterCoverage = await meterCoverageOf(state.campus, parts.buckets, span)
  const hashes = Object.entries(earlierTexts(document)).map(([algorithm, text]) => [algorithm, parts.sha256(text)])
  const hash = parts.sha256(hashedText(document))
  return {
    content: { period, hash, algorithm: HASH_ALGORITHM, ...summarize(document, meterCoverage) },
    earlierHashes: Object.fromEntries(hashes),
  }
}

function summarize({ figures }: ReportDocument, meterCoverage: number): Pick<ComputedDraft['content'], 'coverage' | 'figures' | 'missing'> {
  const valued = figures.filter((f) => f.value !== null)
  return {
    coverage: lowestCoverage(figures, meterCoverage),
    figures: { valued: valued.length, all: figures.length },
    missing: figures
      .filter((f) => f.value === null)
      .map(({ id, boundary, missing }) => ({ id, boundary, reasons: missing.map((reason) => renderMessage(reason, 'en')) })),
  }
}
