/** Stretches of points computed from raw readings, window by window: bounded memory, the same bytes however it is cut. */

import { type Bucket, type EdgeState, DAY, HOUR, type Instant, instant, type Point, QUARTER, type Span, span } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets, Clock, Readings } from '../ports/index.ts'
import { createBucketEdges, type BucketEdges, FOLDED } from './fold.ts'
import { complete, feedRows, preload, quarterOf } from './pass.ts'
import type { DirtyRange } from './plan.ts'
import { Runner } from './runner.ts'
import { silenceOf } from './tracks/silence.ts'

export interface ComputeParts {
  readonly readings: Readings
  readonly buckets: Buckets
  readonly points: ReadonlyMap<string, Point>
  readonly zone: string
  readonly clock: Clock
  /** Where computed buckets go. */
  readonly sink: (buckets: readonly Bucket[]) => Promise<void>
  /** From nothing: what stands in the store is not looked at. */
  readonly fresh?: boolean
  readonly signal?: AbortSignal
  /** How far the readings have been read, and from where. */
  readonly onProgress?: (at: Instant, from: Instant) => void
}

const FLUSH_BUCKETS = 10_000
const ROWS_MANY = 150_000
const ROWS_FEW = 40_000
const WINDOW_MAX = 64 * DAY
const WINDOW_MIN = QUARTER
const WINDOW_FIRST = 6 * HOUR
/** Points are thought to be read so often until more is known. */
const USUAL_INTERVAL = 60_000
/** Work between two yields to the event loop, ms. */
const YIELD_EVERY_MS = 10

/** Looks up closings for points that ask at different edges, one query an edge. */
async function closingsAt(buckets: Buckets, asked: ReadonlyMap<string, number>): Promise<Map<string, EdgeState>> {
  const found = new Map<string, EdgeState>()
  for (const [at, group] of groupBy([...asked], ([, edge]) => edge)) {
    if (!Number.isFinite(at)) continue
    for (const [point, closing] of await buckets.edgeStates(
      group.map(([p]) => p),
      instant(at),
    ))
      found.set(point, closing)
  }
  return found
}

interface Start {
  readonly from: Instant
  readonly carry: EdgeState | null
}

/**
 * Where each stretch starts: in the bucket of the reading before its first change, because the way from that reading is new. A reading on an
 * edge closes the bucket before it.
 */
async function starts(parts: ComputeParts, stretches: readonly DirtyRange[]): Promise<Map<string, Start>> {
  const first = (s: DirtyRange): Instant => quarterOf(instant(s.from - 1))
  if (parts.fresh) return new Map(stretches.map((s) => [s.point, { from: first(s), carry: null }]))
  const found = await closingsAt(parts.buckets, new Map(stretches.map((s) => [s.point, first(s)])))
  const silent = new Set(stretches.filter((s) => isApart(parts.points.get(s.point), found.get(s.point)?.time, s.from)).map((s) => s.point))
  const before = new Map([...found].filter(([point]) => !silent.has(point)))
  const from = new Map(stretches.map((s) => [s.point, instant(Math.min(first(s), quarterOf(before.get(s.point)?.time ?? s.from)))]))
  const inside = new Map([...from].filter(([point, edge]) => (before.get(point)?.time ?? -Infinity) > edge))
  const earlier = await closingsAt(parts.buckets, inside)
  return new Map(
    [...from].map(([point, edge]) => [point, { from: edge, carry: (inside.has(point) ? earlier : before).get(point) ?? null }]),
  )
}

/** Whether the second instant has nothing to do with the first. */
function isApart(point: Point | undefined, first: Instant | undefined, second: Instant): boolean {
  return point !== undefined && first !== undefined && second - first > silenceOf(point)
}

/**
 * Where each stretch ends: after the bucket of the first reading behind it, Infinity when there is none, or only after a silence that keeps them
 * apart.
 */
