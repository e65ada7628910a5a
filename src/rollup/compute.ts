/** Computes the buckets of dirty ranges from raw readings, with bounded memory. However the ranges are cut, the buckets are the same bytes. */

import { type Bucket, type EdgeState, type Instant, instant, span } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { ComputeParts } from './compute-parts.ts'
import { createCorrector } from './corrections.ts'
import { type BucketEdges, createBucketEdges, FOLDED } from './fold.ts'
import { completeCascades, preloadCascades } from './pass.ts'
import type { DirtyRange } from './plan.ts'
import { firstBucketOf, type RangeStart, readEdgeStates, readEnds, readStarts, readUntil } from './range-edges.ts'
import { Runner } from './runner.ts'
import { stuckLookback } from './stuck-detector.ts'
import { readWindows, rereadRange } from './windows.ts'

const FLUSH_BUCKETS = 10_000
/** Work between two yields to the event loop, ms. */
const YIELD_EVERY_MS = 10

/** Computes ranges of different points. Resolves to the number of buckets that went to the sink. */
export async function compute(parts: ComputeParts, ranges: readonly DirtyRange[]): Promise<number> {
  const last = new Map((await parts.readings.latest()).map((l) => [l.point, l.time]))
  const output = createOutput(parts)
  const runners = await createRunners(parts, { ranges, last, emit: output.add })
  const all = [...runners.values()]
  if (all.length === 0) return 0
  if (!parts.fresh) await preloadCascades(parts.buckets, parts.zone, all)
  const until = new Map(
    ranges.map((r) => [
      r.point,
      readUntil(parts.points.get(r.point), r, { last: last.get(r.point), changed: parts.changedUntil?.get(r.point) ?? r.to }),
    ]),
  )
  const { afterPoint } = output
  await rereadRange(parts, { runners, afterPoint })
  await readWindows(parts, { runners, afterPoint, until })
  if (parts.signal?.aborted) return output.written()
  for (const runner of all) runner.finish()
  await (parts.fresh ? closeCascades(all) : completeCascades(parts.buckets, parts.zone, all))
  await output.flush()
  return output.written()
}

interface Output {
  readonly add: (bucket: Bucket) => void
  readonly afterPoint: () => Promise<void>
  readonly flush: () => Promise<void>
  /** Buckets that went to the sink. */
  readonly written: () => number
}

/** Collects buckets and hands them to the sink in batches; yields to the event loop between points. */
function createOutput({ sink, clock }: ComputeParts): Output {
  const waiting: Bucket[] = []
  let written = 0
  let yieldedAt = clock.monotonic()

  async function flushAbove(count: number): Promise<void> {
    if (waiting.length <= count) return
    written += waiting.length
    await sink(waiting.splice(0))
  }

  return {
    add: (bucket) => void waiting.push(bucket),
    async afterPoint() {
      await flushAbove(FLUSH_BUCKETS)
      if (clock.monotonic() - yieldedAt < YIELD_EVERY_MS) return
      await clock.yieldToEventLoop()
      yieldedAt = clock.monotonic()
    },
    flush: () => flushAbove(0),
    written: () => written,
  }
}

interface Plan {
  readonly ranges: readonly DirtyRange[]
  /** Time of the newest reading of each point. */
  readonly last: ReadonlyMap<string, Instant>
  readonly emit: (bucket: Bucket) => void
}

async function createRunners(parts: ComputeParts, { ranges, last, emit }: Plan): Promise<Map<string, Runner>> {
  const { readings, buckets, points, fresh = false } = parts
  const starts = fresh
    ? new Map<string, RangeStart>(ranges.map((r) => [r.point, { from: firstBucketOf(r, points.get(r.point)), edge: null }]))
    : await readStarts(buckets, points, ranges)
  const ends = await readEnds(readings, points, { ranges, last })
  const storedEdges = fresh ? new Map<string, EdgeState>() : await readEdgeStates(buckets, ends)
  const before = fresh ? new Map<string, Bucket[]>() : await readLookback(parts, starts)
  const edges: BucketEdges[] = FOLDED.map((step) => createBucketEdges(parts.zone, step))
  const runners = new Map<string, Runner>()
  for (const { point: id } of ranges) {
    const point = points.get(id)
    const start = starts.get(id)
    if (point === undefined || start === undefined) continue
    const end = { at: ends.get(id) ?? Infinity, storedEdge: storedEdges.get(id) ?? null }
    const corrector = createCorrector(parts.corrections.get(id) ?? [])
    runners.set(id, new Runner({ point, start, end, before: before.get(id) ?? [], edges, zone: parts.zone, emit, corrector }))
  }
  return runners
}

/** Stored quarter hours before each start, as far back as the stuck detector of the point needs them. */
async function readLookback({ buckets, points }: ComputeParts, starts: ReadonlyMap<string, RangeStart>): Promise<Map<string, Bucket[]>> {
  const found = new Map<string, Bucket[]>()
  const wanted = [...starts].map(([id, { from }]) => {
    const point = points.get(id)
    return { id, from, lookback: point === undefined ? 0 : stuckLookback(point) }
  })
  const withLimit = wanted.filter((w) => w.lookback > 0)
  for (const group of groupBy(withLimit, (w) => `${w.from} ${w.lookback}`).values()) {
    const { from, lookback } = group[0] as (typeof withLimit)[number]
    const query = { step: '15m' as const, span: span(instant(from - lookback), from), points: group.map((w) => w.id) }
    for (const [point, list] of groupBy(await buckets.read(query), (b) => b.point)) found.set(point, list)
  }
  return found
}

function closeCascades(runners: readonly Runner[]): void {
  for (const runner of runners) for (let level = 0; level < FOLDED.length; level++) runner.cascade.close(level)
}
