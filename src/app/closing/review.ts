/** The way of a period to its signature: what is missing, submitting it, handing it back, and rejecting a restatement. */

import { missingItems } from '../../closing/close-calendar.ts'
import { refusalOf } from '../../closing/closing-rules.ts'
import { findMeterGaps, type MeterGap } from '../../closing/meter-gaps.ts'
import { foldPeriod, type PeriodReview } from '../../closing/period-state.ts'
import {
  type Bucket,
  effectiveEntries,
  type Entry,
  formatIn,
  instant,
  localDate,
  monthAt,
  monthsAfter,
  monthsOf,
  periodSpan,
  type RequestContext,
  type Span,
} from '../../domain/index.ts'
import { groupFindings, irrelevantFigures } from '../../figures/checks/group-findings.ts'
import { hashedText } from '../../figures/document/document-hash.ts'
import type { ReportDocument } from '../../figures/document/report-document.ts'
import { roleCoverage, roleSpansOf, stepOfPeriod } from '../../jobs/role-coverage.ts'
import type { Refusal } from '../refusal.ts'
import { lowestCoverage } from '../reporting/coverage.ts'
import type { CalendarPeriod, PeriodReviewView, ReviewApi } from './api.ts'
import {
  closedParts,
  type ClosingStage,
  computePeriod,
  noPeriod,
  notClosed,
  pendingOf,
  periodOfId,
  refused,
  unpackDocument,
} from './stage.ts'

/** Months that the calendar looks back on, the running one among them. */
const CALENDAR_MONTHS = 14

export function createReview(stage: ClosingStage): ReviewApi {
  return {
    review: (_context, period) => reviewPeriod(stage, period),
    calendar: () => closeCalendar(stage),
    submit: (context, period) => submit(stage, context, period),
    returnDraft: (context, period) => returnDraft(stage, context, period),
    reject: (context, id) => reject(stage, context, id),
  }
}

const spanOf = ({ state: { campus } }: ClosingStage, period: string): Span | null => periodSpan(campus.timezone, period, campus.fiscalStart)

async function foldedReview({ reviews, log }: ClosingStage, period: string): Promise<PeriodReview> {
  const statements = (await log.list()).filter((s) => s.period === period)
  return foldPeriod(await reviews.of(period), statements)
}

interface MeterState {
  readonly coverage: number
  readonly gaps: readonly MeterGap[]
}

async function meterState({ state: { campus }, parts }: ClosingStage, span: Span): Promise<MeterState> {
  const duties = roleSpansOf(campus, span)
  const points = [...new Set(duties.map((d) => d.point))]
  const found = points.length === 0 ? [] : await parts.buckets.read({ step: stepOfPeriod(campus.timezone, span), span, points })
  return { coverage: roleCoverage(duties, found), gaps: findMeterGaps(duties, found) }
}

/** Of a closed period the document that was signed; of an open one that of today. */
async function documentOf(
  stage: ClosingStage,
  period: string,
  span: Span,
): Promise<{ document: ReportDocument; preparedBy: readonly string[]; hash: string }> {
  const statement = await stage.log.current(period)
  if (statement !== null)
    return { document: unpackDocument(stage.parts, statement), preparedBy: statement.preparedBy, hash: statement.hash }
  const { document, preparedBy } = await computePeriod(stage, period, span)
  return { document, preparedBy, hash: stage.parts.sha256(hashedText(document)) }
}

async function reviewPeriod(stage: ClosingStage, period: string): Promise<PeriodReviewView | Refusal> {
  const { state, parts, views } = stage
  const span = spanOf(stage, period)
  if (span === null) return noPeriod(period)
  const now = parts.clock.now()
  const { document, preparedBy, hash } = await documentOf(stage, period, span)
  const meters = await meterState(stage, span)
  const folded = await foldedReview(stage, period)
  const limit = state.config.notify.coverageBelow
  const valued = document.figures.filter((f) => f.value !== null)
  return {
    period,
    from: formatIn(state.campus.timezone, span.from),
    to: formatIn(state.campus.timezone, span.to),
    over: span.to <= now,
    state: folded.state,
    revision: folded.revision,
    hash,
    preparedBy,
    submission:
      folded.submission === null ? null : { ...views.submissionView(folded.submission), changed: folded.submission.hash !== hash },
    returned: folded.returned === null ? null : views.rejectionView(folded.returned),
    coverage: {
      least: lowestCoverage(document.figures, meters.coverage),
      limit,
      meters: meters.gaps,
      figures: valued
        .filter((f) => f.coverage === null || f.coverage < 1)
        .map(({ id, boundary, coverage }) => ({ id, boundary, coverage }))
        .sort((a, b) => (a.coverage ?? 0) - (b.coverage ?? 0)),
    },
    findings: groupFindings(document),
    irrelevant: irrelevantFigures(document),
    parts: await closedParts(stage, span, document),
  }
}

