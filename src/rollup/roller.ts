/** Buckets from raw readings: what was written since the watermark, a span again, or everything. */

import { type Bucket, DAY, instant, type Point, type Span, span } from '../domain/index.ts'
import type { Buckets, Clock, Readings } from '../ports/index.ts'
import { compute, type ComputeParts } from './compute.ts'
import { planPasses, type DirtyRange, mergeChanges } from './plan.ts'
import { differences } from './verify.ts'

export interface RollerParts {
  readonly readings: Readings
  readonly buckets: Buckets
  readonly points: () => readonly Point[]
  readonly zone: string
  readonly clock: Clock
  /** Days done of days there are, over all passes. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

export interface Rolled {
  readonly points: number
  readonly buckets: number
}

export interface Roller {
  /** Everything written since the watermark, today first; the watermark moves with the last write. Rerunning writes the same bytes. */
  roll(signal?: AbortSignal): Promise<Rolled>
  /** A span of some or all points again, whether it changed or not. */
  recompute(points: readonly string[] | null, within: Span | null): Promise<Rolled>
  /** Everything from raw. With `verify` nothing is written; `different` counts buckets that are not what stands. */
  rebuild(verify: boolean): Promise<Rolled & { readonly different: number }>
}

/** Shorter work is not worth a progress bar. */
const LONG_DAYS = 3

function daysOf(stretches: readonly DirtyRange[]): number {
  const from = stretches.reduce((least, s) => Math.min(least, s.from), Infinity)
  const to = stretches.reduce((most, s) => Math.max(most, s.to), -Infinity)
  return stretches.length === 0 ? 0 : Math.ceil((to - from) / DAY) + 1
}

/** All of each point's raw data as one stretch. */
async function everything(readings: Readings, points: ReadonlyMap<string, Point>): Promise<DirtyRange[]> {
  const whole = new Map<string, DirtyRange>()
  for (const { point, from, to } of (await readings.changes(0)).changes) {
    const known = whole.get(point)
    if (points.has(point))
      whole.set(point, { point, from: instant(Math.min(known?.from ?? from, from)), to: instant(Math.max(known?.to ?? to, to)) })
  }
  return [...whole.values()].sort((a, b) => (a.point < b.point ? -1 : 1))
}

/** What of a stretch lies within a span; null when nothing does. */
function cut(stretch: DirtyRange, within: Span): DirtyRange | null {
  const from = instant(Math.max(stretch.from, within.from))
  const to = instant(Math.min(stretch.to, within.to - 1))
  return from <= to ? { ...stretch, from, to } : null
}

class RawRoller implements Roller {
  readonly #parts: RollerParts

  constructor(parts: RollerParts) {
    this.#parts = parts
  }

  async roll(signal?: AbortSignal): Promise<Rolled> {
    const { readings, buckets } = this.#parts
    const from = await buckets.rolledUpTo()
    const { changes, upTo } = await readings.changes(from)
    const points = this.#points()
    const stretches = mergeChanges(changes, (p) => points.has(p))
    const done = await this.#run(stretches, points, signal)
    if (!signal?.aborted && upTo > from) await buckets.write([], upTo)
    return done
  }

  async recompute(wanted: readonly string[] | null, within: Span | null): Promise<Rolled> {
    const points = this.#points()
    const all = await everything(this.#parts.readings, points)
    const chosen = wanted === null ? all : all.filter((s) => wanted.includes(s.point))
    const stretches = within === null ? chosen : chosen.map((s) => cut(s, within)).filter((s) => s !== null)
    return this.#run(stretches, points)
  }

  async rebuild(verifying: boolean): Promise<Rolled & { readonly different: number }> {
    const points = this.#points()
    const stretches = await everything(this.#parts.readings, points)
    if (stretches.length === 0) return { points: 0, buckets: 0, different: 0 }
    if (verifying) return this.#verify(stretches, points)
    await this.#parts.buckets.remove(
      stretches.map((s) => s.point),
      span(-8.64e15, 8.64e15),
    )
    const count = await compute({ ...this.#computing(points, { before: 0, all: daysOf(stretches) }), fresh: true }, stretches)
    return { points: stretches.length, buckets: count, different: 0 }
  }

  #points(): Map<string, Point> {
    return new Map(this.#parts.points().map((p) => [p.id, p]))
  }

  /** `days` of the passes before this one, and of all. */
  #computing(points: ReadonlyMap<string, Point>, days: { before: number; all: number }): ComputeParts {
    const { readings, buckets, zone, clock, onProgress } = this.#parts
    return {
      readings,
      buckets,
      points,
      zone,
      clock,
      sink: (rows) => buckets.write(rows),
      onProgress: (at, from) =>
        days.all > LONG_DAYS && onProgress?.({ done: Math.min(days.all, days.before + Math.floor((at - from) / DAY)), total: days.all }),
    }
  }

  async #run(stretches: readonly DirtyRange[], points: ReadonlyMap<string, Point>, signal?: AbortSignal): Promise<Rolled> {
    const passes = planPasses(stretches, this.#parts.clock.now())
    const all = passes.reduce((sum, pass) => sum + daysOf(pass), 0)
    let before = 0
    let count = 0
    for (const pass of passes) {
      if (signal?.aborted) break
      count += await compute({ ...this.#computing(points, { before, all }), ...(signal ? { signal } : {}) }, pass)
      before += daysOf(pass)
      if (all > LONG_DAYS) this.#parts.onProgress?.({ done: before, total: all })
    }
    return { points: new Set(stretches.map((s) => s.point)).size, buckets: count }
  }

  async #verify(stretches: readonly DirtyRange[], points: ReadonlyMap<string, Point>): Promise<Rolled & { different: number }> {
    let different = 0
    const sink = async (rows: readonly Bucket[]): Promise<void> => {
      different += await differences(this.#parts.buckets, rows)
    }
    const parts = { ...this.#computing(points, { before: 0, all: daysOf(stretches) }), sink, fresh: true }
    return { points: stretches.length, buckets: await compute(parts, stretches), different }
  }
}

export function createRoller(parts: RollerParts): Roller {
  return new RawRoller(parts)
}
