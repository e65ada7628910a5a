/** Picks the track of a point by its kind. */

import { arithmeticOf, type Bucket, type EdgeState, type Instant, type Point } from '../../domain/index.ts'
import { createGaugeTrack } from './gauge.ts'
import { OpenQuarters } from '../open-quarters.ts'
import { createIntervalTrack, createRegisterTrack } from './register.ts'
import { restartAfterSilence, silenceOf } from './silence.ts'
import type { Track } from './track.ts'

export interface TrackParts {
  readonly point: Point
  /** The last accepted reading before the first that will be pushed. */
  readonly carry: EdgeState | null
  /** Buckets from this edge on are given out. */
  readonly from: Instant
  readonly emit: (bucket: Bucket) => void
}

export function createTrack({ point, carry, from, emit }: TrackParts): Track {
  const partial = new OpenQuarters({ point: point.id, arithmetic: arithmeticOf(point.kind), from, emit })
  const make = { interval: createIntervalTrack, counter: createRegisterTrack, gauge: createGaugeTrack }
  const create = make[point.kind === 'interval' || point.kind === 'counter' ? point.kind : 'gauge']
  return restartAfterSilence(create(point, partial, carry), silenceOf(point), () => create(point, partial, null))
}
