/** Raw readings of a pass, read window by window so that memory stays bounded; the width of the windows changes no bucket. */

import { DAY, HOUR, type Instant, instant, QUARTER, type Span, span } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { ComputeParts } from './compute-parts.ts'
import { feedRows } from './pass.ts'
import { readEdgeStates } from './range-edges.ts'
import type { Runner } from './runner.ts'

/** A window with more rows than this is followed by a narrower one, with fewer than ROWS_FEW by a wider one. */
const ROWS_MANY = 150_000
const ROWS_FEW = 40_000
const WINDOW_MAX = 64 * DAY
const WINDOW_MIN = QUARTER
const WINDOW_FIRST = 6 * HOUR
/** Assumed time between two readings of a point before the first window is read, ms. */
const USUAL_INTERVAL = 60_000

/** Width of the first window, ms: many points start with narrow ones, because one scan is held in memory as a whole. */
export function firstWidth(points: number): number {
  const expected = Math.floor((ROWS_MANY * USUAL_INTERVAL) / points / QUARTER) * QUARTER
  return Math.max(WINDOW_MIN, Math.min(WINDOW_FIRST, expected))
}

/** Width of the next window, ms, whole quarter hours, from the width of this one and its rows. */
export function nextWidth(width: number, rows: number): number {
  if (rows > ROWS_MANY) return Math.max(WINDOW_MIN, Math.floor(width / 2 / QUARTER) * QUARTER)
  return rows < ROWS_FEW ? Math.min(WINDOW_MAX, width * 2) : width
}

export interface Pass {
  readonly runners: ReadonlyMap<string, Runner>
  /** Called after the rows of each point: writes buckets that are ready, and yields to the event loop. */
  readonly afterPoint: () => Promise<void>
  /** Instant up to which readings of a point are read, by point. */
  readonly until: ReadonlyMap<string, number>
}

/** Feeds all runners from their first bucket until each is done, has no more readings, or the signal aborts. */
export async function readWindows(parts: ComputeParts, { runners, afterPoint, until }: Pass): Promise<void> {
  const from = instant([...runners.values()].reduce((least, r) => Math.min(least, r.from), Infinity))
  let width = firstWidth(runners.size)
  let at = from
  let checkedUpTo = from
  while (!parts.signal?.aborted) {
    const active = [...runners.values()].filter((r) => !r.done && at <= (until.get(r.point.id) ?? -Infinity))
    if (active.length === 0) return
    const window: Span = span(at, at + width)
    const points = active.filter((r) => r.from < window.to).map((r) => r.point.id)
    const rows = points.length === 0 ? null : await parts.readings.scan({ span: window, points })
    if (!parts.fresh) await expectStored(parts, active, span(checkedUpTo, window.to))
    checkedUpTo = window.to
    if (rows !== null) await feedRows(rows, runners, afterPoint)
    await extendDiverged(parts, active)
    parts.onProgress?.(window.to, from)
    // Empty windows are walked through: a jump to the next good reading would leave out bad ones, which count in their buckets.
    at = window.to
    width = nextWidth(width, rows?.length ?? 0)
  }
}

/** Feeds readings between a start edge and the first bucket: those that were held or bad there take part in the counter rules again. */
export async function rereadRange(parts: ComputeParts, { runners, afterPoint }: Omit<Pass, 'until'>): Promise<void> {
  const open = [...runners.values()].filter((r) => Number.isFinite(r.after) && r.after < r.from)
  for (const group of groupBy(open, (r) => `${r.from} ${Math.floor(r.after / QUARTER)}`).values()) {
    const after = group.reduce((least, r) => Math.min(least, r.after), Infinity)
    const rows = await parts.readings.scan({ span: span(after, (group[0] as Runner).from), points: group.map((r) => r.point.id) })
    await feedRows(rows, runners, afterPoint)
  }
  for (const runner of runners.values()) runner.endReread()
}

/** Tells each runner which quarter hours the store holds, so that one that lost its content is written empty. */
async function expectStored(parts: ComputeParts, active: readonly Runner[], within: Span): Promise<void> {
  const stored = await parts.buckets.read({ step: '15m', span: within, points: active.map((r) => r.point.id) })
  const byPoint = groupBy(stored, (b) => b.point)
  const startsOf = (point: string): Instant[] => (byPoint.get(point) ?? []).map((b) => b.start).sort((a, b) => a - b)
  for (const runner of active) runner.expectStored(startsOf(runner.point.id))
}

async function extendDiverged(parts: ComputeParts, active: readonly Runner[]): Promise<void> {
  for (let diverged = active.filter((r) => r.diverged); diverged.length > 0; diverged = diverged.filter((r) => r.diverged)) {
    const stored = await readEdgeStates(parts.buckets, new Map(diverged.map((r) => [r.point.id, r.end + DAY])))
    for (const runner of diverged) runner.extend(runner.end + DAY, stored.get(runner.point.id) ?? null)
  }
}
