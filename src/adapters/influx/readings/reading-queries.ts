/** Questions to the measurement `reading`, asked point by point. */

import { DAY, instant, qualityOf } from '../../../domain/index.ts'
import type { Change, LatestReading } from '../../../ports/index.ts'
import { all, pointsFilters } from '../points-filter.ts'
import type { Cell, Queries } from '../client/select.ts'
import { ALWAYS, within } from '../time-range.ts'

export type OnValues = (point: string, values: readonly (readonly Cell[])[]) => void

export interface ReadingQuery {
  readonly select: string
  /** Condition beside the one on points. */
  readonly where: string
  /** Undefined: all. */
  readonly points?: readonly string[] | undefined
  /** After the point in GROUP BY. */
  readonly by?: string
}

/** Rows of each point, in chunks, in time order. */
export type Ask = (query: ReadingQuery, on: OnValues) => Promise<void>

export function asking(queries: Queries, database: string): Ask {
  return async ({ select, where, points, by = '' }, on) => {
    for (const { condition, params } of pointsFilters(points)) {
      const q = `SELECT ${select} FROM "reading" WHERE ${all(where, condition)} GROUP BY "point"${by}`
      await queries.select(database, q, params, (s) => on(s.tags['point'] ?? '', s.values))
    }
  }
}

export type LatestByPoint = Map<string, LatestReading>

export async function latestOf(ask: Ask): Promise<LatestByPoint> {
  const latest: LatestByPoint = new Map()
  await ask({ select: 'last("v"), "q"', where: ALWAYS }, (point, values) => {
    const [time, value, quality] = values[0] as readonly Cell[]
    latest.set(point, { point, time: instant(time as number), value: value as number, quality: qualityOf((quality as number | null) ?? 0) })
  })
  return latest
}

/** When the aggregate of each point lies. */
async function timesOf(ask: Ask, select: string): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  await ask({ select, where: ALWAYS }, (point, values) => times.set(point, values[0]?.[0] as number))
  return times
}

/** All there is as changes: the first and the last instant of a point are exact, days in between count as a whole. */
export async function everythingOf(ask: Ask): Promise<Change[]> {
  const first = await timesOf(ask, 'first("v")')
  const last = await timesOf(ask, 'last("v")')
  if (first.size === 0) return []
  const from = [...first.values()].reduce((least, t) => Math.min(least, t), Infinity)
  const to = [...last.values()].reduce((most, t) => Math.max(most, t), -Infinity)
  const found: Change[] = []
  await ask({ select: 'count("v")', where: within({ from, to: to + 1 }), by: ', time(1d) fill(none)' }, (point, values) => {
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
