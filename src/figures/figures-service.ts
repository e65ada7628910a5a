/** Fetches a period's inputs through the ports and has every figure computed from it. */

import {
  basePerUnit,
  type Bucket,
  calendarOf,
  type CalendarMonth,
  type Campus,
  carriersOf,
  coveredMs,
  effectiveEntries,
  type Entry,
  type Factor,
  type FigureId,
  instant,
  periodSpan,
  type Point,
  QUARTER,
  type Saving,
  type Span,
  termsBelow,
} from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets, Clock } from '../ports/index.ts'
import { type Figure, computeFigure, computeFigures } from './formulas/compute.ts'
import { joinBills, spanOfDays } from './inputs/bills.ts'
import { factorsOf } from './factors/factor-table.ts'
import { billKey } from './formulas/energy.ts'
import { type FigureInputs, pointOf } from './inputs/figure-inputs.ts'
import { isPart, joinBuckets, changeDays, slicePeriod } from './inputs/slices.ts'
import { keyOf, readInterpolated, readPastRates } from './inputs/meter-history.ts'
import { pointsByQuarter, readQuarters } from './inputs/quarters.ts'

export interface FiguresServiceParts {
  readonly campus: () => Campus
  readonly seasons: () => Readonly<Record<string, readonly Span[]>>
  readonly factorSet: () => string
  readonly buckets: Pick<Buckets, 'read'>
  /** Entries in the order they were recorded. */
  readonly entries: () => Promise<readonly Entry[]>
  readonly factors: () => Promise<readonly Factor[]>
  /** Claims of a span; null when the campus file names no measure. */
  readonly savings: (within: Span) => Promise<readonly Saving[] | null>
  readonly clock: Clock
}

export interface FiguresService {
  /** Null when there is no such period. `boundary` of the figures; null: each figure's own. */
  readInputs(period: string, boundary?: string | null): Promise<FigureInputs | null>
  computeFigures(inputs: FigureInputs, boundary: string | null): readonly Figure[]
  computeFigure(inputs: FigureInputs, id: FigureId, boundary: string | null): Figure | null
}

/** Roles of which figures read days, not only months. */
const DAILY = new Set(['solar-hot-water', 'solar-irradiance', 'solar-heat'])

/** Points that figures read by the month: those with a role, what these are computed of, and the meters below them that a balance needs. */
function figurePoints(campus: Campus): { all: string[]; daily: string[] } {
  const roles = campus.points.filter((p) => p.role.length > 0)
  const withRole = new Set(roles.map((p) => p.id))
  const byId = new Map(campus.points.map((p) => [p.id, p]))
  const terms = roles.flatMap((p) => termsBelow(byId, p.id))
  const below = campus.points.filter((p) => p.quantity === 'volume' && !withRole.has(p.id) && p.parent.some((r) => withRole.has(r.value)))
  return {
    all: [...new Set([...[...roles, ...below].map((p) => p.id), ...terms])],
    daily: roles.filter((p) => p.role.some((r) => DAILY.has(r.value))).map((p) => p.id),
  }
}

/** Meters that bills are compared with, and the days of these bills. */
function billMeters(frame: Pick<FigureInputs, 'campus' | 'period' | 'entries' | 'carriers'>): { points: string[]; span: Span } | null {
  const { campus, carriers } = frame
  const pairs = campus.sites.flatMap((site) => carriers.map((carrier) => ({ carrier, site: site.id })))
  const billed = pairs.map((p) => ({ ...p, bills: joinBills(frame, billKey(p.carrier), p.site) })).filter((p) => p.bills.length > 0)
  const days = billed.flatMap((b) => b.bills)
  const from = days.map((d) => d.from).sort()[0]
  const to = days
    .map((d) => d.to)
    .sort()
    .at(-1)
  if (from === undefined || to === undefined) return null
  const against = (p: Point): boolean => billed.some((b) => b.site === p.place.site && p.role.some((r) => r.value === b.carrier.role))
  return { points: campus.points.filter(against).map((p) => p.id), span: spanOfDays({ from, to }, campus.timezone) }
}

