/** The read models over the ports: what to fetch for each, and nothing of how it is shown. */

import {
  type Bucket,
  type Campus,
  DAY,
  dayStart,
  type Factor,
  floorEdge,
  formatIn,
  HOUR,
  type Instant,
  instant,
  localDate,
  nextEdge,
  parseInstant,
  type Point,
  QUARTER,
  type ReplacedReading,
  type Span,
  span,
} from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets, Clock, LatestReading, Readings } from '../ports/index.ts'
import { amountPoint } from './now/amounts.ts'
import { bucketsView } from './points/bucket-view.ts'
import { campusView } from './campus-view.ts'
import { curveMeters, curveView } from './now/curve.ts'
import type { Medium } from './now/medium.ts'
import { findMissingMessages, type GapsOf } from './points/missing-finding.ts'
import { amountPoints, type NowData, nowView } from './now/now.ts'
import { type PartTotal, totalsView } from './now/totals.ts'
import { withComputed } from './points/computed-latest.ts'
import { createPublicCheck } from './people.ts'
import { pointView } from './points/point-view.ts'
import { findReplaced } from './points/replaced-finding.ts'
import { seriesView } from './points/series.ts'
import type { BucketsQuery, BucketsView, RefusedQuery, SeriesQuery, SeriesView } from './points/series-types.ts'
import type { PointView } from './points/point-types.ts'
import type { CurveView, NowView } from './now/now-types.ts'
import type { CampusView } from './types.ts'
import { shareWork } from './share-work.ts'
import { chosenView } from './usage/chosen.ts'
import type { ChosenQuery, ChosenView } from './usage/chosen-types.ts'
import { usageView } from './usage/usage.ts'
import type { UsageQuery, UsageView } from './usage/usage-types.ts'

export interface ViewParts {
  readonly campus: () => Campus
  readonly readings: Readings
  readonly buckets: Buckets
  readonly latest: () => ReadonlyMap<string, LatestReading>
  /** What devices count as sent and nobody got. */
  readonly gapsOf: GapsOf
  /** Values of a point that others replaced. */
  readonly replacedOf: (point: string, within: Span) => Promise<readonly ReplacedReading[]>
  /** Whether the devices of the campus are simulated. */
  readonly simulated: () => boolean
  /** Factor rows of the set in force. */
  readonly factors: () => Promise<readonly Factor[]>
  readonly clock: Clock
}

export interface Views {
  campus(): CampusView
  points(): Promise<readonly PointView[]>
  /** Null when the campus file has no such point. */
  point(id: string): Promise<PointView | null>
  /** Whether the point is shown without a login; true for one that the campus file does not have. */
  readonly isPublic: (id: string) => boolean
  series(query: SeriesQuery): Promise<SeriesView | RefusedQuery>
  buckets(query: BucketsQuery): Promise<BucketsView | RefusedQuery>
  now(): Promise<NowView>
  /** Of campus, buildings and meters, with the local midnight that amounts begin at. */
  totals(): Promise<{ readonly midnight: Instant; readonly now: Instant; readonly parts: readonly PartTotal[] }>
  /** Of a local day, YYYY-MM-DD; null: today. */
  curve(medium: Medium, day: string | null): Promise<CurveView>
  /** What a medium's meters used, by place or use. */
  usage(query: UsageQuery): Promise<UsageView | RefusedQuery>
  /** Several points over the same spans. */
  chosen(query: ChosenQuery): Promise<ChosenView | RefusedQuery>
}

/** Answers this fresh are shared between readers. */
const SHARED_MS = 1000

export function createViews(parts: ViewParts): Views {
  const { campus, readings, buckets, clock } = parts
  const latest = (): ReadonlyMap<string, LatestReading> => withComputed(campus(), parts.latest())
  const shown: ViewParts = { ...parts, latest }
  return {
    campus: () => campusView(campus(), parts.simulated()),
    points: shareWork(() => pointsView(shown, campus().points), SHARED_MS, clock),
    async point(id) {
      const point = campus().points.find((p) => p.id === id)
      return point === undefined ? null : ((await pointsView(shown, [point]))[0] ?? null)
    },
    isPublic: createPublicCheck(campus),
    async series({ point: id, ...query }) {
      const point = campus().points.find((p) => p.id === id)
      if (point === undefined) return { refused: 'unknown-point', detail: `no point "${id}" in the campus file` }
      const view = await seriesView({ campus: campus(), readings, buckets, now: clock.now(), last: latest().get(id) }, point, query)
      if ('refused' in view) return view
      const zone = campus().timezone
      const lost = findMissingMessages(point, query, { gapsOf: parts.gapsOf, zone })
      const replaced = findReplaced(point, await parts.replacedOf(id, query), zone)
      const others = replaced.length === 0 ? view.findings : view.findings.filter((f) => f.code !== 'value-replaced')
      return { ...view, findings: [...others, ...replaced, ...lost] }
    },
    buckets: (query) => bucketsOf(parts, query),
    now: shareWork(() => now(shown), SHARED_MS, clock),
    async totals() {
      const data = await nowData(shown)
      return { midnight: data.midnight, now: data.now, parts: totalsView(campus(), data) }
    },
    curve: (medium, day) => curve(shown, medium, day),
    usage: (query) => usageView({ campus: campus(), buckets, latest: latest(), factors: parts.factors, now: clock.now() }, query),
    chosen: (query) => chosenView({ campus: campus(), buckets, latest: latest(), now: clock.now() }, query),
  }
}

