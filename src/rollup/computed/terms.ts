/** Which points are computed of which, and what the quarter hours of their terms give. Pure. */

import {
  type Arithmetic,
  arithmeticOf,
  basePerUnit,
  type Bucket,
  coveredMs,
  type EdgeState,
  instant,
  type Instant,
  type Point,
  QUARTER,
  ROLLUP_VERSION,
  termsBelow,
} from '../../domain/index.ts'
import type { PointsById } from '../range-edges.ts'

/** Whether a point is computed from readings of its own. */
export function isMeasured(points: PointsById, id: string): boolean {
  const point = points.get(id)
  return point !== undefined && point.of === undefined
}

/** The computed points, each behind the computed points that it is computed of. */
export function sortComputed(points: PointsById): readonly Point[] {
  const sorted = new Set<Point>()
  const visit = (point: Point, path: readonly string[]): void => {
    if (point.of === undefined || sorted.has(point) || path.includes(point.id)) return
    for (const term of point.of) {
      const below = points.get(term.point)
      if (below !== undefined) visit(below, [...path, point.id])
    }
    sorted.add(point)
  }
  for (const point of points.values()) visit(point, [])
  return [...sorted]
}

/** The points with readings of their own that a point is computed of; itself when it is not computed. */
export function measuredBelow(points: PointsById, id: string): readonly string[] {
  return [id, ...termsBelow(points, id)].filter((at) => isMeasured(points, at))
}

/** What decides the buckets of each computed point, as text by id: where it changes, they are computed again. */
export function formulasOf(points: PointsById): Readonly<Record<string, string>> {
  return Object.fromEntries(sortComputed(points).map((point) => [point.id, formulaText(points, point)]))
}

function formulaText(points: PointsById, point: Point): string {
  const terms = (point.of ?? []).map((t) => {
    const below = points.get(t.point)
    return `${t.times} ${t.point} ${below?.of === undefined ? (below?.quantity ?? '') : `(${formulaText(points, below)})`}`
  })
  return [point.quantity, point.kind, point.rules.interval ?? '', ...terms].join('|')
}

/** A term with what turns its base units into those of the computed point. */
export interface ScaledTerm {
  readonly point: string
  readonly factor: number
}

export function scaleTerms(points: PointsById, point: Point): readonly ScaledTerm[] {
  const register = arithmeticOf(point.kind) === 'register'
  const base = basePerUnit(point.quantity)
  return (point.of ?? []).map((term) => {
    const own = points.get(term.point)
    const per = own === undefined || !register ? 1 : base / basePerUnit(own.quantity)
    return { point: term.point, factor: term.times * per }
  })
}

const isSilent = (b: Bucket | undefined): boolean => b === undefined || (b.total === 0 && coveredMs(b) === 0)

const KINDS = ['measured', 'coarse', 'bridged', 'estimated'] as const

/** Of each kind of coverage as much as the term with the least of it and of all better kinds has. */
function leastCoverage(buckets: readonly Bucket[]): Pick<Bucket, (typeof KINDS)[number]> {
  const covered = { measured: 0, coarse: 0, bridged: 0, estimated: 0 }
  let before = 0
  for (const [i, kind] of KINDS.entries()) {
    const upTo = buckets.reduce(
      (least, b) =>
        Math.min(
          least,
          KINDS.slice(0, i + 1).reduce((ms, k) => ms + b[k], 0),
        ),
      Infinity,
    )
    covered[kind] = upTo - before
    before = upTo
  }
  return covered
}

/** The readings that close the terms, as one: as old as the oldest. Null where one of them has none yet. */
function edgeOf(arithmetic: Arithmetic, terms: readonly ScaledTerm[], buckets: readonly (Bucket | undefined)[]): EdgeState | null {
  let time = Infinity
  let value = 0
  for (const [i, { factor }] of terms.entries()) {
    const edge = buckets[i]?.edge ?? null
    if (edge === null) return null
    time = Math.min(time, edge.time)
    value += factor * edge.value
  }
  return { time: instant(time), value: arithmetic === 'register' ? Math.round(value) : value }
}

/** A register adds what its terms count. A gauge adds their means over the time that all of them cover, unit x ms. */
function totalOf(arithmetic: Arithmetic, terms: readonly ScaledTerm[], buckets: readonly Bucket[]): number {
  const common = buckets.reduce((least, b) => Math.min(least, coveredMs(b)), Infinity)
  const part = (b: Bucket): number => {
    const covered = coveredMs(b)
    return arithmetic === 'register' || covered === common ? b.total : (b.total / covered) * common
  }
  const total = terms.reduce((sum, { factor }, i) => sum + factor * part(buckets[i] as Bucket), 0)
  // Half up, also below 0: the parts of a day add up to it.
  return arithmetic === 'register' ? Math.floor(total + 0.5) : total
}

/**
 * The quarter hour of a computed point from those of its terms (undefined where a term has none); null where none has one. Where one term tells
 * nothing, the result is missing: a difference without its second term would be a number that nobody measured. Findings are inherited.
 */
export function computeQuarter(point: Point, terms: readonly ScaledTerm[], buckets: readonly (Bucket | undefined)[]): Bucket | null {
  const present = buckets.filter((b) => b !== undefined)
  const [first] = present
  if (first === undefined) return null
  const arithmetic = arithmeticOf(point.kind)
  const silent = buckets.some(isSilent)
  return {
    point: point.id,
    step: '15m',
    start: first.start,
    end: instant(first.start + QUARTER),
    arithmetic,
    n: present.reduce((n, b) => n + b.n, 0),
    total: silent ? 0 : totalOf(arithmetic, terms, present),
    min: null,
    max: null,
    ...(silent ? { measured: 0, coarse: 0, bridged: 0, estimated: 0 } : leastCoverage(present)),
    edge: edgeOf(arithmetic, terms, buckets),
    findings: present.reduce((bits, b) => bits | b.findings, 0),
    version: ROLLUP_VERSION,
  }
}

/** Starts at which any of the lists has a bucket, ascending. */
export function startsOf(lists: readonly (readonly Bucket[])[]): readonly Instant[] {
  return [...new Set(lists.flatMap((list) => list.map((b) => b.start)))].sort((a, b) => a - b)
}
