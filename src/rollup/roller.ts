/** Buckets from raw readings: what was written since the watermark, a span again, or everything. */

import { type Bucket, DAY, instant, type Point, type Span, span } from '../domain/index.ts'
import type { Buckets, Clock, Readings } from '../ports/index.ts'
import { compute, type ComputeParts } from './compute.ts'
import { newestFirst, type Stretch, stretchesOf } from './plan.ts'
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
  /** Everything written since the watermark, newest first; the watermark moves with the last write. Rerunning writes the same bytes. */
  roll(signal?: AbortSignal): Promise<Rolled>
  /** A span of some or all points again, whether it changed or not. */
  recompute(points: readonly string[] | null, within: Span | null): Promise<Rolled>
  /** Everything from raw. With `verify` nothing is written; `different` counts buckets that are not what stands. */
  rebuild(verify: boolean): Promise<Rolled & { readonly different: number }>
}

/** Shorter work is not worth a progress bar. */
const LONG_DAYS = 3

function daysOf(stretches: readonly Stretch[]): number {
  const from = stretches.reduce((least, s) => Math.min(least, s.from), Infinity)
  const to = stretches.reduce((most, s) => Math.max(most, s.to), -Infinity)
  return stretches.length === 0 ? 0 : Math.ceil((to - from) / DAY) + 1
}

export function createRoller(parts: RollerParts): Roller {
  const { readings, buckets } = parts
  const known = (): Map<string, Point> => new Map(parts.points().map((p) => [p.id, p]))

  /** Days of the passes before this one, and of all. */
  function computing(points: ReadonlyMap<string, Point>, days: { before: number; all: number }): ComputeParts {
    const { zone, clock, onProgress } = parts
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

  async function run(stretches: readonly Stretch[], points: ReadonlyMap<string, Point>, signal?: AbortSignal): Promise<Rolled> {
    const passes = newestFirst(stretches)
    const all = passes.reduce((sum, pass) => sum + daysOf(pass), 0)
    let before = 0
    let count = 0
    for (const pass of passes) {
      if (signal?.aborted) break
      count += await compute({ ...computing(points, { before, all }), ...(signal ? { signal } : {}) }, pass)
      before += daysOf(pass)
      if (all > LONG_DAYS) parts.onProgress?.({ done: before, total: all })
    }
    return { points: new Set(stretches.map((s) => s.point)).size, buckets: count }
  }

  /** All of each point's raw data as one stretch. */
  async function everything(points: ReadonlyMap<string, Point>): Promise<Stretch[]> {
    const whole = new Map<string, Stretch>()
    for (const { point, from, to } of (await readings.changes(0)).changes) {
      const known = whole.get(point)
      if (points.has(point))
        whole.set(point, { point, from: instant(Math.min(known?.from ?? from, from)), to: instant(Math.max(known?.to ?? to, to)) })
    }
    return [...whole.values()].sort((a, b) => (a.point < b.point ? -1 : 1))
  }

  async function verify(stretches: readonly Stretch[], points: ReadonlyMap<string, Point>): Promise<Rolled & { different: number }> {
    let different = 0
    const sink = async (rows: readonly Bucket[]): Promise<void> => {
      different += await differences(buckets, rows)
    }
    const count = await compute({ ...computing(points, { before: 0, all: daysOf(stretches) }), sink, fresh: true }, stretches)
    return { points: stretches.length, buckets: count, different }
  }

  return {
    async roll(signal) {
      const from = await buckets.rolledUpTo()
      const { changes, upTo } = await readings.changes(from)
      const points = known()
      const done = await run(
        stretchesOf(changes, (p) => points.has(p)),
        points,
        signal,
      )
      if (!signal?.aborted && upTo > from) await buckets.write([], upTo)
      return done
    },
    async recompute(wanted, within) {
      const points = known()
      const all = await everything(points)
      const chosen = wanted === null ? all : all.filter((s) => wanted.includes(s.point))
      const cut =
        within === null
          ? chosen
          : chosen.map((s) => ({ ...s, from: instant(Math.max(s.from, within.from)), to: instant(Math.min(s.to, within.to - 1)) }))
      return run(
        cut.filter((s) => s.from <= s.to),
        points,
      )
    },
    async rebuild(verifying) {
      const points = known()
      const stretches = await everything(points)
      if (stretches.length === 0) return { points: 0, buckets: 0, different: 0 }
      if (verifying) return verify(stretches, points)
      await buckets.remove(
        stretches.map((s) => s.point),
        span(-8.64e15, 8.64e15),
      )
      const count = await compute({ ...computing(points, { before: 0, all: daysOf(stretches) }), fresh: true }, stretches)
      return { points: stretches.length, buckets: count, different: 0 }
    },
  }
}
