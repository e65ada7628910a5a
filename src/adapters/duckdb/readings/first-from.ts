/**
 * The first reading of each point at or after an instant that is not bad. A good row may have been replaced, by a bad one with the same key or by
 * one that removes it;
 * that is rare and slow to query, so it is queried only for points with a bad row at the instant that was found.
 */

import { type Instant, instant, QUALITY_CODE, REMOVED_CODE } from '../../../domain/index.ts'
import type { Dictionary } from '../dictionary.ts'
import type { Session } from '../session.ts'

/** Codes of rows that are no reading to go on from. */
const UNUSABLE = `(${QUALITY_CODE.bad}, ${REMOVED_CODE})`

/** Milliseconds by point number. */
type Times = Map<number, number>

export async function firstFrom(
  session: Session,
  dictionary: Dictionary,
  { points, at }: { points: readonly string[]; at: Instant },
): Promise<Map<string, Instant>> {
  const ids = dictionary.idsOf(points)
  const found = ids.length === 0 ? new Map<number, number>() : await firstNotBad(session, ids, at)
  const doubtful = await pointsWithBadRow(session, found)
  if (doubtful.length > 0) {
    const exact = await firstValid(session, doubtful, at)
    for (const id of doubtful) found.delete(id)
    for (const [id, time] of exact) found.set(id, time)
  }
  return new Map([...found].map(([id, time]) => [dictionary.nameOf(id), instant(time)]))
}

async function queryTimes(session: Session, sql: string): Promise<Times> {
  const [point, time] = (await session.query(sql, ['int', 'double'])) as [Int32Array, Float64Array]
  const found: Times = new Map()
  point.forEach((id, i) => found.set(id, time[i] as number))
  return found
}

const firstNotBad = (session: Session, ids: readonly number[], at: number): Promise<Times> =>
  queryTimes(
    session,
    `SELECT point, min(time) FROM reading WHERE time >= ${at} AND q NOT IN ${UNUSABLE} AND point IN (${ids.join(',')}) GROUP BY point`,
  )

/** Points with a bad row at the instant that was found for them. */
async function pointsWithBadRow(session: Session, found: Times): Promise<number[]> {
  if (found.size === 0) return []
  const from = [...found.values()].reduce((least, t) => Math.min(least, t), Infinity)
  const to = [...found.values()].reduce((most, t) => Math.max(most, t), -Infinity)
  const sql = `SELECT DISTINCT point, time FROM reading WHERE q IN ${UNUSABLE} AND time >= ${from} AND time <= ${to} AND point IN (${[...found.keys()].join(',')})`
  const [point, time] = (await session.query(sql, ['int', 'double'])) as [Int32Array, Float64Array]
  return [...point].filter((id, i) => found.get(id) === time[i])
}

/** Exact answer: good rows that no later bad row of the same key replaced. */
function firstValid(session: Session, ids: readonly number[], at: number): Promise<Times> {
  const among = `time >= ${at} AND point IN (${ids.join(',')})`
  const bad = `SELECT point, time, max(seq) AS seq FROM reading WHERE q IN ${UNUSABLE} AND ${among} GROUP BY point, time`
  const rest = `SELECT point, time, seq FROM reading WHERE q NOT IN ${UNUSABLE} AND ${among}`
  return queryTimes(
    session,
    `SELECT r.point, min(r.time) FROM (${rest}) AS r ANTI JOIN (${bad}) AS b ON r.point = b.point AND r.time = b.time AND r.seq < b.seq GROUP BY r.point`,
  )
}
