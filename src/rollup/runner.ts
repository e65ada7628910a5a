/** One point in a pass: readings go in, buckets come out, until the computed edge state equals the stored one at the end of its range. */

import { type Bucket, type EdgeState, type Instant, instant, isSameEdge, type Point } from '../domain/index.ts'
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
  #emittedUpTo: Instant
  #edge: EdgeState | null
  #end: number
  #storedEdge: EdgeState | null
  #rereadEnded = false
  #state: 'open' | 'done' | 'diverged' = 'open'

  constructor({ point, start, end, before, edges, zone, emit }: RunnerParts) {
    this.point = point
    this.from = start.from
    this.after = start.edge?.time ?? -Infinity
    this.cascade = createCascade(edges, emit, point.rules.interval ?? point.rules.gapLimit)
    this.#emit = emit
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
    this.#rereadEnded = true
  }

  /** Starts of quarter hours in the store, ascending: one that the pass does not compute again is emitted empty. */
  expectStored(starts: readonly Instant[]): void {
    for (const start of starts) if (start >= this.from) this.#stored.push(start)
  }

  /** The next reading of this point in time order; `value` in the canonical unit, `quality` as in QUALITY_CODE. */
  feed(time: number, value: number, quality: number): void {
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
    if (this.#stored[0] === bucket.start) this.#stored.shift()
    this.#emitBucket(bucket)
  }

  /** Stored quarter hours before `edge` that were not computed again have lost their content: empty ones replace them. */
  #emitEmptyBefore(edge: number): void {
    while ((this.#stored[0] ?? Infinity) < edge) this.#emitBucket(emptyQuarter(this.point, this.#stored.shift() ?? instant(edge)))
  }

  #emitBucket(bucket: Bucket): void {
    const checked = this.#stuck === null ? bucket : this.#stuck.next(bucket)
    this.#emittedUpTo = bucket.end
    this.#edge = bucket.edge ?? this.#edge
    this.#emit(checked)
    this.cascade.push(0, checked)
  }
}
