/**
 * A bucket: amount or mean of one point in one span of time, with its coverage.
 * Registers: `total` is an integer in base units (mWh, mL ...), so 15 min = hour = day = month = year exactly.
 * Gauges: `total` is the integral of value over covered time (unit x ms); the mean is total / covered.
 */

import { trueDigits } from '../../kernel/index.ts'
import { type Instant, instant } from '../time/instant.ts'
import type { Arithmetic } from '../quantity/quantity.ts'

export type Step = '15m' | '1h' | '1d' | '1M' | '1y'
export const STEPS: readonly Step[] = ['15m', '1h', '1d', '1M', '1y']

/** Raised when the arithmetic changes; a new version recomputes open periods only. */
export const ROLLUP_VERSION = 4

/**
 * The last accepted reading at or before a bucket's end: the left edge of whatever follows. `value` is in base units for
 * registers (the high-water mark, see counter rules), canonical for gauges; a reading held as a possible spike comes after it and is read again from raw.
 */
export interface EdgeState {
  readonly time: Instant
  readonly value: number
  /** When a register last moved, and the rates it was used to by then (rollup/counter/past.ts); left out where both say nothing. */
  readonly movedAt?: Instant
  readonly past?: number
  /**
   * Only of an edge between readings that were believed together: the reading before the first of them. A computation that began at such an edge
   * would judge the rest of them by themselves; it begins at or before this reading.
   */
  readonly since?: Instant
}

/** Whether what follows both is the same. Of edges between readings that were believed together nobody knows. */
export function isSameEdge(a: EdgeState | null, b: EdgeState | null): boolean {
  if (a === null || b === null) return a === b
  if (a.since !== undefined || b.since !== undefined) return false
  return a.time === b.time && a.value === b.value && (a.movedAt ?? a.time) === (b.movedAt ?? b.time) && (a.past ?? 0) === (b.past ?? 0)
}

/** How an edge state is stored, ms: the time from the last movement to the reading; negative, the time since `since`. */
export function stillMs(edge: EdgeState | null): number {
  if (edge?.since !== undefined) return edge.since - edge.time
  return edge?.movedAt === undefined ? 0 : edge.time - edge.movedAt
}

/** An edge state from its stored numbers; `stillMs` as above. */
export function edgeStateFrom(time: number, value: number, stillMs: number, past: number): EdgeState {
  const edge = { time: instant(time), value }
  if (stillMs < 0) return { ...edge, movedAt: instant(time), past, since: instant(time + stillMs) }
  return stillMs > 0 || past > 0 ? { ...edge, movedAt: instant(time - stillMs), past } : edge
}

export interface Bucket {
  readonly point: string
  readonly step: Step
  readonly start: Instant
  readonly end: Instant
  readonly arithmetic: Arithmetic
  /** Raw readings with a time in [start, end), whatever their quality. */
  readonly n: number
  readonly total: number
  readonly min: number | null
  readonly max: number | null
  /** Milliseconds of the span by coverage; the rest is missing. Between readings no further apart than the gap limit (three intervals). */
  readonly measured: number
  /** The same, between readings further apart than the bucket is long: the total is known, its shape is not. */
  readonly coarse: number
  /** Across a longer gap: known from the register difference, shape unknown. */
  readonly bridged: number
  readonly estimated: number
  readonly edge: EdgeState | null
  /** Bit set over FINDING_CODES. */
  readonly findings: number
  readonly version: number
}

/** Shares of a bucket's span, each 0..1; they add up to 1. `measured` includes what is coarse, so that the steps agree. */
export interface Coverage {
  readonly measured: number
  readonly bridged: number
  readonly estimated: number
  readonly missing: number
}

export function coverageOf(b: Bucket): Coverage {
  const length = b.end - b.start
  const measured = (b.measured + b.coarse) / length
  const bridged = b.bridged / length
  const estimated = b.estimated / length
  return { measured, bridged, estimated, missing: Math.max(0, 1 - measured - bridged - estimated) }
}

export function coveredMs(b: Bucket): number {
  return b.measured + b.coarse + b.bridged + b.estimated
}

/** Time-weighted mean of a gauge bucket in the canonical unit, or null when nothing of it is covered. */
export function meanOf(b: Bucket): number | null {
  const covered = coveredMs(b)
  return covered > 0 ? trueDigits(b.total / covered) : null
}
