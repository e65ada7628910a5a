/**
 * A period in slices over which everything that is dated holds: whole months, and parts of months where the period begins or ends within one, or
 * where a role, a meter tree or a factor changes on a day inside it.
 */

import {
  type Bucket,
  type CalendarMonth,
  type Campus,
  copyBucket,
  type Dated,
  dayStart,
  type Factor,
  floorEdge,
  type Instant,
  localDate,
  monthsOf,
  nextEdge,
  type Span,
} from '../../domain/index.ts'

/** The day that a change at `at` counts from: one within a day counts from the next. */
function firstDayFrom(zone: string, at: Instant): Instant {
  const midnight = floorEdge(zone, '1d', at)
  return midnight === at ? at : nextEdge(zone, '1d', at)
}

/** Moments at which a role or a place in the meter tree changes. */
function changesOf({ points }: Pick<Campus, 'points'>): Instant[] {
  const edges = (rows: readonly Dated<string>[]): Instant[] => rows.flatMap(({ from, to }) => [from, to]).filter((at) => at !== null)
  return points.flatMap((p) => (p.role.length === 0 ? [] : [...edges(p.role), ...edges(p.parent)]))
}

/** Local midnights at which a dated role, parent or factor begins or ends, ascending. */
export function changeDays(campus: Pick<Campus, 'points' | 'timezone'>, factors: readonly Factor[]): Instant[] {
  const zone = campus.timezone
  const days = factors.flatMap(({ from, to }) => [from, to]).flatMap((day) => (day === null ? [] : [dayStart(zone, day)]))
  return [...new Set([...days, ...changesOf(campus).map((at) => firstDayFrom(zone, at))])].sort((a, b) => a - b)
}

const dayBefore = (zone: string, at: Instant): string => localDate(zone, floorEdge(zone, '1d', (at - 1) as Instant))

/** The months of the span, clipped to it and cut at the days. A part of a month is named by its days: `2026-03-01/2026-03-14`, both included. */
export function slicePeriod(zone: string, span: Span, days: readonly Instant[]): CalendarMonth[] {
  return monthsOf(zone, span).flatMap((month) => {
    const within: Span = { from: later(month.span.from, span.from), to: earlier(month.span.to, span.to) }
    const cuts = days.filter((at) => at > within.from && at < within.to)
    if (cuts.length === 0 && within.from === month.span.from && within.to === month.span.to) return [month]
    const starts = [within.from, ...cuts]
    return starts.map((from, i): CalendarMonth => {
      const to = starts[i + 1] ?? within.to
      const first = localDate(zone, from)
      return { id: `${first}/${dayBefore(zone, to)}`, span: { from, to }, from: first, to: localDate(zone, to) }
    })
  })
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)
const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)

/** Whether a slice is a part of a month: it is read by the day. */
export const isPart = (slice: Pick<CalendarMonth, 'id'>): boolean => slice.id.length > 7

/** The month that a slice lies in: 2026-03. */
export const monthIdOf = (slice: Pick<CalendarMonth, 'id'>): string => slice.id.slice(0, 7)

/** The share of its month that a slice is, by days, 0..1. */
export function shareOfMonth(zone: string, slice: CalendarMonth): number {
  if (!isPart(slice)) return 1
  const start = floorEdge(zone, '1M', slice.span.from)
  const length = (from: string, to: string): number => Date.parse(to) - Date.parse(from)
  return length(slice.from, slice.to) / length(localDate(zone, start), localDate(zone, nextEdge(zone, '1M', start)))
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b))
const most = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

/** Buckets that follow each other as one over the span. Null when there is none. */
export function joinBuckets(buckets: readonly Bucket[], { from, to }: Span): Bucket | null {
  const within = buckets.filter((b) => b.start >= from && b.end <= to)
  const joined = within.reduce<Bucket | null>((all, b) => {
    if (all === null) return b
    return copyBucket(b, {
      n: all.n + b.n,
      total: all.total + b.total,
      min: least(all.min, b.min),
      max: most(all.max, b.max),
      measured: all.measured + b.measured,
      coarse: all.coarse + b.coarse,
      bridged: all.bridged + b.bridged,
      estimated: all.estimated + b.estimated,
      findings: all.findings | b.findings,
    })
  }, null)
  return joined && copyBucket(joined, { start: from, end: to })
}
