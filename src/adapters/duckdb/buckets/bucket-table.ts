/** The table of buckets: append-only, the highest write number of a key counts. */

import { type BucketColumns, type EdgeState, type Instant, instant, type Span, STEPS } from '../../../domain/index.ts'
import type { BucketQuery } from '../../../ports/index.ts'
import { BUCKET_COLUMNS, BUCKET_TYPES, countingRows, tableColumns } from './bucket-rows.ts'
import { appendColumns } from '../columns.ts'
import { deleteFrom, slicesOf } from '../delete.ts'
import type { Dictionary } from '../dictionary.ts'
import type { Watermarks } from '../watermarks.ts'
import type { Session } from '../session.ts'

/** A closing with the start of its bucket. */
export interface DatedClosing {
  readonly start: number
  readonly closing: EdgeState
}

export interface BucketTable {
  /** Rows and the roller's watermark in one transaction. */
  store(rows: BucketColumns, rolledUpTo: number): Promise<void>
  read(query: BucketQuery): Promise<BucketColumns>
  /** The last closing of each point among quarter hours that start at or after `from` and end at or before `at`. */
  closings(points: readonly string[], at: Instant, from: number): Promise<Map<string, DatedClosing>>
  remove(points: readonly string[], span: Span): Promise<void>
  /** Removes rows that were replaced; resolves to how many. */
  compact(): Promise<number>
}

interface Parts {
  readonly session: Session
  readonly dictionary: Dictionary
  readonly marks: Watermarks
}

export function createBucketTable(session: Session, dictionary: Dictionary, marks: Watermarks): BucketTable {
  const parts: Parts = { session, dictionary, marks }
  return {
    store: (rows, rolledUpTo) => store(parts, rows, rolledUpTo),
    async read({ step, span, points }) {
      const ids = points === undefined ? null : dictionary.idsOf(points)
      const filter = ids === null ? '' : ids.length === 0 ? ' AND false' : ` AND point IN (${ids.join(',')})`
      const sql = `SELECT ${BUCKET_COLUMNS} FROM bucket WHERE step = ${STEPS.indexOf(step)} AND t0 >= ${span.from} AND t0 < ${span.to}${filter} ORDER BY point, t0, w`
      return countingRows(await session.query(sql, BUCKET_TYPES), dictionary)
    },
    closings: (points, at, from) => closings(parts, points, at, from),
    async remove(points, span) {
      const ids = dictionary.idsOf(points)
      if (ids.length === 0) return
      await deleteFrom(session, { table: 'bucket', time: 't0', filter: ` AND point IN (${ids.join(',')})`, within: span })
    },
    compact: () => compact(parts),
  }
}

async function store({ session, dictionary, marks }: Parts, rows: BucketColumns, rolledUpTo: number): Promise<void> {
  await session.transact(async (committed) => {
    const write = marks.get('bucket-write') + 1
    const columns = tableColumns(rows, dictionary, write)
    committed(await dictionary.writeNew(session.writer))
    if (rows.length > 0) await appendColumns(session.writer, 'bucket', BUCKET_TYPES, columns)
    committed(await marks.set(session.writer, 'bucket-write', write))
    committed(await marks.set(session.writer, 'rolled-up', rolledUpTo))
  })
}

async function closings(
  { session, dictionary }: Parts,
  points: readonly string[],
  at: number,
  from: number,
): Promise<Map<string, DatedClosing>> {
  const ids = dictionary.idsOf(points)
  const found = new Map<string, DatedClosing>()
  if (ids.length === 0) return found
  const newest = `SELECT point, t0, close_time, close_value FROM bucket WHERE step = 0 AND t1 <= ${at} AND t0 >= ${from} AND point IN (${ids.join(',')}) QUALIFY row_number() OVER (PARTITION BY point, t0 ORDER BY w DESC) = 1`
  const sql = `SELECT point, close_time, close_value, t0 FROM (${newest}) WHERE NOT isnan(close_time) QUALIFY row_number() OVER (PARTITION BY point ORDER BY t0 DESC) = 1`
  const [point, time, value, start] = (await session.query(sql, ['int', 'double', 'double', 'double'])) as [
    Int32Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  point.forEach((id, i) => {
    const closing = { time: instant(time[i] as number), value: value[i] as number }
    found.set(dictionary.nameOf(id), { start: start[i] as number, closing })
  })
  return found
}

async function compact({ session, marks }: Parts): Promise<number> {
  const from = marks.get('bucket-compacted')
  const upTo = marks.get('bucket-write')
  const written = ` AND w > ${from} AND w <= ${upTo}`
  let removed = 0
  for (const slice of await slicesOf(session, { table: 'bucket', time: 't0', filter: written })) {
    const newest = `SELECT step, point, t0, max(w) AS w FROM bucket WHERE ${slice('t0')}${written} GROUP BY step, point, t0`
    const sql = `DELETE FROM bucket USING (${newest}) AS n WHERE bucket.step = n.step AND bucket.point = n.point AND bucket.t0 = n.t0 AND bucket.w < n.w AND ${slice('bucket.t0')}`
    removed += await session.roomy(() => session.transact(async () => (await session.writer.run(sql)).rowsChanged))
  }
  await session.transact(async (committed) => committed(await marks.set(session.writer, 'bucket-compacted', upTo)))
  return removed
}
