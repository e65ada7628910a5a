/** The readings of one point on their way into buckets: what every kind of arithmetic does with them. */

import type { EdgeState, Instant } from '../../domain/index.ts'

export interface Track {
  /** A reading later than all before it; `quality` as in QUALITY_CODE. */
  push(time: number, value: number, quality: number): void
  /** The carried reading itself, when it stands on the edge of the first bucket: counted there, but not passed through the rules again. */
  recount(time: number, value: number, quality: number): void
  /** The last accepted reading. */
  closing(): EdgeState | null
  lastTime(): Instant | null
  /** No reading waits to be confirmed. */
  settled(): boolean
  /** No more readings: gives out what is open. */
  end(): void
}
