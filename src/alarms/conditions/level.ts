/** Values above or below a limit. Pure. */

import { type Instant, instant } from '../../domain/index.ts'
import type { SubjectVerdict } from '../judgement.ts'

export interface LevelSample {
  readonly time: number
  readonly value: number
  /** False: the limit does not apply at that time, as in a room without people. */
  readonly applies: boolean
}

export interface LevelLimits {
  readonly above?: number
  readonly below?: number
  /** Distance from the limit at which the value is sound again. */
  readonly hysteresis?: number
}

export interface LevelPoint {
  readonly id: string
  readonly unit: string
  /** Ascending by time. */
  readonly samples: readonly LevelSample[]
}

interface Broken {
  readonly side: 'above' | 'below'
  readonly since: number
}

function next(state: Broken | null, { time, value, applies }: LevelSample, { above, below, hysteresis = 0 }: LevelLimits): Broken | null {
  if (!applies) return null
  const margin = (side: Broken['side']): number => (state?.side === side ? hysteresis : 0)
  if (above !== undefined && value > above - margin('above')) return state?.side === 'above' ? state : { side: 'above', since: time }
  if (below !== undefined && value < below + margin('below')) return state?.side === 'below' ? state : { side: 'below', since: time }
  return null
}

/** Unknown without samples: a silent point has an alarm of its own. */
export function judgeLevel({ id, unit, samples }: LevelPoint, limits: LevelLimits, now: Instant): SubjectVerdict {
  const last = samples.at(-1)
  let state: Broken | null = null
  for (const sample of samples) state = next(state, sample, limits)
  const { side, since } = state ?? { side: 'above' as const, since: now }
  const limit = (side === 'above' ? limits.above : limits.below) ?? 0
  const value = last === undefined ? 0 : Math.round(last.value * 1000) / 1000
  return {
    subject: id,
    verdict: last === undefined ? 'unknown' : state === null ? 'sound' : 'holds',
    since: instant(since),
    points: [id],
    sentence: `${id} is ${value} ${unit}, ${side} its limit of ${limit} ${unit}`,
    evidence: { point: id, value, unit, side, limit },
  }
}
