/**
 * Baselines that were learned, frozen: the first claim writes what it learned with the hash of the quarter hours that it learned from, and every later claim
 * uses that record. A late reading, a correction or a new rule does not move a saving that was printed.
 */

import type { DayType, Instant, Span } from '../domain/index.ts'
import { createProjection } from '../kernel/index.ts'
import type { Clock, Records } from '../ports/index.ts'
import type { LearnedBaseline } from './schedule/baseline-learner.ts'

export interface FrozenBaseline {
  readonly measure: string
  /** Register of the load. */
  readonly load: string
  readonly within: Span
  /** SHA-256 of the quarter hours of the power, hex. */
  readonly hash: string
  /** W at full output before control, and its relative standard uncertainty. */
  readonly full: number
  readonly fullError: number
  readonly learned: LearnedBaseline
  readonly frozenAt: Instant
}

export interface BaselineLog {
  /** The baseline of a load that was learned from this time; null before the first claim. */
  find(load: string, within: Span): Promise<FrozenBaseline | null>
  freeze(baseline: Omit<FrozenBaseline, 'hash' | 'frozenAt'>, data: string): Promise<FrozenBaseline>
}

const STREAM = 'savings-baselines'
const keyOf = (load: string, { from, to }: Span): string => `${load} ${from}/${to}`

/** Maps as lists of pairs: JSON has no maps. */
interface BaselineBody extends Omit<FrozenBaseline, 'learned'> {
  readonly learned: Omit<LearnedBaseline, 'dayHours'> & {
    readonly dayHours: Readonly<Record<DayType, readonly (readonly [number, number])[]>>
  }
}

function bodyOf(baseline: FrozenBaseline): BaselineBody {
  const { workday, weekend, holiday } = baseline.learned.dayHours
  return {
    ...baseline,
    learned: { ...baseline.learned, dayHours: { workday: [...workday], weekend: [...weekend], holiday: [...holiday] } },
  }
}

function baselineFrom(body: BaselineBody): FrozenBaseline {
  const { workday, weekend, holiday } = body.learned.dayHours
  const dayHours = { workday: new Map(workday), weekend: new Map(weekend), holiday: new Map(holiday) }
  return { ...body, learned: { ...body.learned, dayHours } }
}

export function createBaselineLog(parts: { records: Records; clock: Pick<Clock, 'now'>; sha256: (text: string) => string }): BaselineLog {
  const { records, clock, sha256 } = parts
  const frozen = new Map<string, FrozenBaseline>()
  const log = createProjection(records, STREAM, ({ body }) => {
    const baseline = baselineFrom(body as BaselineBody)
    const key = keyOf(baseline.load, baseline.within)
    // The first one counts: two claims at once may both have learned.
    if (!frozen.has(key)) frozen.set(key, baseline)
  })

  async function find(load: string, within: Span): Promise<FrozenBaseline | null> {
    await log.refresh()
    return frozen.get(keyOf(load, within)) ?? null
  }

  return {
    find,
    async freeze(baseline, data) {
      const at = clock.now()
      const record: FrozenBaseline = { ...baseline, hash: sha256(data), frozenAt: at }
      await records.append(STREAM, keyOf(baseline.load, baseline.within), at, bodyOf(record))
      return (await find(baseline.load, baseline.within)) ?? record
    },
  }
}
