/** One point over time: raw readings, or buckets in which every span without data is there too. */

import {
  basePerUnit,
  type Bucket,
  type Campus,
  coveredMs,
  DAY,
  edges,
  findingCodes,
  HOUR,
  type Instant,
  instant,
  iso,
  meanOf,
  type Point,
  qualityOf,
  QUARTER,
  type Span,
  span,
  type Step,
  STEPS,
  tidy,
} from '../../domain/index.ts'
import type { Buckets, LatestReading, Readings } from '../../ports/index.ts'
import { findingsOf } from './findings.ts'
import { knowableUntil, sumCoverage, sharesOf } from '../shares.ts'
import type { RefusedQuery, SeriesStep, SeriesValue, SeriesView } from './series-types.ts'

/** Values in one answer: whoever needs more exports buckets. */
export const MAX_VALUES = 5000

export interface SeriesParts {
  readonly campus: Campus
  readonly readings: Readings
  readonly buckets: Buckets
  readonly now: Instant
  readonly last: LatestReading | undefined
}

export interface SeriesRange {
  readonly from: Instant
  readonly to: Instant
  readonly step: SeriesStep
}

const LENGTH: Readonly<Record<Step, number>> = { '15m': QUARTER, '1h': HOUR, '1d': DAY, '1M': 30 * DAY, '1y': 365 * DAY }

/** Raw readings of [from, to), or all buckets that touch it, up to the one that is running now. */
export async function seriesView(parts: SeriesParts, point: Point, query: SeriesRange): Promise<SeriesView | RefusedQuery> {
  const { step } = query
  if (step === 'raw') return rawSeries(parts, point, query)
  if ((query.to - query.from) / LENGTH[step] > 2 * MAX_VALUES) return tooMany(query)
  const cuts = edges(parts.campus.timezone, step, span(query.from, Math.min(query.to, parts.now + 1)))
  const count = query.to <= query.from || query.from > parts.now ? 0 : cuts.length - 1
  if (count > MAX_VALUES) return tooMany(query)
  const buckets = count === 0 ? [] : await parts.buckets.read({ step, span: span(cuts[0] ?? 0, cuts[count] ?? 0), points: [point.id] })
  const byStart = new Map(buckets.map((b) => [Number(b.start), b]))
  const values: SeriesValue[] = []
  for (let i = 0; i < count; i++)
    values.push(valueOf(parts, point, spanAt(cuts, i), { bucket: byStart.get(cuts[i] ?? 0), newest: buckets.at(-1) }))
  return { ...head(parts, point, query), values, findings: findingsOf(buckets) }
}

function spanAt(cuts: Float64Array, i: number): Span {
  return span(cuts[i] ?? 0, cuts[i + 1] ?? 0)
}

function head({ campus }: SeriesParts, point: Point, { from, to, step }: SeriesRange): Omit<SeriesView, 'values' | 'findings'> {
  return {
    point: point.id,
    quantity: point.quantity,
    unit: point.unit,
    kind: point.kind,
    step,
    zone: campus.timezone,
    from: iso(from),
    to: iso(to),
  }
}

function tooMany({ from, to }: SeriesRange): RefusedQuery {
  const coarser = STEPS.find((step) => (to - from) / LENGTH[step] <= MAX_VALUES) ?? '1y'
  return {
    refused: 'too-many-values',
    detail: `from ${iso(from)} to ${iso(to)} there are more than ${MAX_VALUES} values; ask for step=${coarser}, or for a shorter span`,
  }
}

function valueOf(
  parts: SeriesParts,
  point: Point,
  { from, to }: Span,
  { bucket, newest }: { bucket: Bucket | undefined; newest: Bucket | undefined },
): SeriesValue {
  const base = { time: iso(from), end: iso(to) }
  if (bucket === undefined)
    return { ...base, value: null, coverage: 0, bridged: 0, estimated: 0, missing: 1, min: null, max: null, n: 0, findings: [] }
  const last = bucket === newest ? parts.last : undefined
  const until = knowableUntil(point, to, bucket, { now: parts.now, last })
  const { measured, bridged, estimated, missing } = sharesOf(sumCoverage([bucket]), until - from)
  const { min, max, n } = bucket
  return {
    ...base,
    value: bucketValue(point, bucket),
    coverage: measured,
    bridged,
    estimated,
    missing,
    min,
    max,
    n,
    findings: findingCodes(bucket.findings),
  }
}

/** Consumption of a register, mean of a gauge, in the point's unit; null when nothing of the span is known. */
function bucketValue(point: Point, bucket: Bucket): number | null {
  if (bucket.arithmetic === 'gauge') return meanOf(bucket)
  return coveredMs(bucket) > 0 ? tidy(bucket.total / basePerUnit(point.quantity)) : null
}

async function rawSeries(parts: SeriesParts, point: Point, query: SeriesRange): Promise<SeriesView | RefusedQuery> {
  if (await isLong(parts, point, query)) return tooMany(query)
  const rows = query.to > query.from ? await parts.readings.scan({ points: [point.id], span: span(query.from, query.to) }) : null
  const n = rows?.length ?? 0
  if (n > MAX_VALUES) return tooMany(query)
  const values: SeriesValue[] = []
  for (let i = 0; i < n; i++) if (rows !== null) values.push(rawValue(rows.time[i] ?? 0, rows.value[i] ?? 0, rows.quality[i] ?? 0))
  return { ...head(parts, point, query), values, findings: [] }
}

/** Counts readings by the day buckets first: years of raw readings would be fetched only to be refused. */
async function isLong({ buckets }: SeriesParts, point: Point, { from, to }: SeriesRange): Promise<boolean> {
  if (to - from < 2 * DAY) return false
  const days = await buckets.read({ step: '1d', span: span(from, to - DAY), points: [point.id] })
  return days.reduce((n, b) => n + b.n, 0) > MAX_VALUES
}

function rawValue(time: number, value: number, code: number): SeriesValue {
  const at = iso(instant(time))
  const quality = qualityOf(code)
  const coverage = quality === 'bad' ? 0 : 1
  return {
    time: at,
    end: at,
    value,
    coverage: coverage,
    bridged: 0,
    estimated: 0,
    missing: 1 - coverage,
    min: value,
    max: value,
    n: 1,
    quality,
    findings: [],
  }
}
