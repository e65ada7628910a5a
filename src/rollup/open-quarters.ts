/** Quarter-hour buckets that are still open: shares of differences and readings go in, in time order, finished buckets come out. */

import {
  type Arithmetic,
  arithmeticOf,
  type Bucket,
  type EdgeState,
  instant,
  type Point,
  QUARTER,
  ROLLUP_VERSION,
} from '../domain/index.ts'

interface OpenQuarter {
  readonly start: number
  n: number
  total: number
  min: number | null
  max: number | null
  measured: number
  coarse: number
  bridged: number
  estimated: number
  findings: number
}

/** How much is known of a part of a bucket: see `Bucket.measured`, `coarse`, `bridged` and `estimated`. */
export type CoverageKind = 'measured' | 'coarse' | 'bridged' | 'estimated'

export interface OpenQuartersParts {
  readonly point: string
  readonly arithmetic: Arithmetic
  /** Buckets that start before this, epoch ms, are not emitted. */
  readonly from: number
  readonly emit: (bucket: Bucket) => void
}

const empty = (start: number): OpenQuarter => ({
  start,
  n: 0,
  total: 0,
  min: null,
  max: null,
  measured: 0,
  coarse: 0,
  bridged: 0,
  estimated: 0,
  findings: 0,
})

function bucketOf(point: string, arithmetic: Arithmetic, content: OpenQuarter, edge: EdgeState | null): Bucket {
  const start = instant(content.start)
  const end = instant(content.start + QUARTER)
  // Field by field: a spread here costs half of a rollup's time.
  const { n, total, min, max, measured, coarse, bridged, estimated, findings } = content
  return {
    point,
    step: '15m',
    start,
    end,
    arithmetic,
    n,
    total,
    min,
    max,
    measured,
    coarse,
    bridged,
    estimated,
    edge,
    findings,
    version: ROLLUP_VERSION,
  }
}

/** A quarter hour without content: it replaces a stored one that has no readings any more. */
export function emptyQuarter(point: Point, start: number): Bucket {
  return bucketOf(point.id, arithmeticOf(point.kind), empty(start), null)
}

export class OpenQuarters {
  /** Ascending by start; rarely more than two. */
  readonly #open: OpenQuarter[] = []
  readonly #parts: OpenQuartersParts

  constructor(parts: OpenQuartersParts) {
    this.#parts = parts
  }

  /** Counts a reading, whatever its quality. */
  count(time: number, findings: number): void {
    const bucket = this.#at(time)
    bucket.n += 1
    bucket.findings |= findings
  }

  /** Adds findings to the bucket of `time`. */
  flag(time: number, findings: number): void {
    this.#at(time).findings |= findings
  }

  /** Adds a total over [from, to), which lies within one bucket, and covers that part. */
  add(from: number, to: number, part: { total: number; coverage: CoverageKind; findings: number }): void {
    const bucket = this.#at(from)
    bucket.total += part.total
    bucket[part.coverage] += to - from
    bucket.findings |= part.findings
  }

  /** Adds a total that covers no time: the first amount of an interval meter. */
  addUncovered(time: number, total: number): void {
    this.#at(time).total += total
  }

  /** Widens minimum and maximum of the bucket of `time` by a gauge's value. */
  widenRange(time: number, value: number): void {
    const bucket = this.#at(time)
    bucket.min = bucket.min === null ? value : Math.min(bucket.min, value)
    bucket.max = bucket.max === null ? value : Math.max(bucket.max, value)
  }

  /** Emits buckets that end at or before `upTo`: `edge` is the last accepted reading at or before each of their ends. */
  finish(upTo: number, edge: EdgeState | null): void {
    while ((this.#open[0]?.start ?? Infinity) + QUARTER <= upTo) this.#emit(this.#open.shift() as OpenQuarter, edge)
  }

  /** The first accepted reading of the point: buckets that end before it have no edge state. */
  finishFirst(time: number, edge: EdgeState): void {
    this.finish(time - 1, null)
    this.finish(time, edge)
  }

  /** Emits all that is open, with the last accepted reading. */
  finishAll(edge: EdgeState | null): void {
    for (const bucket of this.#open.splice(0)) this.#emit(bucket, edge)
  }

  #at(time: number): OpenQuarter {
    const start = Math.floor(time / QUARTER) * QUARTER
    for (let i = this.#open.length - 1; i >= 0; i--) {
      const bucket = this.#open[i] as OpenQuarter
      if (bucket.start === start) return bucket
      if (bucket.start < start) return this.#insert(i + 1, start)
    }
    return this.#insert(0, start)
  }

  #insert(index: number, start: number): OpenQuarter {
    const content = empty(start)
    if (index === this.#open.length) this.#open.push(content)
    else this.#open.splice(index, 0, content)
    return content
  }

  #emit(bucket: OpenQuarter, edge: EdgeState | null): void {
    const { point, arithmetic, from, emit } = this.#parts
    if (bucket.start >= from) emit(bucketOf(point, arithmetic, bucket, edge))
  }
}
