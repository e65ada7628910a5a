/**
 * Baselines that were learned, frozen: the first claim writes what it learned with the hash of the quarter hours that it learned from, and every later claim
 * uses that record. A late reading, a correction or a new rule does not move a saving that was printed.
 */

import { type DayType, type Instant, instant, type Span } from '../domain/index.ts'
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

/** A baseline that another took the place of, with its author and reason. It stays in the log, and so do the claims that were printed with it. */
export interface SupersededBaseline {
  readonly baseline: FrozenBaseline
  readonly at: Instant
  readonly by: string
  readonly reason: string
}

export interface BaselineLog {
  /** The baseline of a load that was learned from this time; null before the first claim. */
  find(load: string, within: Span): Promise<FrozenBaseline | null>
  freeze(baseline: Omit<FrozenBaseline, 'hash' | 'frozenAt'>, data: string): Promise<FrozenBaseline>
  /** The next claim learns again. Null: nothing is frozen that could be superseded. */
  supersede(load: string, within: Span, about: Pick<SupersededBaseline, 'by' | 'reason'>): Promise<SupersededBaseline | null>
  /** Baselines of a load, learned from this time, that were superseded, oldest first. */
  superseded(load: string, within: Span): Promise<readonly SupersededBaseline[]>
}

const STREAM = 'savings-baselines'
const keyOf = (load: string, { from, to }: Span): string => `${load} ${from}/${to}`

/** Maps as lists of pairs: JSON has no maps. */
interface BaselineBody extends Omit<FrozenBaseline, 'learned'> {
  readonly learned: Omit<LearnedBaseline, 'dayHours'> & {
    readonly dayHours: Readonly<Record<DayType, readonly (readonly [number, number])[]>>
  }
}

/** A record that ends a baseline. */
interface Supersession {
  readonly supersedes: string
  readonly load: string
  readonly within: Span
  readonly by: string
  readonly reason: string
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
  const past = new Map<string, SupersededBaseline[]>()
  const log = createProjection(records, STREAM, ({ body, at }) => {
    if ('supersedes' in (body as object)) end(body as Supersession, instant(at))
    else add(baselineFrom(body as BaselineBody))
  })

  function add(baseline: FrozenBaseline): void {
    const key = keyOf(baseline.load, baseline.within)
    // The first one counts: two claims at once may both have learned.
    if (!frozen.has(key)) frozen.set(key, baseline)
  }

  function end({ load, within, supersedes, by, reason }: Supersession, at: Instant): void {
    const key = keyOf(load, within)
    const baseline = frozen.get(key)
    if (baseline?.hash !== supersedes) return
    frozen.delete(key)
    past.set(key, [...(past.get(key) ?? []), { baseline, at, by, reason }])
  }

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
    async supersede(load, within, { by, reason }) {
      const found = await find(load, within)
      if (found === null) return null
      const body: Supersession = { supersedes: found.hash, load, within, by, reason }
      await records.append(STREAM, keyOf(load, within), clock.now(), body)
      await log.refresh()
      return past.get(keyOf(load, within))?.at(-1) ?? null
    },
    async superseded(load, within) {
      await log.refresh()
      return past.get(keyOf(load, within)) ?? []
    },
  }
}
