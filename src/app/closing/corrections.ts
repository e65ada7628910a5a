/** Corrections: previewed, recorded, applied and undone. What they move in closed periods is a restatement like any other. */

import {
  basePerUnit,
  type Bucket,
  calendarOf,
  type Correction,
  type CorrectionDraft,
  type CorrectionEffect,
  edges,
  formatIn,
  instant,
  localDate,
  type Point,
  type RequestContext,
  type Span,
  span as spanOf,
} from '../../domain/index.ts'
import { compareDocuments } from '../../closing/compare.ts'
import { effectText, faultsOf, readingFaults, type ReadSpan } from '../../closing/correction-draft.ts'
import { estimateBySister, type Estimated, estimateFlat, estimateLikeDays, LOOKBACK } from '../../closing/estimate.ts'
import { createSerialQueue } from '../../kernel/index.ts'

import type { ReasonedContext } from '../../figures/api.ts'
import type { RollupQueue } from '../administration/rollup-queue.ts'
import type { AppParts, AppState } from '../context.ts'
import type { EntryLog } from '../reporting/entry-log.ts'
import { createFigureSources } from '../reporting/figure-sources.ts'
import type { Refusal } from '../refusal.ts'
import type { CorrectionView, MovedByCorrection, RecordedCorrection } from './correction-views.ts'
import { computeReport } from './verify-evidence.ts'

export interface CorrectionParts {
  readonly parts: Pick<AppParts, 'records' | 'clock' | 'buckets' | 'readings'>
  readonly state: Pick<AppState, 'campus' | 'config'>
  readonly rollups: Pick<RollupQueue, 'rollUp' | 'recomputeCorrected' | 'preview'>
  readonly log: EntryLog<Correction>
}

export interface CorrectionsApi {
  corrections(context: RequestContext): Promise<readonly CorrectionView[]>
  /** Which figures would move. Nothing is written. */
  previewCorrection(context: RequestContext, draft: CorrectionDraft): Promise<{ readonly moves: readonly MovedByCorrection[] } | Refusal>
  correct(context: ReasonedContext, draft: CorrectionDraft): Promise<RecordedCorrection | Refusal>
  undoCorrection(context: ReasonedContext, id: string): Promise<RecordedCorrection | Refusal>
}

/** Months whose figures a preview computes; a longer correction names the first of them. */
const MOST_MONTHS = 36

const ALWAYS = spanOf(-8.64e15, 8.64e15)

const refused = (detail: string): Refusal => ({ refused: 'refused', detail })

export function createCorrections(deps: CorrectionParts): CorrectionsApi {
  const { log } = deps
  // Serial on purpose: two corrections at once would take the same number.
  const { run: enqueue } = createSerialQueue()
  const zone = (): string => deps.state.campus.timezone

  return {
    corrections: async () => (await log.read()).map((c) => correctionView(zone(), c)).toReversed(),
    previewCorrection: (context, draft) =>
      enqueue(async () => {
        const planned = await plan(deps, context, draft)
        return 'refused' in planned ? planned : { moves: planned.moves }
      }),
    correct: (context, draft) =>
      enqueue(async () => {
        const planned = await plan(deps, context, draft)
        if ('refused' in planned) return planned
        await log.append([planned.correction])
        await deps.rollups.recomputeCorrected(draft.point, draft.span)
        return { correction: correctionView(zone(), planned.correction), moves: planned.moves }
      }),
    undoCorrection: (context, id) =>
      enqueue(async () => {
        const correction = (await log.read()).find((c) => c.id === id && c.withdrawn === undefined)
        if (correction === undefined) return refused(`there is no correction "${id}" in force: not recorded, or undone already`)
        const others = (await log.read()).filter((c) => c.point === correction.point && c.id !== id)
        const moves = await movesOf(deps, correction, others)
        const withdrawn = await log.withdraw(id, context.reason, context.principal.key)
        await deps.rollups.recomputeCorrected(correction.point, correction.span)
        return { correction: correctionView(zone(), withdrawn ?? correction), moves: moves.moves }
      }),
  }
}

interface PlannedCorrection {
  readonly correction: Correction
  readonly moves: readonly MovedByCorrection[]
}

async function plan(deps: CorrectionParts, context: RequestContext, draft: CorrectionDraft): Promise<PlannedCorrection | Refusal> {
  const { parts, state, log } = deps
  const faults = faultsOf(draft, state.campus.points, parts.clock.now())
  if (faults.length > 0) return { refused: 'invalid-request', detail: faults.join('; ') }
  await deps.rollups.rollUp()
  const unread = readingFaults(draft, await readSpanOf(parts, draft.point))
  if (unread.length > 0) return refused(unread.join('; '))
  const effect = await effectOf(deps, draft)
  if ('fault' in effect) return refused(`no estimate: ${effect.fault}`)
  const recorded = await log.read()
  const correction: Correction = {
    id: `correction-${recorded.length + 1}`,
    point: draft.point,
    span: draft.span,
    effect,
    reason: context.reason ?? '',
    author: context.principal.key,
    recordedAt: parts.clock.now(),
  }
  const { moves, quarters } = await movesOf(deps, correction, [...recorded.filter((c) => c.point === draft.point), correction])
  const impossible = impossibleAmount(
    state.campus.points.find((p) => p.id === draft.point),
    quarters,
    state.campus.timezone,
  )
  return impossible === null ? { correction, moves } : refused(impossible)
}

