/** Views over buckets and readings that a test writes by hand. */

import {
  type Arithmetic,
  type Bucket,
  floorEdge,
  type Instant,
  instant,
  type MessageGap,
  nextEdge,
  QUALITY_CODE,
  type Quality,
  type ReadingColumns,
  type Step,
} from '../../../src/domain/index.ts'
import type { Buckets, LatestReading, Readings } from '../../../src/ports/index.ts'
import { createViews, type Views } from '../../../src/views/views.ts'
import { campusOf, type PointWish } from '../../support/fixtures/campus.ts'
import { createHandClock, type HandClock } from '../../support/fakes/clock.ts'

export const at = (text: string): Instant => instant(Date.parse(text))

export interface BucketWish {
  readonly point: string
  readonly step: Step
  readonly start: string
  readonly total: number
  readonly arithmetic?: Arithmetic
  /** Share of the bucket that is measured; default: all. */
  readonly share?: number
  readonly coarse?: number
  readonly bridged?: number
  readonly findings?: number
  readonly n?: number
  readonly closing?: string
}

export function bucketOf(wish: BucketWish, zone = 'Asia/Shanghai'): Bucket {
  const start = floorEdge(zone, wish.step, at(wish.start))
  const end = nextEdge(zone, wish.step, start)
  const { share = 1, coarse = 0, bridged = 0 } = wish
  return {
    point: wish.point,
    step: wish.step,
    start,
    end,
    arithmetic: wish.arithmetic ?? 'register',
    n: wish.n ?? 1,
    total: wish.total,
    min: null,
    max: null,
    measured: share * (end - start),
    coarse: coarse * (end - start),
    bridged: bridged * (end - start),
    estimated: 0,
    edge: { time: wish.closing === undefined ? end : at(wish.closing), value: 0 },
    findings: wish.findings ?? 0,
    version: 1,
  }
}

export interface Row {
  readonly point: string
  readonly time: string
  readonly value: number
  readonly quality?: Quality
}

function columnsOf(rows: readonly Row[]): ReadingColumns {
  const names = [...new Set(rows.map((r) => r.point))]
  return {
    names,
    length: rows.length,
    point: Uint32Array.from(rows, (r) => names.indexOf(r.point)),
    time: Float64Array.from(rows, (r) => at(r.time)),
    value: Float64Array.from(rows, (r) => r.value),
    quality: Uint8Array.from(rows, (r) => QUALITY_CODE[r.quality ?? 'good']),
  }
}

export interface ViewRig {
  readonly views: Views
  readonly clock: HandClock
  readonly latest: Map<string, LatestReading>
  /** Calls of the bucket store so far. */
  readonly reads: () => number
}

export interface World {
  readonly points: readonly PointWish[]
  readonly now: string
  readonly zone?: string
  readonly buckets?: readonly BucketWish[]
  readonly rows?: readonly Row[]
  readonly latest?: readonly Row[]
  readonly missing?: readonly MessageGap[]
}

export function viewsOf({ points, now, zone = 'Asia/Shanghai', buckets = [], rows = [], latest = [], missing = [] }: World): ViewRig {
  const campus = campusOf(points, zone)
  const clock = createHandClock(now)
  const stored = buckets.map((b) => bucketOf(b, zone))
  let reads = 0
  const bucketStore: Pick<Buckets, 'read'> = {
    async read({ step, span, points: wanted }) {
      reads++
      return stored
        .filter((b) => b.step === step && b.start >= span.from && b.start < span.to && (wanted === undefined || wanted.includes(b.point)))
        .toSorted((a, b) => a.point.localeCompare(b.point) || a.start - b.start)
    },
  }
  const readingStore: Pick<Readings, 'scan'> = {
    scan: async ({ points: wanted, span }) =>
      columnsOf(rows.filter((r) => (wanted?.includes(r.point) ?? true) && at(r.time) >= span.from && at(r.time) < span.to)),
  }
  const map = new Map(latest.map((r) => [r.point, { point: r.point, time: at(r.time), value: r.value, quality: r.quality ?? 'good' }]))
  const views = createViews({
    campus: () => campus,
    readings: readingStore as Readings,
    buckets: bucketStore as Buckets,
    latest: () => map,
    replacedOf: async () => [],
    factors: async () => [],
    simulated: () => false,
    gapsOf: (source, device) => missing.filter((m) => m.source === source && m.device === device),
    clock,
  })
  return { views, clock, latest: map, reads: () => reads }
}
