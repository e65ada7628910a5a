/** Everything a period's figures are computed from, fetched before any of them is: buckets, facts, factors. */

import {
  type Bucket,
  basePerUnit,
  type Calendar,
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
import { absent, exactly, type FigureValue, missing, type Remark, remark, sum } from './figure-value.ts'
import { message } from '../messages/reasons.ts'

export interface Month {
  /** 2026-03 */
  readonly id: string
  readonly span: Span
  /** First local day, YYYY-MM-DD; and the first of the next month. */
  readonly from: string
  readonly to: string
}

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
  readonly period: { readonly id: string; readonly span: Span; readonly months: readonly Month[] }
  readonly now: Instant
  /** Month buckets of a point, by the start of the month. */
  month(point: string, start: Instant): Bucket | null
  /** Day buckets of a point within the period, ascending. */
  days(point: string): readonly Bucket[]
  /** What a meter counted between two local midnights of a bill, canonical unit; null where it is not known of every day. */
  between(point: string, span: Span): number | null
  /** Quarters of an hour of the few points that need them; null for others and for those without data. */
  quarters(point: string): Quarters | null
  /** Entries that count. */
  readonly facts: readonly Entry[]
  readonly factors: readonly Factor[]
  readonly tariffs: readonly Tariff[]
  readonly seasons: Readonly<Record<string, readonly Span[]>>
  readonly calendar: Pick<Calendar, 'typeOf' | 'knows'>
  /** Claims of each measure, from the savings room; null: no measure is named. */
  readonly savings: readonly Saving[] | null
}

/** What has been worked out for a ledger and is asked for by many figures. Gone with the ledger. */
const workedOut = new WeakMap<object, Map<string, unknown>>()

export function once<T>(of: object, key: string, work: () => T): T {
  let known = workedOut.get(of)
  if (known === undefined) workedOut.set(of, (known = new Map()))
  if (!known.has(key)) known.set(key, work())
  return known.get(key) as T
}

export const keyOf = (boundary: Boundary): string => `${boundary.sites.map((s) => s.id).join(' ')}/${boundary.building ?? ''}`

function livePointsWithRole(campus: Campus, role: string): readonly Point[] {
  return once(campus, `role ${role}`, () => campus.points.filter((p) => p.status === 'live' && p.role.some((r) => r.value === role)))
}

const pointsById = (campus: Campus): ReadonlyMap<string, Point> => once(campus, 'by id', () => new Map(campus.points.map((p) => [p.id, p])))

export const pointOf = (ledger: Pick<FigureInputs, 'campus'>, id: string): Point | null => pointsById(ledger.campus).get(id) ?? null

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

export interface Wanted {
  readonly role: string
  readonly quantity: Quantity
}

/**
 * Points in the boundary that play a role, topmost first: what a meter above them counts is not counted again. In one month: those that play it
 * at its beginning; else in any month of the period. Points in commissioning stay out of figures.
 */
export function pointsWithRole(
  ledger: Pick<FigureInputs, 'campus' | 'period'>,
  boundary: Boundary,
  wanted: Wanted,
  month?: Month,
): readonly Point[] {
  return once(ledger, `meters ${keyOf(boundary)} ${wanted.role} ${wanted.quantity} ${month?.id ?? ''}`, () => {
    const months = month === undefined ? ledger.period.months : [month]
    const at = months[0]?.span.from ?? ledger.period.span.from
    const plays = (p: Point): boolean => months.some((m) => valueAt(p.role, m.span.from) === wanted.role)
    const found = livePointsWithRole(ledger.campus, wanted.role).filter(
      (p) => p.quantity === wanted.quantity && isInside(boundary, p.place) && plays(p),
    )
    const among = new Set(found.map((p) => p.id))
    const byId = pointsById(ledger.campus)
    return found.filter((p) => !isBelow(p, among, byId, at))
  })
}

const TOLD = new Set(['counter-reset', 'counter-replaced', 'meter-swapped', 'register-large'])

function remarksOf(point: Point, bucket: Bucket, month: Month): Remark[] {
  return findingCodes(bucket.findings)
    .filter((code) => TOLD.has(code))
    .map((code) => remark('meter-finding', 'meter-finding', { point: point.id, code, month: month.id }))
}

/** What a register consumed in a month, in its canonical unit. The part of a month that lies ahead is not missing. */
export function consumptionOf(ledger: FigureInputs, point: Point, month: Month): FigureValue {
  return once(ledger, `consumed ${point.id} ${month.id}`, () => {
    const bucket = ledger.month(point.id, month.span.from)
    if (bucket === null || coveredMs(bucket) === 0) return missing(message('no-data', { point: point.id, month: month.id }))
    const elapsed = Math.min(month.span.to, ledger.now) - month.span.from
    const coverage = elapsed <= 0 ? 0 : Math.min(1, coveredMs(bucket) / elapsed)
    const value = bucket.total / basePerUnit(point.quantity)
    const known = exactly(value, { kind: 'meter', point: point.id, month: month.id, value, unit: point.unit, coverage })
    return { ...known, coverage, remarks: remarksOf(point, bucket, month) }
  })
}

/** Role by role: what the points of the boundary that play it consumed in the period, canonical unit. */
export function meteredAmount(ledger: FigureInputs, boundary: Boundary, wanted: Wanted): FigureValue {
  const parts = ledger.period.months.flatMap((month) =>
    pointsWithRole(ledger, boundary, wanted, month).map((point) => consumptionOf(ledger, point, month)),
  )
  return parts.length === 0 ? absent(message('no-point', { role: wanted.role, boundary: boundary.id })) : sum(parts)
}