/** From the first to the last quarter hour in which the point was read. */
async function readSpanOf({ buckets, readings }: Pick<AppParts, 'buckets' | 'readings'>, point: string): Promise<ReadSpan> {
  const [month] = await buckets.read({ step: '1M', span: ALWAYS, points: [point] })
  if (month === undefined) return null
  const quarters = await buckets.read({ step: '15m', span: spanOf(month.start, month.end), points: [point] })
  const first = quarters.find((b) => b.n > 0)?.start
  const last = (await readings.latest()).find((l) => l.point === point)?.time
  return first === undefined || last === undefined ? null : { first, last }
}

async function effectOf(
  { parts, state }: CorrectionParts,
  { point, span, effect }: CorrectionDraft,
): Promise<CorrectionEffect | { fault: string }> {
  if (effect.kind !== 'estimate') return effect
  const { campus } = state
  const within = spanOf(span.from - LOOKBACK, span.to)
  const read = (id: string) => parts.buckets.read({ step: '15m', span: within, points: [id] })
  const inputs = {
    span,
    zone: campus.timezone,
    calendar: calendarOf(campus.calendar, campus.calendars),
    own: await read(point),
    sister: effect.sister === null ? [] : await read(effect.sister),
  }
  const estimate = { flat: estimateFlat, 'like-days': estimateLikeDays, sister: estimateBySister }[effect.method]
  const estimated: Estimated = estimate(inputs)
  return 'fault' in estimated ? estimated : { ...effect, amounts: estimated.amounts }
}

/** The figures of each month of the span as they are and as they would be, and the quarter hours behind them. */
async function movesOf(
  { parts, state, rollups }: CorrectionParts,
  { point, span }: Pick<Correction, 'point' | 'span'>,
  corrections: readonly Correction[],
): Promise<{ moves: readonly MovedByCorrection[]; quarters: readonly Bucket[] }> {
  const overlay = await rollups.preview(point, span, corrections)
  const now = createFigureSources(parts, state).sources
  const then = createFigureSources({ ...parts, buckets: overlay.buckets }, state).sources
  const moves: MovedByCorrection[] = []
  for (const period of monthsWithin(state.campus.timezone, span)) {
    const [today, corrected] = [await computeReport(now, period), await computeReport(then, period)]
    if (today === null || corrected === null) continue
    for (const { figure, boundary, unit, old, new: value } of compareDocuments(today, corrected))
      moves.push({ figure, boundary, period, unit, old, new: value })
  }
  const quarters = overlay.written().filter((b) => b.point === point && b.step === '15m' && b.start >= span.from && b.start < span.to)
  return { moves, quarters }
}

function monthsWithin(zone: string, { from, to }: Span): readonly string[] {
  const starts = [...edges(zone, '1M', { from, to })].filter((at) => at < to).map(instant)
  const months = [from, ...starts].map((at) => localDate(zone, at).slice(0, 7))
  return [...new Set(months)].slice(0, MOST_MONTHS)
}

/** A quarter hour below zero, or above what the point can use; null: every amount can be. */
function impossibleAmount(point: Point | undefined, quarters: readonly Bucket[], zone: string): string | null {
  if (point === undefined || quarters[0]?.arithmetic === 'gauge') return null
  const perUnit = basePerUnit(point.quantity)
  const most = (point.rules.maxRate * perUnit) / 4
  const signed = point.kind === 'net' || point.rules.signed === true
  const found = quarters.find((b) => b.total > most + 1 || (!signed && b.total < 0))
  if (found === undefined) return null
  const amount = `${found.total / perUnit} ${point.unit}`
  return `the quarter hour at ${formatIn(zone, found.start)} would have ${amount}; "${point.id}" uses between ${signed ? 'any amount' : 0} and ${most / perUnit} ${point.unit} in one`
}

export function correctionView(zone: string, { span, effect, recordedAt, withdrawn, ...correction }: Correction): CorrectionView {
  return {
    ...correction,
    from: formatIn(zone, span.from),
    to: formatIn(zone, span.to),
    effect: effectText(effect),
    recorded_at: formatIn(zone, recordedAt),
    withdrawn: withdrawn === undefined ? null : { ...withdrawn, at: formatIn(zone, withdrawn.at) },
  }
}