/** Of day buckets that fill the span, in the canonical unit; a day may lack less than a quarter of an hour. */
function wholeAmount(days: readonly Bucket[], point: Point | null, { from, to }: Span): number | null {
  const within = days.filter((b) => b.start >= from && b.end <= to)
  const covered = within.reduce((sum, b) => sum + coveredMs(b), 0)
  if (point === null || to - from - covered > QUARTER * Math.max(1, within.length)) return null
  return within.reduce((sum, b) => sum + b.total, 0) / basePerUnit(point.quantity)
}

const around = (slices: readonly CalendarMonth[]): Span => ({
  from: slices[0]?.span.from ?? instant(0),
  to: slices.at(-1)?.span.to ?? instant(0),
})

type Store = Pick<Buckets, 'read'>

async function readByPoint(buckets: Store, step: '1M' | '1d', span: Span, points: readonly string[]): Promise<Map<string, Bucket[]>> {
  return points.length === 0 ? new Map<string, Bucket[]>() : groupBy(await buckets.read({ step, span, points }), (b) => b.point)
}

/** Of a whole month its bucket; of a part of one its days as one. */
async function readSlices(buckets: Store, slices: readonly CalendarMonth[], points: readonly string[]): Promise<Map<string, Bucket[]>> {
  const whole = slices.filter((s) => !isPart(s))
  // Months that are cut lie between whole ones: what they counted altogether is not what a part of them did.
  const starts = new Set(whole.map((s) => s.span.from))
  const months = whole.length === 0 ? [] : [...(await readByPoint(buckets, '1M', around(whole), points))]
  const found = new Map(months.map(([point, buckets]) => [point, buckets.filter((b) => starts.has(b.start))]))
  for (const slice of slices.filter(isPart))
    for (const [point, days] of await readByPoint(buckets, '1d', slice.span, points)) {
      const bucket = joinBuckets(days, slice.span)
      if (bucket !== null) found.set(point, [...(found.get(point) ?? []), bucket])
    }
  return found
}

export function createFiguresService(parts: FiguresServiceParts): FiguresService {
  const { buckets } = parts

  return {
    async readInputs(id, boundary = null) {
      const campus = parts.campus()
      const span = periodSpan(campus.timezone, id, campus.fiscalStart)
      if (span === null) return null
      const points = figurePoints(campus)
      const factors = factorsOf(parts.factorSet(), await parts.factors())
      const slices = slicePeriod(campus.timezone, span, changeDays(campus, factors))
      const frame = { campus, period: { id, span, months: slices } }
      const tariffs = campus.accounting?.tariffs ?? []
      const fine = pointsByQuarter({ ...frame, tariffs }, boundary)
      const now = parts.clock.now()
      const entries = effectiveEntries(await parts.entries())
      const carriers = carriersOf(campus.accounting?.carriers ?? [])
      const billed = billMeters({ ...frame, entries, carriers })
      const [months, days, quarters, savings, billDays] = await Promise.all([
        readSlices(buckets, slices, points.all),
        readByPoint(buckets, '1d', span, points.daily),
        readQuarters(buckets, frame.period, fine),
        parts.savings(span),
        billed === null ? new Map<string, Bucket[]>() : readByPoint(buckets, '1d', billed.span, billed.points),
      ])
      const month: FigureInputs['month'] = (point, start) => months.get(point)?.find((b) => b.start === start) ?? null
      const meters = { period: frame.period, points: campus.points.filter((p) => p.role.length > 0), slice: month }
      const begun = span.from < now
      const [past, interpolated] = begun
        ? await Promise.all([readPastRates(buckets, meters), readInterpolated(buckets, meters)])
        : [new Map<string, number>(), new Map<string, number>()]
      return {
        ...frame,
        carriers,
        now,
        month,
        pastRate: (point) => past.get(point) ?? null,
        interpolated: (point, start) => interpolated.get(keyOf(point, start)) ?? 0,
        days: (point) => days.get(point) ?? [],
        between: (point, within) => wholeAmount(billDays.get(point) ?? [], pointOf(frame, point), within),
        quarters: (point) => quarters.get(point) ?? null,
        entries: entries,
        factors,
        tariffs,
        seasons: parts.seasons(),
        calendar: calendarOf(campus.calendar, campus.calendars),
        savings,
      }
    },
    computeFigures,
    computeFigure,
  }
}
