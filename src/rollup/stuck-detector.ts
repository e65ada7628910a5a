/**
 * A meter that repeats itself: quarter hours that each hold one and the same value, other than 0, for longer than the point's limit. It is read off the
 * buckets, so the finding depends on nothing but them. (PNNL data quality rules: frozen value.)
 */

import { type Bucket, findingBit } from '../domain/index.ts'

const STUCK = findingBit('stuck')

/**
 * The one value a quarter hour stood at, or null. A register stands when nothing was consumed between readings: those within, or those around it
 * where they are no further apart than the gap limit. Over a longer silence nobody can say.
 */
function constantValue(b: Bucket): number | null {
  const seen = b.n > 0 || b.measured === b.end - b.start
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

  /** The next quarter hour, with the finding when it has stood still for longer than the limit. */
  next(bucket: Bucket): Bucket {
    const value = constantValue(bucket)
    if (value === null || value !== this.#value || bucket.start !== this.#end) this.#since = bucket.start
    this.#value = value
    this.#end = bucket.end
    const stuck = value !== null && bucket.end - this.#since > this.#limit
    return stuck ? { ...bucket, findings: bucket.findings | STUCK } : bucket
  }
}
