/** What a computation needs from the outside. */

import type { Bucket, Correction, Instant, Point } from '../domain/index.ts'
import type { Buckets, Clock, Readings } from '../ports/index.ts'

export interface ComputeParts {
  readonly readings: Readings
  readonly buckets: Buckets
  readonly points: ReadonlyMap<string, Point>
  /** IANA zone of the campus: hours, days, months and years end at its local edges. */
  readonly zone: string
  readonly clock: Clock
  /** Takes computed buckets. */
  readonly sink: (buckets: readonly Bucket[]) => Promise<void>
  /** Corrections by point, in the order they were recorded. */
  readonly corrections: ReadonlyMap<string, readonly Correction[]>
  /** True: computes from raw readings alone and reads no bucket of the store. */
  readonly fresh?: boolean
  readonly signal?: AbortSignal
  /** The last changed instant of each point over all passes: what was stored up to it may have lost its readings. Absent: that of the range. */
  readonly changedUntil?: ReadonlyMap<string, Instant>
  /** Called with the instant up to which readings have been read, and the one where reading began. */
  readonly onProgress?: (at: Instant, from: Instant) => void
}
