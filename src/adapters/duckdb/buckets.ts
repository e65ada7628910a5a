/**
 * Buckets in one append-only table; the highest write number of a key counts. Buckets of the open quarter hour are written every few
 * seconds: small writes wait in memory, with the roller's watermark, until they are worth a transaction. What a crash takes of them is
 * computed again, because the watermark on disk is as old as they are.
 */

import { type Bucket, type BucketColumns, type Closing, DAY, decodeBuckets, encodeBuckets, instant, STEPS } from '../../domain/index.ts'
import type { BucketQuery, Buckets } from '../../ports/index.ts'
import { BUCKET_COLUMNS, BUCKET_TYPES, countingRows, tableColumns } from './bucket-rows.ts'
import { appendColumns } from './columns.ts'
import type { Dictionary } from './dictionary.ts'
import type { Marks } from './marks.ts'
import type { Session } from './session.ts'

/** Above this many waiting buckets they are written. */
const WAIT_ROWS = 4000

export interface DuckdbBuckets extends Buckets {
  /** `write` and `read` in columns, as they go between threads. */
  writeColumns(rows: BucketColumns, rolledUpTo?: number): Promise<void>
  readColumns(query: BucketQuery): Promise<BucketColumns>
  /** Writes what waits. */
  flush(): Promise<void>
  compact(): Promise<number>
}

const keyOf = (b: { step: string; point: string; start: number }): string => `${b.step}|${b.start}|${b.point}`

