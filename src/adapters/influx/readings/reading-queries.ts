/** Queries of the measurement `reading`, grouped by point. */

import { DAY, instant, qualityOf, REMOVED_CODE } from '../../../domain/index.ts'
import type { Change, LatestReading } from '../../../ports/index.ts'
import { allOf, pointsFilters } from '../points-filter.ts'
import type { Cell, Queries } from '../client/select.ts'
import { ALWAYS, within } from '../time-range.ts'

export type OnValues = (point: string, values: readonly (readonly Cell[])[]) => void

export interface ReadingQuery {
  readonly fields: string
  /** Condition beside the one on points. */
  readonly where: string
  /** Undefined: all. */
  readonly points?: readonly string[] | undefined
  /** After the point in GROUP BY. */
  readonly by?: string
}

/** Passes on the rows of each point, in chunks, in time order. */
export type SelectReadings = (query: ReadingQuery, on: OnValues) => Promise<void>

export function selectFrom(queries: Queries, database: string): SelectReadings {
  return async ({ fields: select, where, points, by = '' }, on) => {
    for (const { condition, params } of pointsFilters(points)) {
      const q = `SELECT ${select} FROM "reading" WHERE ${allOf(where, condition)} GROUP BY "point"${by}`
      await queries.select(database, q, params, (s) => on(s.tags['point'] ?? '', s.values))
    }
  }
}

export type LatestByPoint = Map<string, LatestReading>

export async function readLatest(select: SelectReadings): Promise<LatestByPoint> {
  const latest: LatestByPoint = new Map()
  const removed: string[] = []
  const readLast = (query: Omit<ReadingQuery, 'fields'>): Promise<void> =>
    select({ fields: 'last("v"), "q"', ...query }, (point, values) => {
      const [time, value, quality] = values[0] as readonly Cell[]
      if (quality === REMOVED_CODE) removed.push(point)
      else
        latest.set(point, {
          point,
          time: instant(time as number),
          value: value as number,
          quality: qualityOf((quality as number | null) ?? 0),
        })
    })
  await readLast({ where: ALWAYS })
  if (removed.length > 0) await readLast({ where: `"q" != ${REMOVED_CODE}`, points: removed.splice(0) })
  return latest
}

/** Time of an aggregate (`first`, `last`) of each point. */
async function readTimes(select: SelectReadings, aggregate: string): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  await select({ fields: aggregate, where: ALWAYS }, (point, values) => times.set(point, values[0]?.[0] as number))
  return times
}

/** All readings as changes: the first and the last instant of a point are exact, days in between are whole. */
export async function readAllChanges(select: SelectReadings): Promise<Change[]> {
  const first = await readTimes(select, 'first("v")')
  const last = await readTimes(select, 'last("v")')
  if (first.size === 0) return []
  const from = [...first.values()].reduce((least, t) => Math.min(least, t), Infinity)
  const to = [...last.values()].reduce((most, t) => Math.max(most, t), -Infinity)
  const found: Change[] = []
  await select({ fields: 'count("v")', where: within({ from, to: to + 1 }), by: ', time(1d) fill(none)' }, (point, values) => {
    for (const [start] of values) {
      const day = start as number
      found.push({
        point,
        from: instant(Math.max(day, first.get(point) ?? day)),
        to: instant(Math.min(day + DAY - 1, last.get(point) ?? day + DAY - 1)),
      })
    }
  })
  const dayOf = (c: Change): number => Math.floor(c.from / DAY)
  return found.sort((a, b) => dayOf(a) - dayOf(b) || (a.point < b.point ? -1 : 1))
}
