/** Policies that go by the newest reading of a point: presence, limits, daylight. A reading that is too old leaves them with their fallback. */

import type { DaylightPolicy, Instant, LimitPolicy, OccupancyPolicy, PolicyValue } from '../../domain/index.ts'
import { meanAt } from '../running-mean.ts'
import { silenceOf, type Snapshot, type WatchedReading } from '../snapshot.ts'
import { type ControlReason, why } from '../reasons/reason.ts'

export type ReadingPolicy = OccupancyPolicy | LimitPolicy | DaylightPolicy

export interface Judgement {
  /** Null: no opinion. */
  readonly value: PolicyValue | null
  readonly reason: ControlReason
  /** Whether the limit is passed, or it is dark: what hysteresis goes on from. */
  readonly active: boolean
}

/** `since`: when the limit was passed, or it became dark, as the last judgement of this policy at this point had it; null: it is not. */
export function judgeReading(policy: ReadingPolicy, point: string, snapshot: Snapshot, since: Instant | null): Judgement {
  const silence = silenceOf(snapshot, point)
  const { after, value } = policy.stale
  if (silence > after) {
    return { value, reason: why(value === null ? 'stale-silent' : 'stale-fallback', { point, silence }), active: false }
  }
  const reading = snapshot.readings.get(point)
  if (reading === undefined) return { value: null, reason: why('no-reading', { point }), active: false }
  if (policy.kind === 'occupancy') return judgePresence(policy, point, reading, snapshot)
  return policy.kind === 'limit'
    ? judgeLimit(policy, point, compared(policy, reading, snapshot.at, since), since !== null)
    : judgeDaylight(policy, point, reading, since !== null)
}

function judgePresence(
  { holdOff, value, otherwise }: OccupancyPolicy,
  point: string,
  { value: people, since }: WatchedReading,
  { at }: Snapshot,
): Judgement {
  if (people > 0) return { value, reason: why('presence', { point }), active: true }
  if (at - since < holdOff) return { value, reason: why('presence-ended', { point, holdOff }), active: true }
  return { value: otherwise, reason: why('nobody', { point, holdOff }), active: false }
}

interface Compared {
  readonly value: number
  readonly what: ControlReason
  /** A mean that passed the limit within this interval: its load stays as it is until the next one, else it would come and go. */
  readonly held: boolean
}

function compared({ mean }: LimitPolicy, reading: WatchedReading, at: Instant, since: Instant | null): Compared {
  if (mean === null) return { value: reading.value, what: why('value-is', { reading: reading.value }), held: false }
  const held = since !== null && Math.floor(since / mean) === Math.floor(at / mean)
  const value = Number(meanAt(reading, at).toPrecision(4))
  return { value, what: why('mean-is', { mean, reading: value }), held }
}

function judgeLimit(policy: LimitPolicy, point: string, { value: reading, what, held }: Compared, active: boolean): Judgement {
  const { below, above, hysteresis, value, otherwise } = policy
  const back = active ? hysteresis : 0
  const passed = below === null ? above !== null && reading > above - back : reading < below + back
  const edge = below ?? above ?? 0
  const about = { point, value: what, limit: why(below === null ? 'above' : 'below', { limit: edge }) }
  if (!passed && held) return { value, reason: why('limit-held', { point, limit: edge }), active: true }
  if (!passed) return { value: otherwise, reason: why('limit-not-passed', about), active: false }
  return { value, reason: why(active && back > 0 ? 'limit-was-passed' : 'limit-passed', about), active: true }
}

function judgeDaylight(
  { below, above, value, otherwise }: DaylightPolicy,
  point: string,
  { value: lux }: WatchedReading,
  active: boolean,
): Judgement {
  const dark = lux < below || (active && lux <= above)
  const reason = why(dark ? 'too-dark' : 'bright-enough', { point, lux })
  return { value: dark ? value : otherwise, reason, active: dark }
}