export function openBuckets(session: Session, dictionary: Dictionary, marks: Marks): DuckdbBuckets {
  const waiting = new Map<string, Bucket>()
  let rolledUpTo = marks.get('rolled-up')

  async function store(rows: BucketColumns, upTo: number): Promise<void> {
    const write = marks.get('bucket-write') + 1
    const named = await session.transact(async () => {
      const columns = tableColumns(rows, dictionary, write)
      const done = await dictionary.writeNew(session.writer)
      if (rows.length > 0) await appendColumns(session.writer, 'bucket', BUCKET_TYPES, columns)
      await marks.set(session.writer, 'bucket-write', write)
      await marks.set(session.writer, 'rolled-up', upTo)
      return done
    })
    named()
    marks.committed('bucket-write', write)
    marks.committed('rolled-up', upTo)
  }

  async function flush(): Promise<void> {
    if (waiting.size === 0 && rolledUpTo === marks.get('rolled-up')) return
    const rows = [...waiting.values()]
    await store(encodeBuckets(rows), rolledUpTo)
    // A bucket written again meanwhile is newer than the row just stored: it goes on waiting.
    for (const row of rows) if (waiting.get(keyOf(row)) === row) waiting.delete(keyOf(row))
  }

  async function writeColumns(rows: BucketColumns, upTo?: number): Promise<void> {
    if (rows.length > WAIT_ROWS) {
      await flush()
      if (upTo !== undefined) rolledUpTo = upTo
      await store(rows, rolledUpTo)
      return
    }
    for (const b of decodeBuckets(rows)) waiting.set(keyOf(b), b)
    if (upTo !== undefined) rolledUpTo = upTo
    if (waiting.size > WAIT_ROWS) await flush()
  }

  async function readColumns(query: BucketQuery): Promise<BucketColumns> {
    const ids = query.points === undefined ? null : dictionary.idsOf(query.points)
    const filter = ids === null ? '' : ids.length === 0 ? ' AND false' : ` AND point IN (${ids.join(',')})`
    const sql = `SELECT ${BUCKET_COLUMNS} FROM bucket WHERE step = ${STEPS.indexOf(query.step)} AND t0 >= ${query.span.from} AND t0 < ${query.span.to}${filter} ORDER BY point, t0, w`
    return merged(countingRows(await session.query(sql, BUCKET_TYPES), dictionary), fitting(query))
  }

  /** Rows on disk under what waits. */
  function merged(stored: BucketColumns, fits: (b: Bucket) => boolean): BucketColumns {
    const over = [...waiting.values()].filter(fits)
    if (over.length === 0) return stored
    const rows = new Map(decodeBuckets(stored).map((b) => [keyOf(b), b]))
    for (const b of over) rows.set(keyOf(b), b)
    return encodeBuckets([...rows.values()].sort((a, b) => (a.point < b.point ? -1 : a.point > b.point ? 1 : a.start - b.start)))
  }

  async function closingsOn(points: readonly string[], at: number, from: number): Promise<Map<string, Closing>> {
    const ids = dictionary.idsOf(points)
    const found = new Map<string, Closing>()
    if (ids.length === 0) return found
    const newest = `SELECT point, t0, close_time, close_value FROM bucket WHERE step = 0 AND t1 <= ${at} AND t0 >= ${from} AND point IN (${ids.join(',')}) QUALIFY row_number() OVER (PARTITION BY point, t0 ORDER BY w DESC) = 1`
    const sql = `SELECT point, close_time, close_value, t0 FROM (${newest}) WHERE NOT isnan(close_time) QUALIFY row_number() OVER (PARTITION BY point ORDER BY t0 DESC) = 1`
    const [point, time, value, start] = (await session.query(sql, ['int', 'double', 'double', 'double'])) as [
      Int32Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const starts = new Map<string, number>()
    point.forEach((id, i) => {
      const name = dictionary.nameOf(id)
      found.set(name, { time: instant(time[i] as number), value: value[i] as number })
      starts.set(name, start[i] as number)
    })
    overlay(found, starts, { points, at })
    return found
  }

  /** Waiting buckets are newer than what is on disk. */
  function overlay(found: Map<string, Closing>, starts: Map<string, number>, query: { points: readonly string[]; at: number }): void {
    const wanted = new Set(query.points)
    for (const b of waiting.values()) {
      if (b.step !== '15m' || b.end > query.at || !wanted.has(b.point)) continue
      if (b.closing !== null && b.start >= (starts.get(b.point) ?? -Infinity)) {
        found.set(b.point, b.closing)
        starts.set(b.point, b.start)
      }
    }
  }

  return {
    writeColumns,
    readColumns,
    write: (buckets, upTo) => writeColumns(encodeBuckets(buckets), upTo),
    read: async (query) => decodeBuckets(await readColumns(query)),
    async closings(points, at) {
      const near = await closingsOn(points, at, at - 2 * DAY)
      const rest = points.filter((p) => !near.has(p))
      if (rest.length === 0) return near
      for (const [point, closing] of await closingsOn(rest, at, -Number.MAX_VALUE)) near.set(point, closing)
      return near
    },
    rolledUpTo: async () => rolledUpTo,
    async remove(points, span) {
      await flush()
      const ids = dictionary.idsOf(points)
      if (ids.length > 0)
        await session.transact(() =>
          session.writer.run(`DELETE FROM bucket WHERE point IN (${ids.join(',')}) AND t0 >= ${span.from} AND t0 < ${span.to}`),
        )
    },
    flush,
    compact: () => compact(session, marks),
  }
}

function fitting(query: BucketQuery): (b: Bucket) => boolean {
  const points = query.points === undefined ? null : new Set(query.points)
  return (b) => b.step === query.step && b.start >= query.span.from && b.start < query.span.to && (points === null || points.has(b.point))
}

async function compact(session: Session, marks: Marks): Promise<number> {
  const from = marks.get('bucket-compacted')
  const upTo = marks.get('bucket-write')
  const newest = `SELECT step, point, t0, max(w) AS w FROM bucket WHERE w > ${from} AND w <= ${upTo} GROUP BY step, point, t0`
  const removed = await session.transact(async () => {
    const result = await session.writer.run(
      `DELETE FROM bucket USING (${newest}) AS n WHERE bucket.step = n.step AND bucket.point = n.point AND bucket.t0 = n.t0 AND bucket.w < n.w`,
    )
    await marks.set(session.writer, 'bucket-compacted', upTo)
    return result.rowsChanged
  })
  marks.committed('bucket-compacted', upTo)
  return removed
}
