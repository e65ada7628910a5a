/**
 * The range of time a screen shows, as it stands in the address:
 * `24h`, `7d`, `31d`, `12m` up to now; a reporting period such as `2026-03` or `FY2026`; `2026-03-02`, or `2026-03-02/2026-03-08` with both days included.
 */

import { addDays, daysBetween, isDay } from './days.ts'
import { daysOf, formatPeriod, movePeriod, type Period, parsePeriod, yearBefore } from './periods.ts'

export const ROLLING = { '24h': 1, '7d': 7, '31d': 31, '12m': 365 } as const
export type Rolling = keyof typeof ROLLING

export type Range =
  | { readonly kind: 'rolling'; readonly length: Rolling }
  | { readonly kind: 'period'; readonly period: Period }
  | { readonly kind: 'days'; readonly first: string; readonly last: string }

/** What a screen can show: any range, one day, or a reporting period. */
export type Scope = 'any' | 'day' | 'period'

export const COMPARISONS = ['prior', 'week', 'year'] as const
export type Comparison = (typeof COMPARISONS)[number]
/** Without a comparison in the address, a range is compared with the one before it. */
export const DEFAULT_COMPARISON: Comparison = 'prior'
/** Stands in the address where the reader wants no comparison. */
export const NO_COMPARISON = 'none'

const isRolling = (text: string): text is Rolling => text in ROLLING

/** Null for a text that is not a range. */
export function parseRange(text: string): Range | null {
  if (isRolling(text)) return { kind: 'rolling', length: text }
  const period = parsePeriod(text)
  if (period !== null) return { kind: 'period', period }
  const [first = '', last = first] = text.split('/')
  if (!isDay(first) || !isDay(last)) return null
  return first <= last ? { kind: 'days', first, last } : { kind: 'days', first: last, last: first }
}

export function formatRange(range: Range): string {
  if (range.kind === 'rolling') return range.length
  if (range.kind === 'period') return formatPeriod(range.period)
  return range.first === range.last ? range.first : `${range.first}/${range.last}`
}

export function fits(range: Range, scope: Scope): boolean {
  if (scope === 'any') return true
  if (scope === 'period') return range.kind === 'period'
  return range.kind === 'days' && range.first === range.last
}

/** Start and end as the API takes them: local days, or instants for a range that ends now. */
export interface Span {
  readonly from: string
  readonly to: string
}

const DAY_MS = 86_400_000

export function spanOf(range: Range, nowMs: number): Span {
  if (range.kind === 'period') return daysOf(range.period)
  if (range.kind === 'days') return { from: range.first, to: addDays(range.last, 1) }
  const start = nowMs - ROLLING[range.length] * DAY_MS
  return { from: new Date(start).toISOString(), to: new Date(nowMs).toISOString() }
}

const lengthOf = ({ first, last }: { first: string; last: string }): number => daysBetween(first, last) + 1

/** Weeks keep the weekday: 364 days are a year earlier on the same weekday. */
function shiftDays(days: number, comparison: Comparison): number {
  if (comparison === 'prior') return days
  return comparison === 'week' ? 7 * Math.max(1, Math.ceil(days / 7)) : 364 * Math.max(1, Math.ceil(days / 364))
}

/** What the address compares with: null for nothing, the default where it names no comparison. */
export function parseComparison(text: string | undefined): Comparison | null {
  return text === NO_COMPARISON ? null : (COMPARISONS.find((c) => c === text) ?? DEFAULT_COMPARISON)
}

/** The span a range is compared with. */
export function comparedSpan(range: Range, comparison: Comparison, nowMs: number): Span {
  if (range.kind === 'period') {
    const { period } = range
    return daysOf(comparison === 'year' ? yearBefore(period) : movePeriod(period, -1))
  }
  if (range.kind === 'days') {
    const by = shiftDays(lengthOf(range), comparison)
    return { from: addDays(range.first, -by), to: addDays(range.last, 1 - by) }
  }
  const by = shiftDays(ROLLING[range.length], comparison) * DAY_MS
  const { from, to } = spanOf(range, nowMs)
  return { from: new Date(Date.parse(from) - by).toISOString(), to: new Date(Date.parse(to) - by).toISOString() }
}

function lengthInDays(range: Range): number {
  if (range.kind === 'rolling') return ROLLING[range.length]
  if (range.kind === 'days') return lengthOf(range)
  const { from, to } = daysOf(range.period)
  return daysBetween(from, to)
}

/** The step in which a range is read at a glance: 96 to 400 values. */
export function stepOf(range: Range): '15m' | '1h' | '1d' | '1M' {
  const days = lengthInDays(range)
  if (days <= 2) return '15m'
  if (days <= 14) return '1h'
  return days <= (range.kind === 'period' ? 250 : 120) ? '1d' : '1M'
}
