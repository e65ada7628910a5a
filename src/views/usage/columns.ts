/** Columns of amounts over spans: buckets folded to spans, priced where asked, summed over meters. */

import { basePerUnit, type Bucket, coveredMs, HOUR, instant, type Point, tidy } from '../../domain/index.ts'
import type { LatestReading } from '../../ports/index.ts'
import { knowableUntil, sharesOf } from '../shares.ts'
import type { Member } from './members.ts'
import type { UnitRates } from './rates.ts'
import type { MeterSeries } from './usage-types.ts'

export interface ColumnSource {
  readonly now: number
  /** Edges of the spans, epoch ms, one more than there are spans. */
  readonly edges: Float64Array
  /** Buckets of the points that lie in the spans, ascending. */
  readonly buckets: ReadonlyMap<string, readonly Bucket[]>
  readonly latest: ReadonlyMap<string, LatestReading>
  readonly rates: UnitRates | null
}

/** What the buckets of a point, or of several, say of each span: amounts and covered milliseconds. */
export interface Columns {
  /** NaN where nothing is known. */
  readonly amount: Float64Array
  readonly measured: Float64Array
  readonly bridged: Float64Array
  readonly estimated: Float64Array
  /** Milliseconds that could be covered by now. */
  readonly passed: Float64Array
  /** An amount has no price. */
  unpriced: boolean
}

function emptyColumns(n: number): Columns {
  const column = (): Float64Array => new Float64Array(n)
  return {
    amount: column().fill(Number.NaN),
    measured: column(),
    bridged: column(),
    estimated: column(),
    passed: column(),
    unpriced: false,
  }
}

/** Amount of a bucket per hour-based unit (kWh, m3), or null when nothing of it is covered. */
function amountIn({ quantity }: Point, bucket: Bucket): number | null {
  if (coveredMs(bucket) <= 0) return null
  if (bucket.arithmetic === 'register') return bucket.total / basePerUnit(quantity)
  return bucket.total / (quantity === 'power' ? 1000 * HOUR : HOUR)
}

function addAmount(columns: Columns, i: number, amount: number): void {
  const before = columns.amount[i] ?? Number.NaN
  columns.amount[i] = Number.isNaN(before) ? amount : before + amount
}

interface BucketOf {
  readonly bucket: Bucket
  readonly member: Member
  readonly rates: UnitRates | null
}

function addBucket(columns: Columns, i: number, { bucket, member: { point, site }, rates }: BucketOf): void {
  columns.measured[i] = (columns.measured[i] ?? 0) + bucket.measured + bucket.coarse
  columns.bridged[i] = (columns.bridged[i] ?? 0) + bucket.bridged
  columns.estimated[i] = (columns.estimated[i] ?? 0) + bucket.estimated
  const amount = amountIn(point, bucket)
  if (amount === null) return
  const rate = rates === null ? 1 : rates.at(site, bucket.start)
  if (rate === null) columns.unpriced = true
  else addAmount(columns, i, amount * rate)
}

/** Columns of one point; its buckets may be finer than the spans. */
export function columnsOf(source: ColumnSource, member: Member): Columns {
  const { edges, now } = source
  const n = edges.length - 1
  const columns = emptyColumns(n)
  const buckets = source.buckets.get(member.point.id) ?? []
  let i = 0
  for (const bucket of buckets) {
    while (i < n - 1 && bucket.start >= (edges[i + 1] ?? 0)) i++
    addBucket(columns, i, { bucket, member, rates: source.rates })
  }
  const newest = buckets.at(-1)
  const passed = { now: instant(now), last: source.latest.get(member.point.id) }
  for (let k = 0; k < n; k++) {
    const [from = 0, to = 0] = [edges[k], edges[k + 1]]
    const until = to > now || (newest !== undefined && newest.end >= to) ? knowableUntil(member.point, instant(to), newest, passed) : to
    columns.passed[k] = Math.max(0, Math.min(to, now, until) - from)
  }
  return columns
}

/** Sum of columns; a span is known as soon as one of them is, and its coverage tells what lacks. */
export function sumColumns(all: readonly Columns[], n: number): Columns {
  const sum = emptyColumns(n)
  for (const columns of all) {
    sum.unpriced ||= columns.unpriced
    for (let i = 0; i < n; i++) {
      const amount = columns.amount[i] ?? Number.NaN
      if (!Number.isNaN(amount)) addAmount(sum, i, amount)
      for (const field of ['measured', 'bridged', 'estimated', 'passed'] as const)
        sum[field][i] = (sum[field][i] ?? 0) + (columns[field][i] ?? 0)
    }
  }
  return sum
}

/** The whole less its parts, where all of them are known; its coverage is the lowest of theirs. */
export function restOf(whole: Columns, parts: Columns, n: number): Columns {
  const rest = emptyColumns(n)
  for (let i = 0; i < n; i++) {
    const [a = Number.NaN, b = Number.NaN] = [whole.amount[i], parts.amount[i]]
    if (!Number.isNaN(a) && !Number.isNaN(b)) rest.amount[i] = a - b
    const worse = share(parts, i) < share(whole, i) ? parts : whole
    for (const field of ['measured', 'bridged', 'estimated', 'passed'] as const) rest[field][i] = worse[field][i] ?? 0
  }
  return rest
}

const share = ({ measured, passed }: Columns, i: number): number => (measured[i] ?? 0) / Math.max(1, passed[i] ?? 0)

const total = (column: Float64Array): number => column.reduce((a, b) => a + (Number.isNaN(b) ? 0 : b), 0)

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

export function seriesOf(key: string, columns: Columns, points: readonly string[]): MeterSeries {
  const values = Array.from(columns.amount, (v) => (Number.isNaN(v) ? null : tidy(v)))
  const [measured, bridged, estimated, passed] = [columns.measured, columns.bridged, columns.estimated, columns.passed].map(total)
  const shares = sharesOf({ measured: measured ?? 0, bridged: bridged ?? 0, estimated: estimated ?? 0 }, passed ?? 0)
  return {
    key,
    points,
    total: values.every((v) => v === null) ? null : tidy(total(columns.amount)),
    coverage: (passed ?? 0) > 0 ? rounded(shares.measured) : null,
    bridged: rounded(shares.bridged),
    estimated: rounded(shares.estimated),
    values,
    measured: Array.from(columns.measured, (_, i) => rounded(Math.min(1, share(columns, i)))),
  }
}