async function ends(
  parts: ComputeParts,
  stretches: readonly DirtyRange[],
  last: ReadonlyMap<string, Instant>,
): Promise<Map<string, number>> {
  const found = new Map<string, number>(stretches.map((s) => [s.point, Infinity]))
  const followed = stretches.filter((s) => (last.get(s.point) ?? -Infinity) > s.to)
  for (const [edge, group] of groupBy(followed, (s) => quarterOf(s.to) + QUARTER)) {
    const next = await parts.readings.firstFrom(
      group.map((s) => s.point),
      instant(edge),
    )
    // A value that changes what stood still changes what is called stuck for as long again.
    const to = new Map(group.map((s) => [s.point, s.to]))
    for (const [point, time] of next)
      if (!isApart(parts.points.get(point), to.get(point), time)) found.set(point, quarterOf(time) + QUARTER + lookOf(parts, point))
  }
  return found
}

/** How far a point looks back for a stuck meter, whole quarter hours and one, ms; 0 when it does not. */
function lookOf(parts: ComputeParts, point: string): number {
  const limit = parts.points.get(point)?.rules.stuckAfter ?? null
  return limit === null ? 0 : Math.ceil(limit / QUARTER) * QUARTER + QUARTER
}

/** Quarter hours before each start, for points that look for a stuck meter. */
async function standing(parts: ComputeParts, start: ReadonlyMap<string, Start>): Promise<Map<string, Bucket[]>> {
  const looking = [...start].map(([point, { from }]) => ({ point, from, look: lookOf(parts, point) })).filter((s) => s.look > 0)
  const found = new Map<string, Bucket[]>()
  if (parts.fresh) return found
  for (const group of groupBy(looking, (s) => `${s.from} ${s.look}`).values()) {
    const { from, look } = group[0] as (typeof looking)[number]
    const points = group.map((s) => s.point)
    for (const b of await parts.buckets.read({ step: '15m', span: span(instant(from - look), from), points })) {
      const list = found.get(b.point)
      if (list) list.push(b)
      else found.set(b.point, [b])
    }
  }
  return found
}

async function runnersOf(
  parts: ComputeParts,
  stretches: readonly DirtyRange[],
  last: ReadonlyMap<string, Instant>,
  emit: (b: Bucket) => void,
): Promise<Map<string, Runner>> {
  const start = await starts(parts, stretches)
  const end = await ends(parts, stretches, last)
  const stored = parts.fresh ? new Map<string, EdgeState>() : await closingsAt(parts.buckets, end)
  const before = await standing(parts, start)
  const edges: BucketEdges[] = FOLDED.map((step) => createBucketEdges(parts.zone, step))
  const runners = new Map<string, Runner>()
  for (const { point: id } of stretches) {
    const point = parts.points.get(id)
    const at = start.get(id)
    if (point && at)
      runners.set(
        id,
        new Runner({
          point,
          ...at,
          end: end.get(id) ?? Infinity,
          stored: stored.get(id) ?? null,
          before: before.get(id) ?? [],
          edges,
          emit,
        }),
      )
  }
  return runners
}

/** Computes stretches of different points. Resolves to the number of buckets given to the sink. */
export async function compute(parts: ComputeParts, stretches: readonly DirtyRange[]): Promise<number> {
  const last = new Map((await parts.readings.latest()).map((l) => [l.point, l.time]))
  const out: Bucket[] = []
  let given = 0
  let yieldedAt = parts.clock.monotonic()
  const flush = async (least: number): Promise<void> => {
    if (out.length <= least) return
    given += out.length
    await parts.sink(out.splice(0))
  }
  const each = async (): Promise<void> => {
    await flush(FLUSH_BUCKETS)
    if (parts.clock.monotonic() - yieldedAt < YIELD_EVERY_MS) return
    await parts.clock.yieldToEventLoop()
    yieldedAt = parts.clock.monotonic()
  }
  const runners = await runnersOf(parts, stretches, last, (b) => out.push(b))
  const all = [...runners.values()]
  if (all.length === 0) return 0
  if (!parts.fresh) await preload(parts.buckets, parts.zone, all)
  await rereadRange(parts, runners, each)
  await windows(parts, { runners, each, reach: reaches(parts, stretches, last) })
  if (parts.signal?.aborted) return given
  for (const runner of all) runner.finish()
  await (parts.fresh ? closeAll(all) : complete(parts.buckets, parts.zone, all))
  await flush(0)
  return given
}

