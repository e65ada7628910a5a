/** The newest reading of each point, in memory: of equal times the one with the greatest sequence. */

import type { DuckDBConnection } from '@duckdb/node-api'
import { instant, qualityOf, REMOVED_CODE, type ReadingColumns } from '../../../domain/index.ts'
import type { LatestReading } from '../../../ports/index.ts'
import { readColumns } from '../columns.ts'
import type { Dictionary } from '../dictionary.ts'
import type { Session } from '../session.ts'

export interface Newest {
  readonly reading: LatestReading
  readonly seq: number
  readonly code: number
}

export interface LatestIndex {
  all(): LatestReading[]
  add(rows: ReadingColumns, seq: Float64Array): void
  /** Replaces the entries of points whose rows were removed with their newest remaining ones. */
  replace(points: readonly string[], remaining: ReadonlyMap<string, Newest>): void
}

const reading = (point: string, time: number, value: number, quality: number): LatestReading => ({
  point,
  time: instant(time),
  value,
  quality: qualityOf(quality),
})

type Newests = Map<string, Newest>

/** The newest reading of each point among the rows that match the filter (` AND ...`). */
export async function newestOf(connection: DuckDBConnection, dictionary: Dictionary, filter: string): Promise<ReadonlyMap<string, Newest>> {
  const newest = await newestIn(connection, dictionary, `reading WHERE true${filter}`)
  const removed = [...newest].filter(([, { code }]) => code === REMOVED_CODE).map(([point]) => point)
  if (removed.length === 0) return newest
  for (const point of removed) newest.delete(point)
  for (const [point, entry] of await newestLeft(connection, dictionary, removed)) newest.set(point, entry)
  return newest
}

/** The newest row of each point among `rows`, which follow FROM. */
async function newestIn(connection: DuckDBConnection, dictionary: Dictionary, rows: string): Promise<Newests> {
  const sql = `SELECT point, max(time), arg_max(v, {t: time, s: seq}), arg_max(q, {t: time, s: seq}), max({t: time, s: seq}).s FROM ${rows} GROUP BY point`
  const columns = await readColumns(await connection.stream(sql), ['int', 'double', 'double', 'byte', 'double'])
  const [point, time, value, quality, seq] = columns as [Int32Array, Float64Array, Float64Array, Uint8Array, Float64Array]
  const newest: Newests = new Map()
  point.forEach((id, i) => {
    const name = dictionary.nameOf(id)
    const row = reading(name, time[i] as number, value[i] as number, quality[i] as number)
    newest.set(name, { reading: row, seq: seq[i] as number, code: quality[i] as number })
  })
  return newest
}

/** The same over rows that no later row removed: slower, because each row is compared with those that remove. */
async function newestLeft(connection: DuckDBConnection, dictionary: Dictionary, points: readonly string[]): Promise<Newests> {
  const among = `point IN (${dictionary.idsOf(points).join(',')})`
  const removed = `SELECT point, time, max(seq) AS seq FROM reading WHERE q = ${REMOVED_CODE} AND ${among} GROUP BY point, time`
  const rest = `SELECT * FROM reading WHERE q <> ${REMOVED_CODE} AND ${among}`
  return newestIn(
    connection,
    dictionary,
    `(SELECT r.* FROM (${rest}) AS r ANTI JOIN (${removed}) AS b ON r.point = b.point AND r.time = b.time AND r.seq < b.seq)`,
  )
}

export async function loadLatest(session: Session, dictionary: Dictionary): Promise<LatestIndex> {
  return createLatestIndex(new Map(await newestOf(session.writer, dictionary, '')))
}

function createLatestIndex(newest: Map<string, Newest>): LatestIndex {
  return {
    all: () => Array.from(newest.values(), (n) => n.reading),
    add(rows, seq) {
      for (let i = 0; i < rows.length; i++) {
        const point = rows.names[rows.point[i] as number] as string
        const time = rows.time[i] as number
        const entry = newest.get(point)
        if (entry !== undefined && (entry.reading.time > time || (entry.reading.time === time && entry.seq > (seq[i] as number)))) continue
        const row = reading(point, time, rows.value[i] as number, rows.quality[i] as number)
        newest.set(point, { reading: row, seq: seq[i] as number, code: rows.quality[i] as number })
      }
    },
    replace(points, remaining) {
      for (const point of points) newest.delete(point)
      for (const [point, entry] of remaining) newest.set(point, entry)
    },
  }
}
