/** Computes buckets from raw readings: what was written since the watermark, a span again, or everything. */

import { type Bucket, type Correction, DAY, type Instant, instant, type Point, ROLLUP_VERSION, type Span, span } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { Buckets, Clock, Readings } from '../ports/index.ts'
import { compute } from './compute.ts'
import type { ComputeParts } from './compute-parts.ts'
import { computeComputed, createWrittenSpans } from './computed/compute-computed.ts'
import { formulasOf, isMeasured, measuredBelow } from './computed/terms.ts'
import { createOverlay, type Overlay } from './overlay.ts'
import { type DirtyRange, mergeChanges, planPasses } from './plan.ts'
import { countDifferences } from './verify.ts'

export interface RollerParts {
  readonly readings: Readings
  readonly buckets: Buckets
  readonly points: () => readonly Point[]
  /** IANA zone of the campus. */
  readonly zone: string
  readonly clock: Clock
  /** Corrections in the order they were recorded; without it there are none. */
  readonly corrections?: () => Promise<readonly Correction[]>
  /** Version of the rules that computed the stored buckets; without it they are of these rules. */
  readonly computedBy?: ComputedBy
  /** Days computed of all days, over all passes. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

/** Remembers by which rules the stored buckets were computed. */
export interface ComputedBy {
  /** 0 where nothing was recorded. */
  version(): Promise<number>
  record(version: number): Promise<void>
  /** What decided the stored buckets of each computed point, as text, by id. */
  formulas(): Promise<Formulas>
  recordFormulas(formulas: Formulas): Promise<void>
}

export type Formulas = Readonly<Record<string, string>>

export interface Rolled {
  readonly points: number
  readonly buckets: number
}

export interface Roller {
  /**
   * Computes all that was written since the watermark, today first; the watermark moves behind the last write. A rerun writes the same bytes.
   * Where the stored buckets are of earlier rules, everything ever written is computed again, once; so is a computed point whose terms have changed.
   */
  roll(signal?: AbortSignal): Promise<Rolled>
  /** Computes a span of some or all points again, changed or not. */
  recompute(points: readonly string[] | null, within: Span | null): Promise<Rolled>
  /** Computes the span of one point whose corrections changed, also where it has no reading. */
  recomputeCorrected(point: string, within: Span): Promise<Rolled>
  /** Buckets as they would be with other corrections of the point, over those of the store. Nothing is written. */
  preview(point: string, within: Span, corrections: readonly Correction[]): Promise<Overlay>
  /** Computes all buckets from raw readings. With `verify` nothing is written: `different` counts buckets that differ from the stored ones. */
  rebuild(verify: boolean): Promise<Rolled & { readonly different: number }>
}

const ALWAYS = span(-8.64e15, 8.64e15)

/** Progress is reported for longer work only. */
const LONG_DAYS = 3

function daysOf(ranges: readonly DirtyRange[]): number {
  const from = ranges.reduce((least, r) => Math.min(least, r.from), Infinity)
  const to = ranges.reduce((most, r) => Math.max(most, r.to), -Infinity)
  return ranges.length === 0 ? 0 : Math.ceil((to - from) / DAY) + 1
}

/** One range a point, over all of its raw readings. */
async function readAllRanges(readings: Readings, points: ReadonlyMap<string, Point>): Promise<DirtyRange[]> {
  const found = new Map<string, DirtyRange>()
  for (const { point, from, to } of (await readings.changes(0)).changes) {
    const range = found.get(point)
    if (isMeasured(points, point))
      found.set(point, { point, from: instant(Math.min(range?.from ?? from, from)), to: instant(Math.max(range?.to ?? to, to)) })
  }
  return [...found.values()].sort((a, b) => (a.point < b.point ? -1 : 1))
}

const correctedRange = (point: string, { from, to }: Span): DirtyRange => ({ point, from, to: instant(to - 1), corrected: true })

/** The part of a range within a span; null when they do not overlap. */
function cut(range: DirtyRange, within: Span): DirtyRange | null {
  const from = instant(Math.max(range.from, within.from))
  const to = instant(Math.min(range.to, within.to - 1))
  return from <= to ? { ...range, from, to } : null
}

/** Computes ranges, and the computed points that depend on them. */
async function computeAll(parts: ComputeParts, ranges: readonly DirtyRange[]): Promise<number> {
  const written = createWrittenSpans(parts.points)
  const sink = async (rows: readonly Bucket[]): Promise<void> => {
    written.note(rows)
    await parts.sink(rows)
  }
  const count = await compute({ ...parts, sink }, ranges)
  return count + (await computeComputed(parts, written))
}

class RawRoller implements Roller {
  readonly #parts: RollerParts
  #upToDate = false
  /** Formulas of the stored computed points; null until they are read. */
  #formulas: Formulas | null = null

  constructor(parts: RollerParts) {
    this.#parts = parts
  }

  async roll(signal?: AbortSignal): Promise<Rolled> {
    const { readings, buckets, computedBy } = this.#parts
    const earlier = await this.#ofEarlierRules()
    const from = earlier ? 0 : await buckets.rolledUpTo()
    const { changes, upTo } = await readings.changes(from)
    const points = this.#points()
    const ranges = mergeChanges(changes, (p) => isMeasured(points, p))
    const rolled = await this.#run(ranges, points, signal)
    if (signal?.aborted) return rolled
    await this.#renewComputed(points, signal)
    if (upTo > from) await buckets.write([], upTo)
    if (earlier) {
      await computedBy?.record(ROLLUP_VERSION)
      this.#upToDate = true
    }
    return rolled
  }

