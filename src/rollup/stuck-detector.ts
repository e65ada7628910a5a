/**
 * Finds a meter that repeats itself: consecutive quarter hours that each hold one and the same value, other than 0, for longer than the
 * point's limit. It reads buckets only, so the finding depends on nothing but them. (PNNL data quality rules: frozen value.)
 */

import { type Bucket, copyBucket, findingBit, type Point, QUARTER } from '../domain/index.ts'

const STUCK = findingBit('stuck')

/** How far before a bucket the detector must read to decide on it, ms: the limit in whole quarter hours, and one more. 0 without a limit. */
export function stuckLookback({ rules }: Point): number {
  return rules.stuckAfter === null ? 0 : Math.ceil(rules.stuckAfter / QUARTER) * QUARTER + QUARTER
}

/**
 * The one value of a quarter hour, or null when it changed or nobody can tell. A register is constant when nothing was consumed between its
 * readings, or between those around the quarter hour when they are no further apart than the gap limit.
 */
function constantValue(b: Bucket): number | null {
  const seen = b.n > 0 || b.measured + b.coarse === b.end - b.start
  if (b.arithmetic === 'register') return seen && b.total === 0 ? (b.edge?.value ?? null) : null
  return b.min !== null && b.min === b.max && b.min !== 0 ? b.min : null
}

export class StuckDetector {
  readonly #limit: number
  #value: number | null = null
  #since = 0
  #end = 0

  /** `limit` in ms. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Takes the next quarter hour and returns it, with the finding `stuck` when its value has been constant for longer than the limit. */
  next(bucket: Bucket): Bucket {
    const value = constantValue(bucket)
    if (value === null || value !== this.#value || bucket.start !== this.#end) this.#since = bucket.start
    this.#value = value
    this.#end = bucket.end
    const stuck = value !== null && bucket.end - this.#since > this.#limit
    return stuck ? copyBucket(bucket, { findings: bucket.findings | STUCK }) : bucket
  }
}
