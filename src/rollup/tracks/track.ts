/** The way of one point's readings into buckets: what each kind of arithmetic implements. */

import type { EdgeState, Instant } from '../../domain/index.ts'

export interface Track {
  /** A reading later than all before it; `value` in the canonical unit, `quality` as in QUALITY_CODE. */
  push(time: number, value: number, quality: number): void
  /** The reading of the start edge when it lies exactly on the first bucket: counted in that bucket, but not passed through the rules again. */
  countStart(time: number, value: number, quality: number): void
  /** Quality of the reading of the start edge, before any other: what it leads to is estimated where it is an estimate. */
  markStart(quality: number): void
  /** The last accepted reading. */
  edge(): EdgeState | null
  /** Time of the last accepted reading. */
  lastTime(): Instant | null
  /** True while readings are held until later ones confirm or refute them. */
  hasHeld(): boolean
  /** The point has no more readings: emits the buckets that are open. */
  end(): void
}
