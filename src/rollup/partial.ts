/** Quarter-hour buckets in the making: segments and readings go in, in time order, finished buckets come out. */

import { type Arithmetic, type Bucket, type Closing, instant, QUARTER, ROLLUP_VERSION } from '../domain/index.ts'

interface Open {
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

export type Known = 'measured' | 'coarse' | 'bridged'

export interface Partial {
  /** A reading was there, whatever came of it. */
  seen(time: number, findings: number): void
  /** Something remarkable about the bucket of `time`. */
  flag(time: number, findings: number): void
  /** A share of a bucket: [from, to) lies within one bucket. */
  add(from: number, to: number, part: { total: number; known: Known; findings: number }): void
  /** A total without a span of its own: the first amount of an interval meter. */
  lump(time: number, total: number): void
  /** A gauge held this value at some moment of the bucket of `time`. */
  range(time: number, value: number): void
  /** Buckets that end at or before `upTo` are finished: `closing` is the last accepted reading at or before each of their ends. */
  finish(upTo: number, closing: Closing | null): void
  /** The first accepted reading of all: buckets that ended before it have no closing. */
  first(time: number, closing: Closing): void
  /** Everything that is left, with the last accepted reading. */
  rest(closing: Closing | null): void
}

export interface PartialParts {
  readonly point: string
  readonly arithmetic: Arithmetic
  /** Buckets that start before this are not given out. */
  readonly from: number
  readonly emit: (bucket: Bucket) => void
}

export function createPartial({ point, arithmetic, from, emit }: PartialParts): Partial {
  /** Ascending by start; rarely more than two. */
  const open: Open[] = []

  function at(time: number): Open {
    const start = Math.floor(time / QUARTER) * QUARTER
    for (let i = open.length - 1; i >= 0; i--) {
      const bucket = open[i] as Open
      if (bucket.start === start) return bucket
      if (bucket.start < start) return insert(i + 1, start)
    }
    return insert(0, start)
  }

  function insert(index: number, start: number): Open {
    const made: Open = { start, n: 0, total: 0, min: null, max: null, measured: 0, coarse: 0, bridged: 0, findings: 0 }
    open.splice(index, 0, made)
    return made
  }

  function give(bucket: Open, closing: Closing | null): void {
    if (bucket.start < from) return
    const { start, n, total, min, max, measured, coarse, bridged, findings } = bucket
    emit({
      point,
      step: '15m',
      start: instant(start),
      end: instant(start + QUARTER),
      arithmetic,
      n,
      total,
      min,
      max,
      measured,
      coarse,
      bridged,
      estimated: 0,
      closing,
      findings,
      version: ROLLUP_VERSION,
    })
  }

  function finish(upTo: number, closing: Closing | null): void {
    while (open.length > 0 && (open[0] as Open).start + QUARTER <= upTo) give(open.shift() as Open, closing)
  }

  return {
    seen(time, findings) {
      const bucket = at(time)
      bucket.n += 1
      bucket.findings |= findings
    },
    flag(time, findings) {
      at(time).findings |= findings
    },
    add(start, end, part) {
      const bucket = at(start)
      bucket.total += part.total
      bucket[part.known] += end - start
      bucket.findings |= part.findings
    },
    lump(time, total) {
      at(time).total += total
    },
    range(time, value) {
      const bucket = at(time)
      bucket.min = bucket.min === null ? value : Math.min(bucket.min, value)
      bucket.max = bucket.max === null ? value : Math.max(bucket.max, value)
    },
    finish,
    first(time, closing) {
      finish(time - 1, null)
      finish(time, closing)
    },
    rest(closing) {
      for (const bucket of open.splice(0)) give(bucket, closing)
    },
  }
}