  async #ofEarlierRules(): Promise<boolean> {
    const { computedBy } = this.#parts
    if (this.#upToDate || computedBy === undefined) return false
    this.#upToDate = (await computedBy.version()) >= ROLLUP_VERSION
    return !this.#upToDate
  }

  /** Computes points whose terms are new or have changed over all of the past. */
  async #renewComputed(points: ReadonlyMap<string, Point>, signal?: AbortSignal): Promise<void> {
    const { buckets, computedBy } = this.#parts
    this.#formulas ??= (await computedBy?.formulas()) ?? {}
    const [before, now] = [this.#formulas, formulasOf(points)]
    const changed = Object.keys(now).filter((id) => now[id] !== before[id])
    if (changed.length > 0) {
      await buckets.remove(changed, ALWAYS)
      const written = createWrittenSpans(points)
      const below = [...new Set(changed.flatMap((id) => measuredBelow(points, id)))]
      for (const { point, start, end } of await buckets.read({ step: '1M', span: ALWAYS, points: below }))
        written.mark(point, span(start, end))
      const parts = { ...this.#computeParts(points, await this.#corrections(), { before: 0, all: 0 }), ...(signal ? { signal } : {}) }
      await computeComputed(parts, written)
      if (signal?.aborted) return
    }
    if (changed.length > 0 || Object.keys(before).length !== Object.keys(now).length) await computedBy?.recordFormulas(now)
    this.#formulas = now
  }

  async recompute(ids: readonly string[] | null, within: Span | null): Promise<Rolled> {
    const points = this.#points()
    const all = await readAllRanges(this.#parts.readings, points)
    const below = ids === null ? null : new Set(ids.flatMap((id) => measuredBelow(points, id)))
    const chosen = below === null ? all : all.filter((r) => below.has(r.point))
    const ranges = within === null ? chosen : chosen.map((r) => cut(r, within)).filter((r) => r !== null)
    return this.#run(ranges, points)
  }

  async recomputeCorrected(point: string, within: Span): Promise<Rolled> {
    return this.#run([correctedRange(point, within)], this.#points())
  }

  async preview(point: string, within: Span, corrections: readonly Correction[]): Promise<Overlay> {
    const overlay = createOverlay(this.#parts.buckets)
    const others = (await this.#corrections()).filter((c) => c.point !== point)
    const parts = this.#computeParts(this.#points(), [...others, ...corrections], { before: 0, all: 0 })
    await computeAll({ ...parts, buckets: overlay.buckets, sink: overlay.write }, [correctedRange(point, within)])
    return overlay
  }

  #corrections(): Promise<readonly Correction[]> {
    return this.#parts.corrections?.() ?? Promise.resolve([])
  }

  async rebuild(verify: boolean): Promise<Rolled & { readonly different: number }> {
    const points = this.#points()
    const ranges = await readAllRanges(this.#parts.readings, points)
    if (ranges.length === 0) return { points: 0, buckets: 0, different: 0 }
    if (verify) return this.#verify(ranges, points)
    const computed = [...points.values()].filter((p) => p.of !== undefined).map((p) => p.id)
    await this.#parts.buckets.remove([...ranges.map((r) => r.point), ...computed], ALWAYS)
    const parts = { ...this.#computeParts(points, await this.#corrections(), { before: 0, all: daysOf(ranges) }), fresh: true }
    return { points: ranges.length, buckets: await computeAll(parts, ranges), different: 0 }
  }

  #points(): Map<string, Point> {
    return new Map(this.#parts.points().map((p) => [p.id, p]))
  }

  /** `days`: of the passes before this one, and of all passes. */
  #computeParts(
    points: ReadonlyMap<string, Point>,
    corrections: readonly Correction[],
    days: { before: number; all: number },
  ): ComputeParts {
    const { readings, buckets, zone, clock, onProgress } = this.#parts
    return {
      readings,
      buckets,
      points,
      zone,
      clock,
      corrections: groupBy(corrections, (c) => c.point),
      sink: (rows) => buckets.write(rows),
      onProgress: (at, from) =>
        days.all > LONG_DAYS && onProgress?.({ done: Math.min(days.all, days.before + Math.floor((at - from) / DAY)), total: days.all }),
    }
  }

  async #run(ranges: readonly DirtyRange[], points: ReadonlyMap<string, Point>, signal?: AbortSignal): Promise<Rolled> {
    const passes = planPasses(ranges, this.#parts.clock.now())
    const changedUntil = new Map<string, Instant>()
    for (const { point, to } of ranges) changedUntil.set(point, instant(Math.max(to, changedUntil.get(point) ?? to)))
    const all = passes.reduce((sum, pass) => sum + daysOf(pass), 0)
    let before = 0
    let count = 0
    const corrections = await this.#corrections()
    for (const pass of passes) {
      if (signal?.aborted) break
      count += await computeAll(
        { ...this.#computeParts(points, corrections, { before, all }), changedUntil, ...(signal ? { signal } : {}) },
        pass,
      )
      before += daysOf(pass)
      if (all > LONG_DAYS) this.#parts.onProgress?.({ done: before, total: all })
    }
    return { points: new Set(ranges.map((r) => r.point)).size, buckets: count }
  }

  async #verify(ranges: readonly DirtyRange[], points: ReadonlyMap<string, Point>): Promise<Rolled & { different: number }> {
    let different = 0
    const sink = async (rows: readonly Bucket[]): Promise<void> => {
      different += await countDifferences(this.#parts.buckets, rows)
    }
    const parts = { ...this.#computeParts(points, await this.#corrections(), { before: 0, all: daysOf(ranges) }), sink, fresh: true }
    return { points: ranges.length, buckets: await computeAll(parts, ranges), different }
  }
}

export function createRoller(parts: RollerParts): Roller {
  return new RawRoller(parts)
}
