/** The readings of one point on their way into buckets. */

import { arithmeticOf, type Bucket, type Closing, type Instant, type Point } from '../../domain/index.ts'
import { createGaugeTrack } from './gauge.ts'
import { Partial } from '../open-quarters.ts'
import { createIntervalTrack, createRegisterTrack } from './register.ts'
import { restarting, silenceOf } from './silence.ts'

export interface Track {
  /** A reading later than all before it; `quality` as in QUALITY_CODE. */
  push(time: number, value: number, quality: number): void
  /** The carried reading itself, when it stands on the edge of the first bucket: counted there, but not passed through the rules again. */
  recount(time: number, value: number, quality: number): void
  /** The last accepted reading. */
  closing(): Closing | null
  lastTime(): Instant | null
  /** No reading waits to be confirmed. */
  settled(): boolean
  /** No more readings: gives out what is open. */
  end(): void
}

export interface TrackParts {
  readonly point: Point
  /** The last accepted reading before the first that will be pushed. */
  readonly carry: Closing | null
  /** Buckets from this edge on are given out. */
  readonly from: Instant
  readonly emit: (bucket: Bucket) => void
}

export function createTrack({ point, carry, from, emit }: TrackParts): Track {
  const partial = new Partial({ point: point.id, arithmetic: arithmeticOf(point.kind), from, emit })
  const make = { interval: createIntervalTrack, counter: createRegisterTrack, gauge: createGaugeTrack }
  const create = make[point.kind === 'interval' || point.kind === 'counter' ? point.kind : 'gauge']
  return restarting(create(point, partial, carry), silenceOf(point), () => create(point, partial, null))
}
