/** One point on its way through a pass: readings go in, buckets come out, until what stands beyond agrees. */

import { type Bucket, type EdgeState, type Instant, instant, type Point } from '../domain/index.ts'
import { type Cascade, createCascade, type BucketEdges } from './fold.ts'
import { emptyQuarter } from './open-quarters.ts'
import { StuckDetector } from './stuck-detector.ts'
import { createTrack } from './tracks/create-track.ts'
import type { Track } from './tracks/track.ts'

export interface RunnerParts {
  readonly point: Point
  /** Last accepted reading at or before `from`. */
  readonly carry: EdgeState | null
  /** First bucket that is computed. */
  readonly from: Instant
  /** Buckets up to here are given out; Infinity when nothing follows the stretch. */
  readonly end: number
  /** The closing that stands at `end`. */
  readonly stored: EdgeState | null
  /** Quarter hours that stand before `from`, as far back as the point's limit for a stuck meter. */
  readonly before: readonly Bucket[]
  readonly edges: readonly BucketEdges[]
  readonly emit: (bucket: Bucket) => void
}

const same = (a: EdgeState | null, b: EdgeState | null): boolean => a?.time === b?.time && a?.value === b?.value

export class Runner {
  readonly point: Point
  readonly from: Instant
  /** Time of the carried closing: readings after it are fed. */
  readonly after: number
  readonly cascade: Cascade
  readonly #emit: (bucket: Bucket) => void
  readonly #track: Track
  readonly #flat: StuckDetector | null
  /** Buckets that lie beyond the end. */
  #beyond: Bucket[] = []
  /** Quarter hours that stand in the store and have not been computed yet, ascending. */
  readonly #standing: Instant[] = []
  #upTo: Instant
  #closing: EdgeState | null
  #end: number
  #stored: EdgeState | null
  #recalled = false
  #state: 'open' | 'done' | 'diverged' = 'open'

  constructor({ point, carry, from, end, stored, before, edges, emit }: RunnerParts) {
    this.point = point
    this.from = from
    this.after = carry?.time ?? -Infinity
    this.cascade = createCascade(edges, emit)
    this.#emit = emit
    this.#track = createTrack({ point, carry, from, emit: (bucket) => this.#give(bucket) })
    this.#flat = point.rules.stuckAfter === null ? null : new StuckDetector(point.rules.stuckAfter)
    for (const bucket of before) this.#flat?.next(bucket)
    this.#upTo = from
    this.#closing = carry
    this.#end = end
    this.#stored = stored
  }

  /** Buckets up to here are given out. */
  get end(): number {
    return this.#end
  }

  /** A reading after the end has closed it, and the stored buckets beyond agree. */
  get done(): boolean {
    return this.#state === 'done'
  }

  /** It is closed, but what stands beyond was computed from another closing. */
  get diverged(): boolean {
    return this.#state === 'diverged'
  }

  /** End of the last bucket that was given out, or the start. */
  get givenUpTo(): Instant {
    return this.#upTo
  }

  /** Readings between the carried closing and the first bucket have been fed; from now on only those in or after it count. */
  recalled(): void {
    this.#recalled = true
  }

  /** Quarter hours that stand in the store, ascending: those that have no content any more are given out empty. */
  expect(starts: readonly Instant[]): void {
    for (const start of starts) if (start >= this.from) this.#standing.push(start)
  }

  /** The next reading of this point in time; `quality` as in QUALITY_CODE. */
  feed(time: number, value: number, quality: number): void {
    if (time === this.after && time === this.from) this.#track.recount(time, value, quality)
    if (this.#state === 'done' || time <= this.after || (this.#recalled && time < this.from)) return
    this.#track.push(time, value, quality)
    if (this.#state === 'open' && time >= this.#end) this.#look()
  }

  /** Go on to a later end; `stored` is the closing that stands there. */
  extend(end: number, stored: EdgeState | null): void {
    this.#end = end
    this.#stored = stored
    this.#state = 'open'
    for (const bucket of this.#beyond.splice(0)) this.#give(bucket)
    this.#look()
  }

  /** No more readings. */
  finish(): void {
    if (this.done) return
    if (this.#end < Infinity) this.extend(Infinity, null)
    this.#track.end()
    this.#clear(Infinity)
  }

  #look(): void {
    if ((this.#track.lastTime() ?? -Infinity) < this.#end || !this.#track.settled()) return
    this.#clear(this.#end)
    this.#state = same(this.#closing, this.#stored) ? 'done' : 'diverged'
  }

  #give(bucket: Bucket): void {
    if (bucket.end > this.#end) {
      this.#beyond.push(bucket)
      return
    }
    this.#clear(bucket.start)
    if (this.#standing[0] === bucket.start) this.#standing.shift()
    this.#out(bucket)
  }

  /** What stands before `edge` and was not computed again has lost its content. */
  #clear(edge: number): void {
    while ((this.#standing[0] ?? Infinity) < edge) this.#out(emptyQuarter(this.point, this.#standing.shift() ?? instant(edge)))
  }

  #out(bucket: Bucket): void {
    const looked = this.#flat === null ? bucket : this.#flat.next(bucket)
    this.#upTo = bucket.end
    this.#closing = bucket.edge ?? this.#closing
    this.#emit(looked)
    this.cascade.push(0, looked)
  }
}
