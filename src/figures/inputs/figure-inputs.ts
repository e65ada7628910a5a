/** Everything a period's figures are computed from, read before the first is computed: buckets, entries, factors. */

import {
  type Bucket,
  basePerUnit,
  type Calendar,
  type CalendarMonth,
  type Campus,
  type Carrier,
  coveredMs,
  type Entry,
  type Factor,
  findingCodes,
  type Instant,
  type Point,
  type Quantity,
  type Saving,
  type Span,
  type Tariff,
  valueAt,
} from '../../domain/index.ts'
import { type Boundary, isInside } from './boundary.ts'
import { absent, inputValue, type FigureValue, missing, type Remark, remark, sum } from './figure-value.ts'
import { message } from '../messages/message.ts'

/** Quarters of an hour of a point over the period, from its first instant; NaN where there is no bucket. */
export interface Quarters {
  readonly start: Instant
  /** Canonical amount of a register; time-weighted mean of a gauge. */
  readonly value: Float64Array
  /** Least and greatest value of a gauge. */
  readonly min: Float64Array
  readonly max: Float64Array
  /** Milliseconds that are measured, and that are known at all. */
  readonly measured: Float64Array
  readonly covered: Float64Array
}

export interface FigureInputs {
  readonly campus: Campus
  readonly carriers: readonly Carrier[]
  /** `months`: the period in slices, each a month or a part of one (slices.ts). */
  readonly period: { readonly id: string; readonly span: Span; readonly months: readonly CalendarMonth[] }
  readonly now: Instant
  /** What a point counted in a slice of the period, by the start of the slice. */
  month(point: string, start: Instant): Bucket | null
  /** Day buckets of a point within the period, ascending. */
  days(point: string): readonly Bucket[]
  /** What a meter counted between two local midnights of a bill, canonical unit; null when a day is not covered. */
  between(point: string, span: Span): number | null
  /** What a point counted in a millisecond before the period, canonical unit; null when nothing is known. For points that are silent in it. */
  readonly pastRate?: (point: string) => number | null
  /** Share of a slice's amount that interpolation over a gap across an end of the period assigned to it, 0..1. */
  readonly interpolated?: (point: string, start: Instant) => number
  /** Quarters of an hour of the few points that need them; null for others and for those without data. */
  quarters(point: string): Quarters | null
  /** Entries that count. */
  readonly entries: readonly Entry[]
  readonly factors: readonly Factor[]
  readonly tariffs: readonly Tariff[]
  readonly seasons: Readonly<Record<string, readonly Span[]>>
  readonly calendar: Pick<Calendar, 'typeOf' | 'knows'>
  /** Claims of each measure; null: the campus file names no measure. */
  readonly savings: readonly Saving[] | null
  /** Claims of the slices of months that are cut, by the start of the slice: what of a month's claim is before a change and what is after it. */
  readonly slicedSavings?: ReadonlyMap<Instant, readonly Saving[]>
}

/** Results that many figures need, by the inputs they were computed from; collected with them. */
const MEMOS = new WeakMap<object, Map<string, unknown>>()

export function memoize<T>(of: object, key: string, work: () => T): T {
  let memo = MEMOS.get(of)
  if (memo === undefined) MEMOS.set(of, (memo = new Map()))
  if (!memo.has(key)) memo.set(key, work())
  return memo.get(key) as T
}

export const boundaryKey = (boundary: Boundary): string => `${boundary.sites.map((s) => s.id).join(' ')}/${boundary.building ?? ''}`

function livePointsWithRole(campus: Campus, role: string): readonly Point[] {
  return memoize(campus, `role ${role}`, () => campus.points.filter((p) => p.status === 'live' && p.role.some((r) => r.value === role)))
}

const pointsById = (campus: Campus): ReadonlyMap<string, Point> =>
  memoize(campus, 'by id', () => new Map(campus.points.map((p) => [p.id, p])))

export const pointOf = (inputs: Pick<FigureInputs, 'campus'>, id: string): Point | null => pointsById(inputs.campus).get(id) ?? null

/** Whether a meter of `among` stands above the point: what flows through it is counted there. */
function isBelow(point: Point, among: ReadonlySet<string>, byId: ReadonlyMap<string, Point>, at: Instant): boolean {
  const seen = new Set<string>()
  for (let above = valueAt(point.parent, at); above !== null && !seen.has(above); ) {
    if (among.has(above)) return true
    seen.add(above)
    const next = byId.get(above)
    above = next === undefined ? null : valueAt(next.parent, at)
  }
  return false
}

export interface RoleQuery {
  readonly role: string
  readonly quantity: Quantity
}

/**
 * Points in the boundary that play a role, topmost first: what a meter above them counts is not counted again. In one slice: those that play it
 * at its beginning, which is all of it; else in any slice of the period. Points in commissioning stay out of figures.
 */
