/** Quarter-hour buckets in the making: segments and readings go in, in time order, finished buckets come out. */

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
  findings: number
}

export type CoverageKind = 'measured' | 'coarse' | 'bridged'

export interface OpenQuartersParts {
  readonly point: string
  readonly arithmetic: Arithmetic
  /** Buckets that start before this are not given out. */
  readonly from: number
  readonly emit: (bucket: Bucket) => void
}

const nothing = (start: number): OpenQuarter => ({
  start,
  n: 0,
  total: 0,
  min: null,
  max: null,
  measured: 0,
  coarse: 0,
  bridged: 0,
  findings: 0,
})

function bucketOf(point: string, arithmetic: Arithmetic, content: OpenQuarter, closing: EdgeState | null): Bucket {
  const start = instant(content.start)
  const end = instant(content.start + QUARTER)
  // Field by field: a spread here costs half of a rollup's time.
  const { n, total, min, max, measured, coarse, bridged, findings } = content
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
    estimated: 0,
    edge: closing,
    findings,
    version: ROLLUP_VERSION,
  }
}

/** A quarter hour without content: it takes the place of one that lost what it had. */
export function emptyQuarter(point: Point, start: number): Bucket {
  return bucketOf(point.id, arithmeticOf(point.kind), nothing(start), null)
}

export class OpenQuarters {
  /** Ascending by start; rarely more than two. */
  readonly #open: OpenQuarter[] = []
  readonly #parts: OpenQuartersParts

  constructor(parts: OpenQuartersParts) {
    this.#parts = parts
  }

  /** A reading was there, whatever came of it. */
  seen(time: number, findings: number): void {
    const bucket = this.#at(time)
    bucket.n += 1
    bucket.findings |= findings
  }

  /** Something remarkable about the bucket of `time`. */
  flag(time: number, findings: number): void {
    this.#at(time).findings |= findings
  }

  /** A share of a bucket: [from, to) lies within one bucket. */
  add(from: number, to: number, part: { total: number; known: CoverageKind; findings: number }): void {
    const bucket = this.#at(from)
    bucket.total += part.total
    bucket[part.known] += to - from
    bucket.findings |= part.findings
  }

  /** A total without a span of its own: the first amount of an interval meter. */
  lump(time: number, total: number): void {
    this.#at(time).total += total
  }

  /** A gauge held this value at some moment of the bucket of `time`. */
  range(time: number, value: number): void {
    const bucket = this.#at(time)
    bucket.min = bucket.min === null ? value : Math.min(bucket.min, value)
    bucket.max = bucket.max === null ? value : Math.max(bucket.max, value)
  }

  /** Buckets that end at or before `upTo` are finished: `closing` is the last accepted reading at or before each of their ends. */
  finish(upTo: number, closing: EdgeState | null): void {
    while ((this.#open[0]?.start ?? Infinity) + QUARTER <= upTo) this.#give(this.#open.shift() as OpenQuarter, closing)
  }

  /** The first accepted reading of all: buckets that ended before it have no closing. */
  first(time: number, closing: EdgeState): void {
    this.finish(time - 1, null)
    this.finish(time, closing)
  }

  /** Everything that is left, with the last accepted reading. */
  rest(closing: EdgeState | null): void {
    for (const bucket of this.#open.splice(0)) this.#give(bucket, closing)
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
    const made = nothing(start)
    this.#open.splice(index, 0, made)
    return made
  }

  #give(bucket: OpenQuarter, closing: EdgeState | null): void {
    const { point, arithmetic, from, emit } = this.#parts
    if (bucket.start >= from) emit(bucketOf(point, arithmetic, bucket, closing))
  }
}
