/** Fetches a period's inputs through the ports and has every figure computed from it. */

import {
  basePerUnit,
  type Bucket,
  calendarOf,
  type Campus,
  coveredMs,
  effectiveEntries,
  type Entry,
  type Factor,
  factorUnit,
  type FigureId,
  type Instant,
  periodSpan,
  type Point,
  QUARTER,
  type Saving,
  type Span,
  usedCarriers,
} from '../domain/index.ts'
import type { Buckets, Clock } from '../ports/index.ts'
import { type Figure, computeFigure, computeFigures } from './formulas/compute.ts'
import { joinBills, spanOfDays } from './inputs/bills.ts'
import { factorsOf } from './factors/factor-table.ts'
import { billKey } from './formulas/energy.ts'
import { type FigureInputs, pointOf } from './inputs/figure-inputs.ts'
import { changeDays, monthIdOf, slicePeriod } from './inputs/slices.ts'
import { figurePoints, readByPoint, readSlices } from './inputs/reading/slice-buckets.ts'
import { keyOf, readInterpolated, readPastRates } from './inputs/reading/meter-history.ts'
import { readPastPeriods } from './inputs/reading/past-periods.ts'
import { pointsByQuarter, readQuarters } from './inputs/reading/quarters.ts'

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
  /** The same with claims and factors alone, without any meter: what the views of savings need. */
  readClaims(period: string): Promise<FigureInputs | null>
  /** The periods of the same form before one, the latest first: for what a figure usually is. */
  readHistory(inputs: FigureInputs): Promise<readonly FigureInputs[]>
  computeFigures(inputs: FigureInputs, boundary: string | null): readonly Figure[]
  computeFigure(inputs: FigureInputs, id: FigureId, boundary: string | null): Figure | null
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

/** Claims of each slice where a month is cut. */
async function readSlicedSavings(
  read: FiguresServiceParts['savings'],
  { measures }: Campus,
  slices: FigureInputs['period']['months'],
): Promise<ReadonlyMap<Instant, readonly Saving[]>> {
  const cut = slices.filter((s) => slices.some((other) => other !== s && monthIdOf(other) === monthIdOf(s)))
  if (measures.length === 0 || cut.length === 0) return new Map()
  const found = new Map<Instant, readonly Saving[]>()
  // One after the other: each reads the buckets of all loads.
  for (const { span } of cut) found.set(span.from, (await read(span)) ?? [])
  return found
}

/** Refrigerants are there once a bill or a scale is of them. */
const carriersWithUse = (campus: Campus, entries: readonly Entry[]): FigureInputs['carriers'] =>
  usedCarriers(
    campus.accounting?.carriers ?? [],
    (c) => entries.some((e) => e.key === billKey(c)) || campus.points.some((p) => p.role.some((r) => r.value === c.role)),
  )

/** Rows of a fuel are per the unit that it is sold in: those per kg say nothing about one that a campus measures in m3. */
const inUnitsOf = (carriers: FigureInputs['carriers'], factors: readonly Factor[]): readonly Factor[] =>
  factors.filter((f) => (factorUnit(f.kind, carriers) ?? f.unit) === f.unit)

const NO_METERS: Pick<FigureInputs, 'month' | 'days' | 'between' | 'quarters'> = {
  month: () => null,
  days: () => [],
  between: () => null,
  quarters: () => null,
}

/** Period, entries and factors: what is known before a bucket is read. */
async function readFrame(parts: FiguresServiceParts, id: string) {
  const campus = parts.campus()
  const span = periodSpan(campus.timezone, id, campus.fiscalStart)
  if (span === null) return null
  const entries = effectiveEntries(await parts.entries())
  const carriers = carriersWithUse(campus, entries)
  const factors = inUnitsOf(carriers, factorsOf(parts.factorSet(), await parts.factors()))
  const period = { id, span, months: slicePeriod(campus.timezone, span, changeDays(campus, factors)) }
  const tariffs = campus.accounting?.tariffs ?? []
  const calendar = calendarOf(campus.calendar, campus.calendars)
  return { campus, period, entries, carriers, factors, tariffs, calendar, now: parts.clock.now(), seasons: parts.seasons() }
}

export function createFiguresService(parts: FiguresServiceParts): FiguresService {
  const { buckets } = parts

  return {
    async readInputs(id, boundary = null) {
      const frame = await readFrame(parts, id)
      if (frame === null) return null
      const { campus, period, now } = frame
      const { span, months: slices } = period
      const points = figurePoints(campus)
      const fine = pointsByQuarter(frame, boundary)
      const billed = billMeters(frame)
      const [months, days, quarters, savings, slicedSavings, billDays] = await Promise.all([
        readSlices(buckets, slices, points.all),
        readByPoint(buckets, '1d', span, points.daily),
        readQuarters(buckets, period, fine),
        parts.savings(span),
        readSlicedSavings(parts.savings, campus, slices),
        billed === null ? new Map<string, Bucket[]>() : readByPoint(buckets, '1d', billed.span, billed.points),
      ])
      const month: FigureInputs['month'] = (point, start) => months.get(point)?.find((b) => b.start === start) ?? null
      const meters = { period, points: campus.points.filter((p) => p.role.length > 0), slice: month }
      const begun = span.from < now
      const [past, interpolated] = begun
        ? await Promise.all([readPastRates(buckets, meters), readInterpolated(buckets, meters)])
        : [new Map<string, number>(), new Map<string, number>()]
      return {
        ...frame,
        month,
        pastRate: (point) => past.get(point) ?? null,
        interpolated: (point, start) => interpolated.get(keyOf(point, start)) ?? 0,
        days: (point) => days.get(point) ?? [],
        between: (point, within) => wholeAmount(billDays.get(point) ?? [], pointOf(frame, point), within),
        quarters: (point) => quarters.get(point) ?? null,
        savings,
        slicedSavings,
      }
    },
    async readClaims(id) {
      const frame = await readFrame(parts, id)
      if (frame === null) return null
      const savings = await parts.savings(frame.period.span)
      const slicedSavings = await readSlicedSavings(parts.savings, frame.campus, frame.period.months)
      return { ...frame, ...NO_METERS, savings, slicedSavings }
    },
    readHistory: (inputs) => readPastPeriods(parts, inputs),
    computeFigures,
    computeFigure,
  }
}
