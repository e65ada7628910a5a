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
  readonly period: { readonly id: string; readonly span: Span; readonly months: readonly CalendarMonth[] }
  readonly now: Instant
  /** Month buckets of a point, by the start of the month. */
  month(point: string, start: Instant): Bucket | null
  /** Day buckets of a point within the period, ascending. */
  days(point: string): readonly Bucket[]
  /** What a meter counted between two local midnights of a bill, canonical unit; null when a day is not covered. */
  between(point: string, span: Span): number | null
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
 * Points in the boundary that play a role, topmost first: what a meter above them counts is not counted again. In one month: those that play it
 * at its beginning; else in any month of the period. Points in commissioning stay out of figures.
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

const REPORTED_FINDINGS = new Set(['counter-reset', 'counter-replaced', 'meter-swapped', 'register-large'])

function meterRemarks(point: Point, bucket: Bucket, month: CalendarMonth): Remark[] {
  return findingCodes(bucket.findings)
    .filter((code) => REPORTED_FINDINGS.has(code))
    .map((code) => remark('meter-finding', 'meter-finding', { point: point.id, code, month: month.id }))
}

/** What a register consumed in a month, in its canonical unit. The part of a month that lies ahead is not missing. */
export function consumption(inputs: FigureInputs, point: Point, month: CalendarMonth): FigureValue {
  return memoize(inputs, `consumed ${point.id} ${month.id}`, () => {
    const bucket = inputs.month(point.id, month.span.from)
    if (bucket === null || coveredMs(bucket) === 0) return missing(message('no-data', { point: point.id, month: month.id }))
    const elapsed = Math.min(month.span.to, inputs.now) - month.span.from
    const coverage = elapsed <= 0 ? 0 : Math.min(1, coveredMs(bucket) / elapsed)
    const value = bucket.total / basePerUnit(point.quantity)
    const amount = inputValue(value, { kind: 'meter', point: point.id, month: month.id, value, unit: point.unit, coverage })
    return { ...amount, coverage, remarks: meterRemarks(point, bucket, month) }
  })
}

/** Role by role: what the points of the boundary that play it consumed in the period, canonical unit. */
export function sumMeters(inputs: FigureInputs, boundary: Boundary, query: RoleQuery): FigureValue {
  const parts = inputs.period.months.flatMap((month) =>
    pointsWithRole(inputs, boundary, query, month).map((point) => consumption(inputs, point, month)),
  )
  return parts.length === 0 ? absent(message('no-point', { role: query.role, boundary: boundary.id })) : sum(parts)
}
