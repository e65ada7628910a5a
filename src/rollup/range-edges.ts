/**
 * Where the computation of a dirty range starts and ends.
 *
 * It starts in the bucket of the last accepted reading before the first change, because the difference from that reading to the next one has
 * changed; where that reading was believed together with others, in the bucket of the one before them. It ends after the bucket of the first good reading behind the last change, because the difference up to that reading has changed.
 * A silence that restarts the point (tracks/silence.ts) separates readings: no difference crosses it.
 */

import { DAY, type EdgeState, floorTo, HOUR, type Instant, instant, type Point, QUARTER } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets, Readings } from '../ports/index.ts'
import type { DirtyRange } from './plan.ts'
import { stuckLookback } from './stuck-detector.ts'
import { silenceOf } from './tracks/silence.ts'

export type PointsById = ReadonlyMap<string, Point>

export interface RangeStart {
  /** Start of the first bucket to compute. */
  readonly from: Instant
  /** Last accepted reading at or before `from`; null when the point has none. */
  readonly edge: EdgeState | null
}

/** The longest month: an amount of a calendar month reaches back so far. */
const LONGEST_MONTH = 31 * DAY + HOUR

/** How far before its time a reading's amount reaches, ms: the interval that ends there. 0 for registers and gauges. */
function amountReach({ kind, rules }: Point): number {
  if (kind !== 'interval' || rules.stamp === 'begin') return 0
  if (rules.calendarMonths !== undefined) return rules.calendarMonths * LONGEST_MONTH
  const interval = rules.interval ?? 0
  // Days are those of the zone, which may repeat an hour, and in history a whole day.
  return interval % DAY === 0 ? interval + (interval === 0 ? 0 : DAY) : interval
}

/** The bucket of the instant before the first change, or the one its amount reaches back to: a reading exactly on an edge closes the bucket before it. */
export function firstBucketOf(range: DirtyRange, point: Point | undefined): Instant {
  return floorTo(instant(range.from - 1 - (point === undefined ? 0 : amountReach(point))), QUARTER)
}

/** Whether the silence between two readings restarts the point, so that no difference is taken between them. */
export function isSeparated(point: Point | undefined, earlier: Instant | undefined, later: Instant): boolean {
  return point !== undefined && earlier !== undefined && later - earlier > silenceOf(point)
}

/** The first bucket to compute, given the last accepted reading before `firstBucketOf(range)`. */
export function startBucketOf(range: DirtyRange, point: Point | undefined, edge: EdgeState | undefined): Instant {
  const first = firstBucketOf(range, point)
  return edge === undefined ? first : instant(Math.min(first, bucketBefore(edge)))
}

/** The bucket in which a computation begins that cannot begin at this edge. */
const bucketBefore = ({ time, since }: EdgeState): Instant => floorTo(since ?? time, QUARTER)

/** The end of the computation, given the first good reading after the bucket of the last change; Infinity when there is none. */
export function endBucketOf(point: Point | undefined, range: DirtyRange, next: Instant | undefined): number {
  if (next === undefined || isSeparated(point, range.to, next)) return Infinity
  // A changed value also changes the stuck finding of the buckets behind it, for as long as the detector looks back.
  return floorTo(next, QUARTER) + QUARTER + (point === undefined ? 0 : stuckLookback(point))
}

/**
 * Until when readings of a point are read: its last one, or the last change where readings were removed, because buckets that bridged up to them
 * are stored; or the end of the silence after its range when that is earlier.
 */
export function readUntil(
  point: Point | undefined,
  range: DirtyRange,
  { last = instant(-8.64e15), changed }: { readonly last?: Instant | undefined; readonly changed: Instant },
): number {
  return Math.min(Math.max(last, changed), point === undefined ? Infinity : range.to + silenceOf(point))
}

/** Edge states of points at different instants, one query an instant; infinite instants have none. */
export async function readEdgeStates(buckets: Buckets, instants: ReadonlyMap<string, number>): Promise<Map<string, EdgeState>> {
  const found = new Map<string, EdgeState>()
  for (const [at, group] of groupBy([...instants], ([, at]) => at)) {
    if (!Number.isFinite(at)) continue
    const points = group.map(([point]) => point)
    for (const [point, edge] of await buckets.edgeStates(points, instant(at))) found.set(point, edge)
  }
  return found
}

/** Starts of which the edge state lies behind the start of their first bucket. */
function insideOf(starts: ReadonlyMap<string, RangeStart>): Map<string, number> {
  return new Map([...starts].flatMap(([point, { from, edge }]) => (edge !== null && edge.time > from ? [[point, from]] : [])))
}

/** Starts by point, read from the stored edge states. */
export async function readStarts(buckets: Buckets, points: PointsById, ranges: readonly DirtyRange[]): Promise<Map<string, RangeStart>> {
  const found = await readEdgeStates(buckets, new Map(ranges.map((r) => [r.point, firstBucketOf(r, points.get(r.point))])))
  for (const r of ranges) if (isSeparated(points.get(r.point), found.get(r.point)?.time, r.from)) found.delete(r.point)
  const starts = new Map<string, RangeStart>(
    ranges.map((r) => {
      const edge = found.get(r.point)
      return [r.point, { from: startBucketOf(r, points.get(r.point), edge), edge: edge ?? null }]
    }),
  )
  // The edge state lies inside the first bucket: that bucket itself starts from the one before it, unless that is no place to begin either.
  for (let inside = insideOf(starts); inside.size > 0; inside = insideOf(starts)) {
    const earlier = await readEdgeStates(buckets, inside)
    for (const [point, at] of inside) {
      const edge = earlier.get(point) ?? null
      starts.set(point, { from: edge?.since === undefined ? instant(at) : bucketBefore(edge), edge })
    }
  }
  return starts
}

/** Ends by point. `last` holds the time of the newest reading of each point. */
export async function readEnds(
  readings: Readings,
  points: PointsById,
  { ranges, last }: { readonly ranges: readonly DirtyRange[]; readonly last: ReadonlyMap<string, Instant> },
): Promise<Map<string, number>> {
  const ends = new Map<string, number>(ranges.map((r) => [r.point, Infinity]))
  const followed = ranges.filter((r) => (last.get(r.point) ?? -Infinity) > r.to)
  for (const [edge, group] of groupBy(followed, (r) => floorTo(r.to, QUARTER) + QUARTER)) {
    const ids = group.map((r) => r.point)
    const next = await readings.firstFrom(ids, instant(edge))
    for (const range of group) ends.set(range.point, endBucketOf(points.get(range.point), range, next.get(range.point)))
  }
  return ends
}
