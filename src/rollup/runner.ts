/** One point in a pass: readings go in, buckets come out, until the computed edge state equals the stored one at the end of its range. */

import { type Bucket, type EdgeState, type Instant, instant, isSameEdge, type Point, QUALITY_CODE } from '../domain/index.ts'
import type { Corrector } from './corrections.ts'
import { type BucketEdges, type Cascade, createCascade } from './fold.ts'
import { emptyQuarter } from './open-quarters.ts'
import type { RangeStart } from './range-edges.ts'
import { StuckDetector } from './stuck-detector.ts'
import { createTrack } from './tracks/create-track.ts'
import type { Track } from './tracks/track.ts'

export interface RunnerParts {
  readonly point: Point
  readonly start: RangeStart
  readonly end: {
    /** Buckets that end at or before this are emitted; Infinity when no reading follows the range. */
    readonly at: number
    /** The edge state that the store holds there. */
    readonly storedEdge: EdgeState | null
  }
  /** Stored quarter hours before the start, as far back as the stuck detector of the point looks. */
  readonly before: readonly Bucket[]
  readonly edges: readonly BucketEdges[]
  readonly zone: string
  readonly emit: (bucket: Bucket) => void
  readonly corrector: Corrector | null
}

export class Runner {
  readonly point: Point
  readonly from: Instant
  /** Time of the edge state at the start: readings after it are fed. */
  readonly after: number
  readonly cascade: Cascade
  readonly #emit: (bucket: Bucket) => void
  readonly #track: Track
  readonly #stuck: StuckDetector | null
  /** Computed buckets behind the end; they are dropped when the edge states agree. */
  #behindEnd: Bucket[] = []
  /** Starts of stored quarter hours that have not been computed yet, ascending. */
  readonly #stored: Instant[] = []
  readonly #corrector: Corrector | null
  /** Starts of estimated quarter hours that have not been computed yet, ascending. */
  readonly #estimated: Instant[]
  /** Readings of corrections that are still to be fed. */
  readonly #registers: { readonly time: Instant; readonly value: number }[]
  #emittedUpTo: Instant
  #edge: EdgeState | null
  #end: number
  #storedEdge: EdgeState | null
  #rereadEnded = false
  #state: 'open' | 'done' | 'diverged' = 'open'

  constructor({ point, start, end, before, edges, zone, emit, corrector }: RunnerParts) {
    this.point = point
    this.from = start.from
    this.after = start.edge?.time ?? -Infinity
    this.cascade = createCascade(edges, emit, point.rules.interval ?? point.rules.gapLimit)
    this.#emit = emit
    this.#corrector = corrector
    this.#estimated = (corrector?.estimated ?? []).filter((at) => at >= start.from)
    // One at the time of the edge state is fed again, as a reading of the meter is: it counts in the bucket that begins there.
    this.#registers = (corrector?.registers ?? []).filter((r) => r.time >= this.after)
    this.#track = createTrack({ point, edge: start.edge, from: start.from, zone, emit: (bucket) => this.#addComputed(bucket) })
    this.#stuck = point.rules.stuckAfter === null ? null : new StuckDetector(point.rules.stuckAfter)
    for (const bucket of before) this.#stuck?.next(bucket)
    this.#emittedUpTo = start.from
    this.#edge = start.edge
    this.#end = end.at
    this.#storedEdge = end.storedEdge
  }

  /** Buckets that end at or before this are emitted. */
  get end(): number {
    return this.#end
  }

  /** A reading behind the end has closed the last bucket, and the stored edge state there equals the computed one. */
  get done(): boolean {
    return this.#state === 'done'
  }

  /** The last bucket is closed, but the stored buckets behind the end start from another edge state: `extend` goes on. */
  get diverged(): boolean {
    return this.#state === 'diverged'
  }

  /** End of the last emitted bucket; the start when there is none. */
  get emittedUpTo(): Instant {
    return this.#emittedUpTo
  }