async function submit(stage: ClosingStage, context: RequestContext, period: string): Promise<PeriodReviewView | Refusal> {
  const { parts, log, reviews } = stage
  const span = spanOf(stage, period)
  if (span === null) return noPeriod(period)
  const closed = (await log.current(period))?.revision ?? null
  const refusal = refusalOf({ period, span, now: parts.clock.now(), closed })
  if (refusal !== null) return refused(refusal)
  const { document } = await computePeriod(stage, period, span)
  if (document.figures.every((f) => f.value === null)) return refused(`${period} has no figure with a value: there is nothing to submit`)
  const hash = parts.sha256(hashedText(document))
  const note = context.reason?.trim() || null
  await reviews.append({ kind: 'submitted', period, hash, by: context.principal.key, at: parts.clock.now(), note })
  return reviewPeriod(stage, period)
}

async function returnDraft(stage: ClosingStage, context: RequestContext, period: string): Promise<PeriodReviewView | Refusal> {
  const { submission, revision } = await foldedReview(stage, period)
  if (revision !== null) return refused(`${period} is closed already, revision ${revision}`)
  if (submission === null) return refused(`${period} is not submitted: there is nothing to return`)
  const reason = context.reason?.trim() ?? ''
  await stage.reviews.append({ kind: 'returned', period, by: context.principal.key, at: stage.parts.clock.now(), reason })
  return reviewPeriod(stage, period)
}

async function reject(stage: ClosingStage, context: RequestContext, id: string): ReturnType<ReviewApi['reject']> {
  const period = periodOfId(id)
  const statement = await stage.log.current(period)
  if (statement === null) return notClosed(period)
  await stage.rollups.rollUp()
  const { pending } = await pendingOf(stage, statement)
  const current = pending[0]?.id
  if (current === undefined) return refused(`nothing would change ${period}: there is no restatement to reject`)
  if (current !== id) return refused(`"${id}" is not what is pending for ${period} now, that is ${current}: look at it first`)
  const reason = context.reason?.trim() ?? ''
  await stage.reviews.append({ kind: 'rejected', period, id, by: context.principal.key, at: stage.parts.clock.now(), reason })
  return pendingOf(stage, statement)
}

/** Months of the calendar, and the years that end among them, newest first. */
function calendarPeriods({ state: { campus }, parts }: ClosingStage): readonly string[] {
  const { timezone, fiscalStart = 1 } = campus
  const running = monthAt(timezone, parts.clock.now())
  const months = Array.from({ length: CALENDAR_MONTHS }, (_, i) => monthsAfter(running, -i))
  const endsYear = monthsAfter(`2001-${String(fiscalStart).padStart(2, '0')}`, -1).slice(5)
  return months.flatMap((month) => {
    const first = monthsAfter(month, -11).slice(0, 4)
    const years = [
      ...(month.endsWith('-12') ? [month.slice(0, 4)] : []),
      ...(fiscalStart !== 1 && month.endsWith(`-${endsYear}`) ? [`FY${first}`] : []),
    ]
    return [...years, month]
  })
}

async function closeCalendar(stage: ClosingStage): Promise<readonly CalendarPeriod[]> {
  const { state, parts, sources, log } = stage
  const { campus, config } = state
  const periods = calendarPeriods(stage).flatMap((period) => {
    const span = spanOf(stage, period)
    return span === null ? [] : [{ period, span }]
  })
  const from = Math.min(...periods.map((p) => p.span.from))
  const to = Math.max(...periods.map((p) => p.span.to))
  const whole: Span = { from: instant(from), to: instant(to) }
  const points = [...new Set(roleSpansOf(campus, whole).map((d) => d.point))]
  const buckets = points.length === 0 ? [] : await parts.buckets.read({ step: '1M', span: whole, points })
  const entries = effectiveEntries(await sources.entries())
  const begun = Math.min(...buckets.map((b) => b.start), ...entries.map((e) => Date.parse(e.from)))
  const closed = new Set((await log.list()).map((s) => s.period))
  const frame = { buckets, entries, closed, leastCoverage: config.notify.coverageBelow }
  const rows = periods.filter(({ span }) => span.to > begun).map(({ period, span }) => calendarRow(stage, { period, span, ...frame }))
  return Promise.all(rows)
}

interface CalendarData {
  readonly period: string
  readonly span: Span
  /** Months of the meters with a role. */
  readonly buckets: readonly Bucket[]
  readonly entries: readonly Entry[]
  /** Periods that are closed. */
  readonly closed: ReadonlySet<string>
  readonly leastCoverage: number
}

async function calendarRow(stage: ClosingStage, data: CalendarData): Promise<CalendarPeriod> {
  const { period, span, buckets, entries, closed, leastCoverage } = data
  const { state, parts } = stage
  const { campus } = state
  const now = parts.clock.now()
  const review = await foldedReview(stage, period)
  const months = monthsOf(campus.timezone, span)
  const within = buckets.filter((b) => b.start >= span.from && b.start < span.to)
  const over = span.to <= now
  const gaps = over ? findMeterGaps(roleSpansOf(campus, span), within).filter((g) => g.coverage < leastCoverage) : []
  const days = { from: localDate(campus.timezone, span.from), to: localDate(campus.timezone, span.to) }
  const openMonths = months.length < 2 ? [] : months.map((m) => m.id).filter((id) => !closed.has(id))
  const missing = over ? missingItems({ campus, days, now, entries, gaps, review, openMonths }) : []
  const { submission, revision } = review
  return { period, over, state: review.state, revision, submittedBy: submission?.by ?? null, missing }
}