export function pointsWithRole(
  inputs: Pick<FigureInputs, 'campus' | 'period'>,
  boundary: Boundary,
  query: RoleQuery,
  month?: CalendarMonth,
): readonly Point[] {
  return memoize(inputs, `meters ${boundaryKey(boundary)} ${query.role} ${query.quantity} ${month?.id ?? ''}`, () => {
    const months = month === undefined ? inputs.period.months : [month]
    const at = months[0]?.span.from ?? inputs.period.span.from
    const plays = (p: Point): boolean => months.some((m) => valueAt(p.role, m.span.from) === query.role)
    const found = livePointsWithRole(inputs.campus, query.role).filter(
      (p) => p.quantity === query.quantity && isInside(boundary, p.place) && plays(p),
    )
    const among = new Set(found.map((p) => p.id))
    const byId = pointsById(inputs.campus)
    return found.filter((p) => !isBelow(p, among, byId, at))
  })
}

const REPORTED_FINDINGS = new Set(['counter-reset', 'counter-replaced', 'meter-swapped', 'register-large', 'corrected', 'value-replaced'])

function meterRemarks(point: Point, bucket: Bucket, month: CalendarMonth): Remark[] {
  return findingCodes(bucket.findings)
    .filter((code) => REPORTED_FINDINGS.has(code))
    .map((code) => remark('meter-finding', 'meter-finding', { point: point.id, code, month: month.id }))
}

/** A sentence for what interpolation assigned. */
function splitRemarks(point: Point, { month, value, estimated }: { month: CalendarMonth; value: number; estimated: number }): Remark[] {
  if (estimated === 0) return []
  const values = { point: point.id, month: month.id, amount: estimated * value, unit: point.unit, percent: 100 * estimated }
  return [remark('estimated', 'edge-interpolated', values)]
}

/** What a point counts in a millisecond, canonical unit: by what is known of it in the period, else by its past. Null: nothing is known. */
function usualRate(inputs: FigureInputs, point: Point): number | null {
  return memoize(inputs, `rate ${point.id}`, () => {
    const known = inputs.period.months.flatMap((m) => inputs.month(point.id, m.span.from) ?? [])
    const time = known.reduce((total, bucket) => total + coveredMs(bucket), 0)
    const amount = known.reduce((total, bucket) => total + bucket.total, 0) / basePerUnit(point.quantity)
    if (time > 0 && amount !== 0) return amount / time
    return inputs.pastRate?.(point.id) ?? (time > 0 ? 0 : null)
  })
}

/** An amount of a register with what is missing of it. */
function wholeAmount(inputs: FigureInputs, point: Point, value: number, unknownMs: number): number | null {
  if (unknownMs <= 0) return Math.abs(value)
  const rate = usualRate(inputs, point)
  return rate === null ? null : Math.abs(value) + Math.abs(rate) * unknownMs
}

/** What a register consumed in a month, in its canonical unit. The part of a month that lies ahead is not missing. */
export function consumption(inputs: FigureInputs, point: Point, month: CalendarMonth): FigureValue {
  return memoize(inputs, `consumed ${point.id} ${month.id}`, () => {
    const bucket = inputs.month(point.id, month.span.from)
    const elapsed = Math.min(month.span.to, inputs.now) - month.span.from
    if (bucket === null || coveredMs(bucket) === 0) {
      const gap = missing(message('no-data', { point: point.id, month: month.id }))
      return { ...gap, whole: wholeAmount(inputs, point, 0, elapsed) }
    }
    const coverage = elapsed <= 0 ? 0 : Math.min(1, coveredMs(bucket) / elapsed)
    const value = bucket.total / basePerUnit(point.quantity)
    const amount = inputValue(value, { kind: 'meter', point: point.id, month: month.id, value, unit: point.unit, coverage })
    const whole = coverage === 1 ? {} : { whole: wholeAmount(inputs, point, value, elapsed - coveredMs(bucket)) }
    const estimated = inputs.interpolated?.(point.id, month.span.from) ?? 0
    const remarks = [...meterRemarks(point, bucket, month), ...splitRemarks(point, { month, value, estimated })]
    return { ...amount, coverage, ...whole, estimated, remarks }
  })
}

/** Role by role: what the points of the boundary that play it consumed in the period, canonical unit. */
export function sumMeters(inputs: FigureInputs, boundary: Boundary, query: RoleQuery): FigureValue {
  const parts = inputs.period.months.flatMap((month) =>
    pointsWithRole(inputs, boundary, query, month).map((point) => consumption(inputs, point, month)),
  )
  return parts.length === 0 ? absent(message('no-point', { role: query.role, boundary: boundary.id })) : sum(parts)
}