  /** Readings between the start edge and the first bucket have been fed: earlier readings are ignored from now on. */
  endReread(): void {
    while ((this.#registers[0]?.time ?? Infinity) < this.from) this.#feedRegister()
    this.#rereadEnded = true
  }

  /** Starts of quarter hours in the store, ascending: one that the pass does not compute again is emitted empty. */
  expectStored(starts: readonly Instant[]): void {
    for (const start of starts) if (start >= this.from) this.#stored.push(start)
  }

  /** The next reading of this point in time order; `value` in the canonical unit, `quality` as in QUALITY_CODE. */
  feed(time: number, value: number, quality: number): void {
    while ((this.#registers[0]?.time ?? Infinity) < time) this.#feedRegister()
    if (this.#registers[0]?.time === time) this.#feedRegister()
    else this.#feed(time, value, quality)
  }

  /** What a correction says the register read, in place of what the meter sent at that time. */
  #feedRegister(): void {
    const register = this.#registers.shift()
    if (register !== undefined) this.#feed(register.time, register.value, QUALITY_CODE.good)
  }

  #feed(time: number, value: number, quality: number): void {
    if (time === this.after) this.#track.markStart(quality)
    if (time === this.after && time === this.from) this.#track.countStart(time, value, quality)
    if (this.#state === 'done' || time <= this.after || (this.#rereadEnded && time < this.from)) return
    this.#track.push(time, value, quality)
    if (this.#state === 'open' && time >= this.#end) this.#compareAtEnd()
  }

  /** Goes on to a later end; `storedEdge` is the edge state that the store holds there. */
  extend(end: number, storedEdge: EdgeState | null): void {
    this.#end = end
    this.#storedEdge = storedEdge
    this.#state = 'open'
    for (const bucket of this.#behindEnd.splice(0)) this.#addComputed(bucket)
    this.#compareAtEnd()
  }

  /** The point has no more readings: emits all that is open. */
  finish(): void {
    if (this.done) return
    while (this.#registers.length > 0) this.#feedRegister()
    if (this.#end < Infinity) this.extend(Infinity, null)
    this.#track.end()
    this.#emitEmptyBefore(Infinity)
  }

  #compareAtEnd(): void {
    if ((this.#track.lastTime() ?? -Infinity) < this.#end || this.#track.hasHeld()) return
    this.#emitEmptyBefore(this.#end)
    this.#state = isSameEdge(this.#edge, this.#storedEdge) ? 'done' : 'diverged'
  }

  #addComputed(bucket: Bucket): void {
    if (bucket.end > this.#end) {
      this.#behindEnd.push(bucket)
      return
    }
    this.#emitEmptyBefore(bucket.start)
    this.#passed(bucket.start)
    this.#emitBucket(bucket)
  }

  /** Quarter hours before `edge` that are stored or estimated, and were not computed: they have no content but what a correction gives them. */
  #emitEmptyBefore(edge: number): void {
    for (;;) {
      const start = instant(Math.min(this.#stored[0] ?? Infinity, this.#estimated[0] ?? Infinity))
      if (!(start < edge)) return
      this.#passed(start)
      this.#emitBucket(emptyQuarter(this.point, start))
    }
  }

  #passed(start: Instant): void {
    while ((this.#stored[0] ?? Infinity) <= start) this.#stored.shift()
    while ((this.#estimated[0] ?? Infinity) <= start) this.#estimated.shift()
  }

  #emitBucket(bucket: Bucket): void {
    // Corrected before it is looked at: the detector reads stored quarter hours, which are corrected, too.
    const corrected = this.#corrector === null ? bucket : this.#corrector.correct(bucket)
    const checked = this.#stuck === null ? corrected : this.#stuck.next(corrected)
    this.#emittedUpTo = bucket.end
    this.#edge = bucket.edge ?? this.#edge
    this.#emit(checked)
    this.cascade.push(0, checked)
  }
}
