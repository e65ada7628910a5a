/** A ledger by hand: a campus of two offices and a shop, month totals of its meters, entries and factors. */

import {
  arithmeticOf,
  basePerUnit,
  type Bucket,
  carriersOf,
  type CompletenessStatement,
  type Entry,
  type Factor,
  type EntryKey,
  entryDefinition,
  instant,
  localDate,
  periodSpan,
  type Point,
  type Span,
} from '../../src/domain/index.ts'
import type { FigureInputs, Month, Quarters } from '../../src/figures/inputs/figure-inputs.ts'
import { campusOf, type PointWish } from './campus.ts'

export const ZONE = 'Asia/Shanghai'

const two = (n: number): string => String(n).padStart(2, '0')

export function monthOf(id: string): Month {
  const span = periodSpan(ZONE, id) as Span
  return { id, span, from: localDate(ZONE, span.from), to: localDate(ZONE, span.to) }
}

export const monthsOf2026 = (): Month[] => Array.from({ length: 12 }, (_, i) => monthOf(`2026-${two(i + 1)}`))

/** A bucket of a span, wholly measured; `total` in canonical units of a register, or the mean of a gauge. */
export function bucketOf(point: Point, span: Span, total: number, measured = 1): Bucket {
  const arithmetic = arithmeticOf(point.kind)
  const length = span.to - span.from
  const register = arithmetic === 'register'
  return {
    point: point.id,
    step: length > 27 * 86_400_000 ? '1M' : '1d',
    start: span.from,
    end: span.to,
    arithmetic,
    n: 96,
    total: register ? Math.round(total * basePerUnit(point.quantity)) : total * length * measured,
    min: null,
    max: null,
    measured: length * measured,
    coarse: 0,
    bridged: 0,
    estimated: 0,
    closing: null,
    findings: 0,
    version: 1,
  }
}

export function factOf(key: EntryKey, site: string, value: number, ...[from, to = null]: [from: string, to?: string | null]): Entry {
  const id = `${key}/${site}/${from}`
  return {
    id,
    key,
    site,
    from,
    to,
    value,
    unit: entryDefinition(key)?.unit ?? '',
    note: null,
    reference: null,
    attachment: null,
    author: 'test',
    recordedAt: instant(0),
  }
}

export interface LedgerWish {
  readonly points: readonly PointWish[]
  /** Month totals by point, canonical units: one for all months, or one per month of the year. */
  readonly totals: Readonly<Record<string, number | readonly number[]>>
  readonly days?: Readonly<Record<string, readonly Bucket[]>>
  readonly between?: FigureInputs['between']
  readonly facts?: readonly Entry[]
  readonly factors: readonly Factor[]
  readonly seasons?: FigureInputs['seasons']
  readonly carriers?: FigureInputs['carriers']
  readonly quarters?: Readonly<Record<string, Quarters>>
  readonly tariffs?: FigureInputs['tariffs']
  readonly calendar?: FigureInputs['calendar']
  readonly completeness?: readonly CompletenessStatement[]
  readonly period?: string
  readonly now?: number
  readonly kinds?: Readonly<Record<string, 'office' | 'shop'>>
  readonly grids?: Readonly<Record<string, string>>
}

export function ledgerOf(wish: LedgerWish): FigureInputs {
  const made = campusOf(wish.points, ZONE)
  const campus = {
    ...made,
    accounting: { carriers: wish.carriers ?? [], tariffs: wish.tariffs ?? [], completeness: wish.completeness ?? [] },
    sites: made.sites.map((s) => ({ ...s, kind: wish.kinds?.[s.id] ?? ('office' as const), grid: wish.grids?.[s.id] ?? 'CN-NORTH' })),
  }
  const id = wish.period ?? '2026'
  const months = monthsOf2026().filter((m) => m.id.startsWith(id))
  const byId = new Map(campus.points.map((p) => [p.id, p]))
  return {
    campus,
    carriers: carriersOf(wish.carriers ?? []),
    period: { id, span: periodSpan(ZONE, id) as Span, months },
    now: instant(wish.now ?? Date.parse('2027-02-01T00:00:00Z')),
    month(point, start) {
      const total = wish.totals[point]
      const month = monthsOf2026().findIndex((m) => m.span.from === start)
      const value = typeof total === 'number' ? total : total?.[month]
      const found = byId.get(point)
      return value === undefined || found === undefined || month < 0 ? null : bucketOf(found, monthsOf2026()[month]?.span as Span, value)
    },
    days: (point) => wish.days?.[point] ?? [],
    between: (point, within) => wish.between?.(point, within) ?? null,
    quarters: (point) => wish.quarters?.[point] ?? null,
    facts: wish.facts ?? [],
    factors: wish.factors,
    tariffs: wish.tariffs ?? [],
    seasons: wish.seasons ?? {},
    calendar: wish.calendar ?? {
      typeOf: (day) => ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) ? 'weekend' : 'workday'),
      knows: () => false,
    },
    savings: null,
  }
}
