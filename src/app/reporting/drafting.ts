/** What the drafter asks of the stages: whether a span is settled, and what its figures come to. */

import { type Draft, periodSpan, type Span } from '../../domain/index.ts'
import type { ReportingApi } from '../../figures/api.ts'
import type { DrafterParts } from '../../jobs/drafter.ts'
import { dutiesOf, roleCoverage } from '../../jobs/role-coverage.ts'
import type { AppParts } from '../context.ts'
import type { AppState } from '../context.ts'
import type { Progress } from '../operations/progress.ts'
import type { RollupQueue } from '../administration/rollup-queue.ts'

export interface DraftingParts {
  readonly parts: Pick<AppParts, 'journal' | 'readings' | 'buckets' | 'sha256'>
  readonly state: Pick<AppState, 'campus' | 'stored' | 'storeFault' | 'rollupFault'>
  readonly accounts: Pick<ReportingApi, 'report'>
  readonly rolling: Pick<RollupQueue, 'rollUp'>
  readonly progress: Pick<Progress, 'list'>
}

export function draftingOf(given: DraftingParts): Pick<DrafterParts, 'unsettled' | 'hasData' | 'compute'> {
  const { buckets } = given.parts
  return {
    unsettled: unsettledOf(given),
    hasData: async (span) => (await buckets.read({ step: '1M', span })).length > 0,
    compute: (period) => compute(given, period),
  }
}

/**
 * A month is settled when what was journalled until it was first asked about is stored, no long work runs, and nothing written to it waits
 * to be rolled up. What comes later is another revision.
 */
function unsettledOf({ parts, state, rolling, progress }: DraftingParts): DrafterParts['unsettled'] {
  const marks = new Map<number, number>()
  return async (span) => {
    const mark = marks.get(span.from) ?? parts.journal.state().lastSeq
    marks.set(span.from, mark)
    const fault = state.storeFault ?? state.rollupFault
    if (fault !== null) return `the store does not answer: ${fault}`
    if (state.stored < mark) return `${mark - state.stored} messages wait to be stored`
    const busy = progress.list().find((job) => job.state === 'running')
    if (busy !== undefined) return `the job "${busy.name}" is under way`
    await rolling.rollUp()
    return (await isPending(parts, span)) ? 'readings of the period wait to be rolled up' : null
  }
}

async function isPending({ readings, buckets }: DraftingParts['parts'], span: Span): Promise<boolean> {
  const { changes } = await readings.changes(await buckets.rolledUpTo())
  return changes.some(({ from, to }) => from < span.to && to >= span.from)
}

async function compute({ parts, state, accounts }: DraftingParts, period: string): Promise<Omit<Draft, 'revision' | 'createdAt'>> {
  const { campus } = state
  const span = periodSpan(campus.timezone, period)
  const report = await accounts.report(period, null)
  if (span === null || 'unknown' in report) throw new Error(`"${period}" is no period`)
  const duties = dutiesOf(campus, span)
  const points = [...new Set(duties.map((d) => d.point))]
  const months = points.length === 0 ? [] : await parts.buckets.read({ step: '1M', span, points })
  const valued = report.figures.filter((f) => f.value !== null)
  const covered = Math.min(roleCoverage(duties, months), ...valued.map((f) => f.coverage))
  return {
    period,
    hash: parts.sha256(JSON.stringify(report)),
    coverage: valued.length === 0 ? 0 : covered,
    figures: { valued: valued.length, all: report.figures.length },
    missing: report.figures.filter((f) => f.value === null).map(({ id, boundary, missing }) => ({ id, boundary, reasons: missing })),
  }
}