function closeAll(runners: readonly Runner[]): void {
  for (const runner of runners) for (let level = 0; level < FOLDED.length; level++) runner.cascade.close(level)
}

/** How far the readings of each point are looked at: to its last one, but not beyond a silence after its stretch. */
function reaches(parts: ComputeParts, stretches: readonly DirtyRange[], last: ReadonlyMap<string, Instant>): Map<string, number> {
  return new Map(
    stretches.map(({ point: id, to }) => {
      const point = parts.points.get(id)
      return [id, Math.min(last.get(id) ?? -Infinity, point === undefined ? Infinity : to + silenceOf(point))]
    }),
  )
}

/** Readings between a carried closing and the first bucket: those that were held or bad are looked at again. */
async function rereadRange(parts: ComputeParts, runners: ReadonlyMap<string, Runner>, each: () => Promise<void>): Promise<void> {
  const open = [...runners.values()].filter((r) => Number.isFinite(r.after) && r.after < r.from)
  for (const group of groupBy(open, (r) => `${r.from} ${quarterOf(instant(r.after))}`).values()) {
    const after = group.reduce((least, r) => Math.min(least, r.after), Infinity)
    const rows = await parts.readings.scan({ span: span(after, (group[0] as Runner).from), points: group.map((r) => r.point.id) })
    await feedRows(rows, runners, each)
  }
  for (const runner of runners.values()) runner.recalled()
}

interface Windows {
  readonly runners: ReadonlyMap<string, Runner>
  readonly each: () => Promise<void>
  /** By point. */
  readonly reach: ReadonlyMap<string, number>
}

async function windows(parts: ComputeParts, { runners, each, reach }: Windows): Promise<void> {
  const from = instant([...runners.values()].reduce((least, r) => Math.min(least, r.from), Infinity))
  let width = firstWidth(runners.size)
  let at = from
  let looked = from
  while (!parts.signal?.aborted) {
    const active = [...runners.values()].filter((r) => !r.done && at <= (reach.get(r.point.id) ?? -Infinity))
    if (active.length === 0) return
    const window: Span = span(at, at + width)
    const points = active.filter((r) => r.from < window.to).map((r) => r.point.id)
    const rows = points.length === 0 ? null : await parts.readings.scan({ span: window, points })
    if (!parts.fresh) await expectStanding(parts, active, span(looked, window.to))
    looked = window.to
    if (rows !== null) await feedRows(rows, runners, each)
    await extendDiverged(parts, active)
    parts.onProgress?.(window.to, from)
    // A stretch without readings is walked in ever wider steps: a jump to the next good one would pass over bad ones, which count.
    at = window.to
    if ((rows?.length ?? 0) > ROWS_MANY) width = Math.max(WINDOW_MIN, Math.floor(width / 2 / QUARTER) * QUARTER)
    else if ((rows?.length ?? 0) < ROWS_FEW) width = Math.min(WINDOW_MAX, width * 2)
  }
}

/** Many points are looked at in small steps from the beginning: what one scan brings is held in memory. */
function firstWidth(points: number): number {
  const many = Math.floor((ROWS_MANY * USUAL_INTERVAL) / points / QUARTER) * QUARTER
  return Math.max(WINDOW_MIN, Math.min(WINDOW_FIRST, many))
}

/** Tells each runner which quarter hours stand in the store, so that none outlives its content. */
async function expectStanding(parts: ComputeParts, active: readonly Runner[], within: Span): Promise<void> {
  const stored = await parts.buckets.read({ step: '15m', span: within, points: active.map((r) => r.point.id) })
  const starts = groupBy(stored, (b) => b.point)
  for (const runner of active) runner.expect((starts.get(runner.point.id) ?? []).map((b) => b.start).sort((a, b) => a - b))
}

async function extendDiverged(parts: ComputeParts, active: readonly Runner[]): Promise<void> {
  for (let diverged = active.filter((r) => r.diverged); diverged.length > 0; diverged = diverged.filter((r) => r.diverged)) {
    const ends = new Map(diverged.map((r) => [r.point.id, r.end + DAY]))
    const stored = await closingsAt(parts.buckets, ends)
    for (const runner of diverged) runner.extend(runner.end + DAY, stored.get(runner.point.id) ?? null)
  }
}
