/** The newest reading of each point, and the first one from an instant, by queries. Of rows with one (point, time) the greatest version is valid. */

import { DAY, type Instant, instant, QUALITY_CODE, qualityOf, REMOVED_CODE } from '../../../domain/index.ts'
import type { LatestReading } from '../../../ports/index.ts'
import type { Server } from '../server/server.ts'
import { pointFilters, within } from '../sql.ts'

export interface ReadingTable {
  readonly server: Server
  /** `db.reading` */
  readonly name: string
  /** Condition on the campus. */
  readonly own: string
}

export type NewestByPoint = Map<string, LatestReading>

/** Times of points, by a query of `point, toFloat64(time)`. */
async function timesOf({ server }: ReadingTable, sql: string): Promise<Map<string, number>> {
  const [{ names, ids }, times] = await server.select(sql, ['text', 'double'])
  return new Map([...times].map((time, i) => [names[ids[i] as number] ?? '', time]))
}

/** The valid row of each (point, time), as a source of a query: `point, time, q`. */
const validRows = ({ name, own }: ReadingTable, where: string): string =>
  `(SELECT point, time, argMax(q, version) AS code FROM ${name} WHERE ${own} AND ${where} GROUP BY point, time)`

interface Newest {
  readonly latest: NewestByPoint
  /** Points whose newest row removes a reading. */
  readonly removed: readonly string[]
}

async function newestRows(table: ReadingTable, filter: string): Promise<Newest> {
  const { server, name, own } = table
  const tops = `SELECT point, max(time) FROM ${name} WHERE ${own} AND ${filter} GROUP BY point`
  const sql = `SELECT point, time, v, q FROM ${name} WHERE ${own} AND ${filter} AND (point, time) IN (${tops}) ORDER BY point, time, version`
  const [{ names, ids }, time, value, code] = await server.select(sql, ['text', 'wide', 'double', 'byte'])
  const latest: NewestByPoint = new Map()
  const removed = new Set<string>()
  for (let i = 0; i < time.length; i++) {
    const point = names[ids[i] as number] ?? ''
    latest.set(point, { point, time: instant(time[i] as number), value: value[i] as number, quality: qualityOf(code[i] as number) })
    if (code[i] === REMOVED_CODE) removed.add(point)
    else removed.delete(point)
  }
  return { latest, removed: [...removed] }
}

/** Of all points, or of some. */
export async function readLatest(table: ReadingTable, points?: readonly string[]): Promise<NewestByPoint> {
  const found: NewestByPoint = new Map()
  for (const filter of pointFilters(points)) {
    const { latest, removed } = await newestRows(table, filter)
    for (const point of removed) latest.delete(point)
    for (const [point, reading] of latest) found.set(point, reading)
    for (const [point, reading] of await newestLeft(table, removed)) found.set(point, reading)
  }
  return found
}

/** The same for points whose newest row removes one: slower, because every row is compared with those that replace it. */
async function newestLeft(table: ReadingTable, points: readonly string[]): Promise<NewestByPoint> {
  const found: NewestByPoint = new Map()
  for (const filter of pointFilters(points)) {
    const rows = validRows(table, filter)
    const times = await timesOf(table, `SELECT point, toFloat64(max(time)) FROM ${rows} WHERE code != ${REMOVED_CODE} GROUP BY point`)
    for (const [point, time] of times) {
      const { latest } = await newestRows(table, `${pointFilters([point])[0]} AND time = ${time}`)
      for (const [name, reading] of latest) found.set(name, reading)
    }
  }
  return found
}

const UNUSABLE = `(${QUALITY_CODE.bad}, ${REMOVED_CODE})`
/** Most points have a reading soon: the rest is searched without an end. */
const NEAR = 2 * DAY

export async function firstUsable(table: ReadingTable, points: readonly string[], at: Instant): Promise<Map<string, Instant>> {
  const found = new Map<string, Instant>()
  for (const to of [at + NEAR, Infinity])
    for (const filter of pointFilters(points.filter((point) => !found.has(point)))) {
      const rows = validRows(table, `${filter} AND ${within('time', { from: at, to })}`)
      const times = await timesOf(table, `SELECT point, toFloat64(min(time)) FROM ${rows} WHERE code NOT IN ${UNUSABLE} GROUP BY point`)
      for (const [point, time] of times) found.set(point, instant(time))
    }
  return found
}