/** A year of quarter hours. */
const MOST_BUCKETS = 366 * 96

async function bucketsOf(parts: ViewParts, { point: id, from, to, step }: BucketsQuery): Promise<BucketsView | RefusedQuery> {
  const point = parts.campus().points.find((p) => p.id === id)
  if (point === undefined) return { refused: 'unknown-point', detail: `no point "${id}" in the campus file` }
  if (step === '15m' && (to - from) / QUARTER > MOST_BUCKETS)
    return { refused: 'too-many-values', detail: `more than ${MOST_BUCKETS} quarter hours; ask for a year at most, or for a longer step` }
  const within = span(from, to)
  return bucketsView(point, { span: within, step }, await parts.buckets.read({ step, span: within, points: [id] }))
}

const byPoint = (buckets: readonly Bucket[]): ReadonlyMap<string, readonly Bucket[]> => groupBy(buckets, (bucket) => bucket.point)

async function pointsView({ campus, buckets, latest, gapsOf, clock }: ViewParts, points: readonly Point[]): Promise<readonly PointView[]> {
  const now = clock.now()
  const since = floorEdge(campus().timezone, '1h', instant(now - DAY))
  const day = byPoint(
    await buckets.read({ step: '1h', span: span(since, now + 1), ...(points.length === 1 ? { points: points.map((p) => p.id) } : {}) }),
  )
  const lost = { gapsOf, zone: campus().timezone }
  return points.map((point) => {
    const view = pointView(point, { now, since, last: latest().get(point.id), day: day.get(point.id) ?? [] })
    return { ...view, findings: [...view.findings, ...findMissingMessages(point, span(since, now + 1), lost)] }
  })
}

/** Local midnight of today and yesterday, and yesterday's same time on the clock (a DST day is not 24 hours long). */
function dayEdges(zone: string, now: Instant): { midnight: Instant; yesterday: Instant; sameTime: Instant } {
  const midnight = floorEdge(zone, '1d', now)
  const yesterday = floorEdge(zone, '1d', instant(midnight - 1))
  const clockTime = formatIn(zone, now)
    .slice(10)
    .replace(/(Z|[+-]\d\d:\d\d)$/, '')
  const sameTime = parseInstant(`${localDate(zone, yesterday)}${clockTime}`, zone) ?? instant(yesterday + (now - midnight))
  return { midnight, yesterday, sameTime: instant(Math.min(midnight, sameTime)) }
}

async function now(parts: ViewParts): Promise<NowView> {
  return nowView(parts.campus(), await nowData(parts))
}

async function nowData({ campus, buckets, latest, clock }: ViewParts): Promise<NowData> {
  const at = clock.now()
  const edges = dayEdges(campus().timezone, at)
  const points = amountPoints(campus(), at)
  const [today, before, recent] = await Promise.all([
    buckets.read({ step: '1d', span: span(edges.midnight, at + 1) }),
    buckets.read({ step: '15m', span: span(edges.yesterday, edges.sameTime), points }),
    buckets.read({ step: '15m', span: span(at - 2 * HOUR, at + 1), points }),
  ])
  return { now: at, ...edges, latest: latest(), today: byPoint(today), before: byPoint(before), recent: byPoint(recent) }
}

/** The local day as a span; today when none is named. */
function daySpan(zone: string, day: string | null, at: Instant): Span {
  const from = day === null ? floorEdge(zone, '1d', at) : dayStart(zone, day)
  return { from, to: nextEdge(zone, '1d', from) }
}

async function curve({ campus, buckets, latest, clock }: ViewParts, medium: Medium, day: string | null): Promise<CurveView> {
  const at = clock.now()
  const zone = campus().timezone
  const whole = daySpan(zone, day, at)
  const points = curveMeters(campus(), medium, { span: whole, now: at })
    .map(amountPoint)
    .filter((p) => p !== null)
    .map((p) => p.id)
  const rows = points.length === 0 ? [] : await buckets.read({ step: '15m', span: whole, points })
  return curveView(campus(), medium, { now: at, day: localDate(zone, whole.from), span: whole, latest: latest(), buckets: byPoint(rows) })
}
