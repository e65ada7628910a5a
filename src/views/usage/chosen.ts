/** Several points over the same spans: what a chart of them needs, in one answer. */

import {
  basePerUnit,
  type Bucket,
  type Campus,
  coveredMs,
  DAY,
  edges as edgesOf,
  HOUR,
  type Instant,
  instant,
  iso,
  meanOf,
  type Point,
  QUARTER,
  span,
  tidy,
} from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import type { Buckets, LatestReading } from '../../ports/index.ts'
import { knowableUntil, sharesOf, sumCoverage } from '../shares.ts'
import type { RefusedQuery } from '../points/series-types.ts'
import type { ChosenQuery, ChosenSeries, ChosenView } from './chosen-types.ts'

export interface ChosenParts {
  readonly campus: Campus
  readonly buckets: Pick<Buckets, 'read'>
  readonly latest: ReadonlyMap<string, LatestReading>
  readonly now: Instant
}

const MOST_VALUES = 200_000
const LENGTH: Readonly<Record<ChosenQuery['step'], number>> = { '15m': QUARTER, '1h': HOUR, '1d': DAY, '1M': 28 * DAY }

export async function chosenView(parts: ChosenParts, query: ChosenQuery): Promise<ChosenView | RefusedQuery> {
  const { campus, now } = parts
  const unknown = query.points.find((id) => !campus.points.some((p) => p.id === id))
  if (unknown !== undefined) return { refused: 'unknown-point', detail: `no point "${unknown}" in the campus file` }
  const points = campus.points.filter((p) => query.points.includes(p.id))
  if ((points.length * (query.to - query.from)) / LENGTH[query.step] > MOST_VALUES)
    return {
      refused: 'too-many-values',
      detail: `more than ${MOST_VALUES} values; ask for a longer step, fewer points, or a shorter range`,
    }
  const until = Math.min(query.to, now + 1)
  const edges = until > query.from ? edgesOf(campus.timezone, query.step, span(query.from, until)) : Float64Array.of(query.from)
  const whole = span(edges[0] ?? query.from, edges.at(-1) ?? query.from)
  const rows = edges.length < 2 ? [] : await parts.buckets.read({ step: query.step, span: whole, points: points.map((p) => p.id) })
  const byPoint = groupBy(rows, (b) => b.point)
  return {
    zone: campus.timezone,
    step: query.step,
    edges: Array.from(edges, (edge) => iso(instant(edge))),
    series: query.points.flatMap((id) => points.filter((p) => p.id === id)).map((p) => seriesOf(parts, p, edges, byPoint.get(p.id) ?? [])),
  }
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

function seriesOf(parts: ChosenParts, point: Point, edges: Float64Array, buckets: readonly Bucket[]): ChosenSeries {
  const byStart = new Map(buckets.map((b) => [Number(b.start), b]))
  const values: (number | null)[] = []
  const measured: number[] = []
  const inferred: number[] = []
  for (let i = 0; i < edges.length - 1; i++) {
    const bucket = byStart.get(edges[i] ?? 0)
    const shares = bucket === undefined ? null : sharesIn(parts, point, bucket, bucket === buckets.at(-1))
    values.push(bucket === undefined ? null : valueOf(point, bucket))
    measured.push(rounded(shares?.measured ?? 0))
    inferred.push(rounded((shares?.bridged ?? 0) + (shares?.estimated ?? 0)))
  }
  return { point: point.id, quantity: point.quantity, unit: point.unit, kind: point.kind, values, measured, inferred }
}

function sharesIn({ now, latest }: ChosenParts, point: Point, bucket: Bucket, isNewest: boolean): ReturnType<typeof sharesOf> {
  const last = isNewest ? latest.get(point.id) : undefined
  return sharesOf(sumCoverage([bucket]), knowableUntil(point, bucket.end, bucket, { now, last }) - bucket.start)
}

function valueOf(point: Point, bucket: Bucket): number | null {
  if (bucket.arithmetic === 'gauge') return meanOf(bucket)
  return coveredMs(bucket) > 0 ? tidy(bucket.total / basePerUnit(point.quantity)) : null
}
