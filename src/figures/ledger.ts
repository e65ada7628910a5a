/** Everything a period's figures are computed from, fetched before any of them is: buckets, facts, factors. */

import {
  type Bucket,
  basePerUnit,
  type Campus,
  coveredMs,
  type Fact,
  type Factor,
  findingCodes,
  type Instant,
  type Point,
  type Quantity,
  type Saving,
  type Span,
  valueAt,
} from '../domain/index.ts'
import { type Boundary, isInside } from './boundary.ts'
import { absent, exactly, type Known, missing, type Remark, sum } from './known.ts'

export interface Month {
  /** 2026-03 */
  readonly id: string
  readonly span: Span
  /** First local day, YYYY-MM-DD; and the first of the next month. */
  readonly from: string
  readonly to: string
}

export interface Ledger {
  readonly campus: Campus
  readonly period: { readonly id: string; readonly span: Span; readonly months: readonly Month[] }
  readonly now: Instant
  /** Month buckets of a point, by the start of the month. */
  month(point: string, start: Instant): Bucket | null
  /** Day buckets of a point within the period, ascending. */
  days(point: string): readonly Bucket[]
  /** Entries that count. */
  readonly facts: readonly Fact[]
  readonly factors: readonly Factor[]
  readonly seasons: Readonly<Record<string, readonly Span[]>>
  /** Claims of each measure, from the savings room; null: no measure is named. */
  readonly savings: readonly Saving[] | null
}

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

/**
 * Points in the boundary that play a role in the period, topmost first: what a meter above them counts is not counted again. Those in
 * commissioning stay out of figures.
 */
export function metersIn(ledger: Ledger, boundary: Boundary, wanted: { role: string; quantity: Quantity }): readonly Point[] {
  const { months, span } = ledger.period
  const at = months[0]?.span.from ?? span.from
  const plays = (p: Point): boolean => months.some((m) => valueAt(p.role, m.span.from) === wanted.role)
  const found = ledger.campus.points.filter(
    (p) => p.status === 'live' && p.quantity === wanted.quantity && isInside(boundary, p.place) && plays(p),
  )
  const among = new Set(found.map((p) => p.id))
  const byId = new Map(ledger.campus.points.map((p) => [p.id, p]))
  return found.filter((p) => !isBelow(p, among, byId, at))
}

const TOLD = new Set(['counter-reset', 'counter-replaced', 'meter-swapped', 'register-large'])

function remarksOf(point: Point, bucket: Bucket, month: Month): Remark[] {
  return findingCodes(bucket.findings)
    .filter((code) => TOLD.has(code))
    .map((code) => ({ code: 'meter-finding', sentence: `${point.id}: ${code} in ${month.id}` }))
}

/** What a register consumed in a month, in its canonical unit. The part of a month that lies ahead is not missing. */
export function consumed(ledger: Ledger, point: Point, month: Month): Known {
  const bucket = ledger.month(point.id, month.span.from)
  if (bucket === null || coveredMs(bucket) === 0) return missing(`${point.id} has no data in ${month.id}`)
  const elapsed = Math.min(month.span.to, ledger.now) - month.span.from
  const coverage = elapsed <= 0 ? 0 : Math.min(1, coveredMs(bucket) / elapsed)
  const value = bucket.total / basePerUnit(point.quantity)
  const known = exactly(value, { kind: 'meter', point: point.id, month: month.id, value, unit: point.unit, coverage })
  return { ...known, coverage, remarks: remarksOf(point, bucket, month) }
}

/** Share of the days of an amount that lie within [from, to): 1 when all of it does. */
export function shareWithin(fact: Fact, from: string, to: string): number {
  const days = (a: string, b: string): number => (Date.parse(b) - Date.parse(a)) / 86_400_000
  const whole = days(fact.from, fact.to ?? fact.from)
  if (whole <= 0) return 0
  const later = fact.from > from ? fact.from : from
  const sooner = (fact.to ?? to) < to ? (fact.to ?? to) : to
  return Math.max(0, days(later, sooner)) / whole
}

/**
 * An amount from entries (waste, bills) within [from, to), split by days. It is estimated when the period of the report holds only a part of
 * an entry: the split within a period that holds all of it moves nothing out of it.
 */
export function entered(ledger: Ledger, key: Fact['key'], sites: readonly string[], within: { from: string; to: string }): Known {
  const first = ledger.period.months[0]?.from ?? within.from
  const last = ledger.period.months.at(-1)?.to ?? within.to
  const parts = ledger.facts
    .filter((f) => f.key === key && sites.includes(f.site))
    .map((fact) => ({ fact, share: shareWithin(fact, within.from, within.to) }))
    .filter(({ share }) => share > 0)
    .map(({ fact, share }): Known => {
      const known = exactly(fact.value * share, { kind: 'fact', fact: fact.id, key, value: fact.value, unit: fact.unit, share })
      if (shareWithin(fact, first, last) === 1) return known
      const sentence = `${key} of ${fact.from} to ${fact.to ?? ''} is split by days`
      return { ...known, estimated: 1, remarks: [{ code: 'estimated', sentence }] }
    })
  return parts.length === 0 ? absent(`no entry for ${key} (${sites.join(', ') || 'no site'})`) : sum(parts)
}

/** The same over the whole period. */
export function enteredInPeriod(ledger: Ledger, key: Fact['key'], sites: readonly string[]): Known {
  const { months } = ledger.period
  return entered(ledger, key, sites, { from: months[0]?.from ?? '', to: months.at(-1)?.to ?? '' })
}
