/** The campus as it stands: sums of current values that say how many points they stand on, and amounts since local midnight. */

import { type Bucket, type Campus, type Instant, iso, type Point, QUARTER, tidy } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import type { LatestReading } from '../../ports/index.ts'
import { amountPoint, amountSum, meanRate } from './amounts.ts'
import { MEDIA, type Medium, UNITS } from './medium.ts'
import { buildingParts, type Meter, metersOf, placeKey, topmost } from './meters.ts'
import { isFresh, knowableUntil, measuredShare } from '../shares.ts'
import type { MediumNow, NowSum, NowView } from './now-types.ts'

export interface NowData {
  readonly now: Instant
  readonly midnight: Instant
  readonly yesterday: Instant
  /** The same local time of yesterday. */
  readonly sameTime: Instant
  readonly latest: ReadonlyMap<string, LatestReading>
  /** Today's day bucket of each point. */
  readonly today: ReadonlyMap<string, readonly Bucket[]>
  /** 15-minute buckets of yesterday up to the same time, of the points amounts come from. */
  readonly before: ReadonlyMap<string, readonly Bucket[]>
  /** The last 15-minute buckets of the same points. */
  readonly recent: ReadonlyMap<string, readonly Bucket[]>
}

/** A residual below this share of the total is rounding, not unmetered use. */
const RESIDUAL_SHARE = 0.001
/** A register's rate now comes from this many buckets. */
const RATE_BUCKETS = 2

/** Points whose buckets `before` and `recent` must hold. */
export function amountPoints(campus: Campus, at: Instant): readonly string[] {
  const meters = MEDIA.flatMap((medium) => metersOf(campus, medium, at))
  return [...new Set(meters.map(amountPoint).filter((p) => p !== null))].map((p) => p.id)
}

export function nowView(campus: Campus, data: NowData): NowView {
  const media = MEDIA.map((medium) => mediumNow(campus, medium, data)).filter((m) => m !== null)
  const states = campus.points.map((p) => stateOf(p, data))
  const count = (state: string): number => states.filter((s) => s === state).length
  return {
    time: iso(data.now),
    zone: campus.timezone,
    media,
    points: { total: states.length, fresh: count('fresh'), stale: count('stale'), silent: count('silent') },
    coverage_today: mean(campus.points.filter((p) => p.status === 'live').map((p) => measuredToday(p, data))),
  }
}

function stateOf(point: Point, { now, latest }: NowData): 'fresh' | 'stale' | 'silent' {
  const last = latest.get(point.id)
  if (last === undefined) return 'silent'
  return isFresh(point, { now, last }) ? 'fresh' : 'stale'
}

/** Mean of the shares there are; null when there are none. */
function mean(shares: readonly (number | null)[]): number | null {
  const present = shares.filter((share) => share !== null)
  return present.length === 0 ? null : present.reduce((a, b) => a + b, 0) / present.length
}

function measuredToday(point: Point, { now, midnight, latest, today }: NowData): number | null {
  const buckets = today.get(point.id) ?? []
  const until = knowableUntil(point, now, buckets.at(-1), { now, last: latest.get(point.id) })
  return measuredShare(buckets, until - midnight)
}

function mediumNow(campus: Campus, medium: Medium, data: NowData): MediumNow | null {
  const meters = metersOf(campus, medium, data.now)
  if (meters.length === 0) return null
  const sum = (key: string, group: readonly Meter[]): NowSum => sumOf(key, topmost(group, meters), medium, data)
  const total = sum('total', meters)
  const roots = topmost(meters, meters)
  return {
    medium,
    total,
    by_building: [...groupBy(buildingParts(meters), placeKey)].map(([key, group]) => sum(key, group)),
    by_use: byUse(meters, total, sum),
    today: amountNow(roots, medium, data, 'today'),
    yesterday_same_time: amountNow(roots, medium, data, 'before'),
  }
}

function byUse(meters: readonly Meter[], total: NowSum, sum: (key: string, group: readonly Meter[]) => NowSum): NowSum[] {
  const used = topmost(
    meters.filter((m) => m.use !== null),
    meters,
  )
  const parts = [...groupBy(used, (m) => m.use ?? '')].map(([key, group]) => sum(key, group))
  const roots = topmost(meters, meters)
  return roots.every((r) => r.use !== null) ? parts : [...parts, ...residual(total, parts)]
}

/** What the main meters show beyond the metered uses. Null as soon as one of its summands is missing. */
function residual(total: NowSum, parts: readonly NowSum[]): NowSum[] {
  const all = [total, ...parts]
  const fresh = all.reduce((n, s) => n + s.fresh, 0)
  const points = all.reduce((n, s) => n + s.points, 0)
  const base = { key: 'unmetered', unit: total.unit, fresh, points }
  if (fresh < points || total.value === null) return [{ ...base, value: null }]
  const rest = tidy(total.value - parts.reduce((n, s) => n + (s.value ?? 0), 0))
  return rest > RESIDUAL_SHARE * total.value ? [{ ...base, value: rest }] : []
}

export function sumOf(key: string, group: readonly Meter[], medium: Medium, data: NowData): NowSum {
  const rates = group.map((meter) => rateNow(meter, medium, data)).filter((rate) => rate !== null)
  const value = rates.length === 0 ? null : tidy(rates.reduce((a, b) => a + b, 0))
  return { key, value, unit: UNITS[medium].rate, fresh: rates.length, points: group.length }
}

/** The rate point's last value while it is current; of a meter without one, the mean of its register's last two buckets. */
function rateNow({ rate, register }: Meter, medium: Medium, data: NowData): number | null {
  const { now, latest, recent } = data
  const point = rate ?? register
  const last = point === null ? undefined : latest.get(point.id)
  if (point === null || last === undefined || !isFresh(point, { now, last })) return null
  if (rate !== null) return last.value * UNITS[medium].ratePerCanonical
  const buckets = (recent.get(point.id) ?? []).filter((b) => b.end > last.time - RATE_BUCKETS * QUARTER).slice(-RATE_BUCKETS)
  return meanRate(point, medium, buckets)
}

export function amountNow(roots: readonly Meter[], medium: Medium, data: NowData, which: 'today' | 'before'): MediumNow['today'] {
  const { now, midnight, yesterday, sameTime } = data
  const amounts: number[] = []
  const shares: (number | null)[] = []
  for (const meter of roots) {
    const point = amountPoint(meter)
    if (point === null) continue
    const buckets = data[which].get(point.id) ?? []
    const amount = which === 'today' ? amountSum(point, medium, buckets, Infinity) : amountSum(point, medium, buckets, sameTime)
    if (amount !== null) amounts.push(amount)
    const until = which === 'today' ? knowableUntil(point, now, buckets.at(-1), { now, last: data.latest.get(point.id) }) : sameTime
    shares.push(measuredShare(buckets, until - (which === 'today' ? midnight : yesterday)))
  }
  const value = amounts.length === 0 ? null : tidy(amounts.reduce((a, b) => a + b, 0))
  return { value, unit: UNITS[medium].amount, coverage: mean(shares) }
}
