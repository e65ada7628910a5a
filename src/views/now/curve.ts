/** The load curve of a local day: the mean rate of every 15 minutes, over the meters at the top of the tree. */

import { type Bucket, type Campus, contains, type Instant, instant, iso, QUARTER, type Span, tidy } from '../../domain/index.ts'
import type { LatestReading } from '../../ports/index.ts'
import { amountPoint, meanRate } from './amounts.ts'
import { type Medium, UNITS } from './medium.ts'
import { type Meter, metersOf, topmost } from './meters.ts'
import { knowableUntil, sumCoverage, sharesOf } from '../shares.ts'
import type { CurveView } from './now-types.ts'

export interface CurveData {
  readonly now: Instant
  readonly day: string
  readonly span: Span
  readonly latest: ReadonlyMap<string, LatestReading>
  /** 15-minute buckets of the day, per point. */
  readonly buckets: ReadonlyMap<string, readonly Bucket[]>
}

/** The meters whose sum is the medium's total on a day, as the campus was then. */
export function curveMeters(campus: Campus, medium: Medium, { span, now }: { span: Span; now: Instant }): readonly Meter[] {
  const meters = metersOf(campus, medium, contains(span, now) ? now : span.from)
  return topmost(meters, meters)
}

export function curveView(campus: Campus, medium: Medium, data: CurveData): CurveView {
  const meters = curveMeters(campus, medium, data)
  const byStart = new Map(
    meters.map((m) => [m, new Map((data.buckets.get(amountPoint(m)?.id ?? '') ?? []).map((b) => [Number(b.start), b]))]),
  )
  const values: { time: string; value: number | null; coverage: number }[] = []
  for (let start = Number(data.span.from); start < data.span.to; start += QUARTER) {
    const parts = meters.map((meter) => part(meter, medium, byStart.get(meter)?.get(start), data))
    const rates = parts.map((p) => p.rate).filter((rate) => rate !== null)
    const value = rates.length === 0 ? null : tidy(rates.reduce((a, b) => a + b, 0))
    const coverage = parts.length === 0 ? 0 : parts.reduce((n, p) => n + p.coverage, 0) / parts.length
    values.push({ time: iso(instant(start)), value, coverage })
  }
  return { medium, unit: UNITS[medium].rate, zone: campus.timezone, day: data.day, step: '15m', values }
}

function part(meter: Meter, medium: Medium, bucket: Bucket | undefined, data: CurveData): { rate: number | null; coverage: number } {
  const point = amountPoint(meter)
  if (point === null || bucket === undefined) return { rate: null, coverage: 0 }
  const until = knowableUntil(point, bucket.end, bucket, { now: data.now, last: openLast(bucket, data, point.id) })
  return { rate: meanRate(point, medium, [bucket]), coverage: sharesOf(sumCoverage([bucket]), until - bucket.start).measured }
}

/** Only in the point's newest bucket is the time after the last reading not over yet. */
function openLast(bucket: Bucket, { latest, buckets }: CurveData, point: string): LatestReading | undefined {
  return buckets.get(point)?.at(-1) === bucket ? latest.get(point) : undefined
}
