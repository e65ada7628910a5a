/** Picks the track of a point by its kind. */

import { arithmeticOf, type Bucket, type EdgeState, type Instant, type Point } from '../../domain/index.ts'
import { OpenQuarters } from '../open-quarters.ts'
import { createGaugeTrack } from './gauge.ts'
import { createIntervalTrack } from './interval.ts'
import { createRegisterTrack } from './register.ts'
import { restartAfterSilence, silenceOf } from './silence.ts'
import type { Track } from './track.ts'

export interface TrackParts {
  readonly point: Point
  /** The last accepted reading before the first that will be pushed. */
  readonly edge: EdgeState | null
  /** Buckets that start before this are not emitted. */
  readonly from: Instant
  readonly emit: (bucket: Bucket) => void
  /** Zone of the campus: a register may restart at local midnight. */
  readonly zone: string
}

export function createTrack({ point, edge, from, emit, zone }: TrackParts): Track {
  const quarters = new OpenQuarters({ point: point.id, arithmetic: arithmeticOf(point.kind), from, emit })
  const make = (start: EdgeState | null): Track => {
    if (point.kind === 'interval') return createIntervalTrack(point, quarters, start, zone)
    if (point.kind === 'counter' || point.kind === 'net') return createRegisterTrack(point, quarters, start, zone)
    return createGaugeTrack(point, quarters, start)
  }
  return restartAfterSilence(make(edge), silenceOf(point), () => make(null))
}
