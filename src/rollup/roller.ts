/** Buckets from raw readings: what was written since the watermark, a span again, or everything. */

import { type Bucket, instant, type Point, type Span, span } from '../domain/index.ts'
import type { Buckets, Clock, Readings } from '../ports/index.ts'
import { compute, type ComputeParts } from './compute.ts'
import { passesOf, type Stretch, stretchesOf } from './plan.ts'
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
  /** Everything written since the watermark, oldest first; the watermark moves with the last write. Rerunning writes the same bytes. */
  roll(signal?: AbortSignal): Promise<Rolled>
  /** A span of some or all points again, whether it changed or not. */
  recompute(points: readonly string[] | null, within: Span | null): Promise<Rolled>
  /** Everything from raw. With `verify` nothing is written; `different` counts buckets that are not what stands. */
  rebuild(verify: boolean): Promise<Rolled & { readonly different: number }>
}

const DAY_MS = 86_400_000

export function createRoller(parts: RollerParts): Roller {
  const { readings, buckets } = parts
  const known = (): Map<string, Point> => new Map(parts.points().map((p) => [p.id, p]))

  function computing(points: ReadonlyMap<string, Point>, passes: number, pass: number): ComputeParts {
    const { zone, clock, onProgress } = parts
    return {
      readings,
      buckets,
      points,
      zone,
      clock,
      sink: (rows) => buckets.write(rows),
      onProgress: (at, horizon, from) => {
        const total = Math.max(1, Math.ceil((horizon - from) / DAY_MS))
        const done = Math.min(total, Math.floor((at - from) / DAY_MS))
        onProgress?.({ done: pass * total + done, total: passes * total })
      },
    }
  }

  async function run(stretches: readonly Stretch[], points: ReadonlyMap<string, Point>, signal?: AbortSignal): Promise<Rolled> {
    const passes = passesOf(stretches)
    let count = 0
    for (const [i, pass] of passes.entries()) {
      if (signal?.aborted) break
      count += await compute({ ...computing(points, passes.length, i), ...(signal ? { signal } : {}) }, pass)
    }
    return { points: new Set(stretches.map((s) => s.point)).size, buckets: count }
  }

  /** All of each point's raw data as one stretch. */
  async function everything(points: ReadonlyMap<string, Point>): Promise<Stretch[]> {
    const last = (await readings.latest()).filter((l) => points.has(l.point))
    const first = await readings.firstFrom(last.map((l) => l.point), instant(-8.64e15))
    const from = instant([...first.values()].reduce((least, t) => Math.min(least, t), Infinity))
    return last.filter((l) => first.has(l.point)).map((l) => ({ point: l.point, from, to: l.time }))
  }

  async function verify(stretches: readonly Stretch[], points: ReadonlyMap<string, Point>): Promise<Rolled & { different: number }> {
    let different = 0
    const sink = async (rows: readonly Bucket[]): Promise<void> => {
      different += await differences(buckets, rows)
    }
    const count = await compute({ ...computing(points, 1, 0), sink, fresh: true }, stretches)
    return { points: stretches.length, buckets: count, different }
  }

  return {
    async roll(signal) {
      const from = await buckets.rolledUpTo()
      const { changes, upTo } = await readings.changes(from)
      const points = known()
      const done = await run(stretchesOf(changes, (p) => points.has(p)), points, signal)
      if (!signal?.aborted && upTo > from) await buckets.write([], upTo)
      return done
    },
    async recompute(wanted, within) {
      const points = known()
      const all = await everything(points)
      const chosen = wanted === null ? all : all.filter((s) => wanted.includes(s.point))
      const cut = within === null ? chosen : chosen.map((s) => ({ ...s, from: instant(Math.max(s.from, within.from)), to: instant(Math.min(s.to, within.to - 1)) }))
      return run(cut.filter((s) => s.from <= s.to), points)
    },
    async rebuild(verifying) {
      const points = known()
      const stretches = await everything(points)
      if (stretches.length === 0) return { points: 0, buckets: 0, different: 0 }
      if (verifying) return verify(stretches, points)
      await buckets.remove(stretches.map((s) => s.point), span(-8.64e15, 8.64e15))
      const count = await compute({ ...computing(points, 1, 0), fresh: true }, stretches)
      return { points: stretches.length, buckets: count, different: 0 }
    },
  }
}

