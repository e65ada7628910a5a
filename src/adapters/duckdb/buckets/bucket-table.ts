/** The table of buckets: append-only; of rows with one key the highest write number is valid. */

import { type BucketColumns, type EdgeState, type Instant, edgeStateFrom, type Span, STEPS } from '../../../domain/index.ts'
import type { BucketQuery } from '../../../ports/index.ts'
import { BUCKET_TYPES, columnsOf, newestRows, toTableColumns } from './bucket-rows.ts'
import { appendColumns } from '../columns.ts'
import { deleteFrom, slicesOf } from '../delete.ts'
import type { Dictionary } from '../dictionary.ts'
import type { Watermarks } from '../watermarks.ts'
import type { Session } from '../session.ts'

/** An edge state with the start of its bucket. */
export interface DatedEdge {
  readonly start: number
  readonly edge: EdgeState
}

export interface BucketTable {
  /** Writes rows and the roller's watermark in one transaction. */
  store(rows: BucketColumns, rolledUpTo: number): Promise<void>
  read(query: BucketQuery): Promise<BucketColumns>
  /** The last edge state of each point among quarter hours that start at or after `from` and end at or before `at`. */
  edgeStates(points: readonly string[], at: Instant, from: number): Promise<Map<string, DatedEdge>>
  remove(points: readonly string[], span: Span): Promise<void>
  /** Removes rows that a later write replaced; resolves to their number. */
  compact(): Promise<number>
}

interface Parts {
  readonly session: Session
  readonly dictionary: Dictionary
  readonly watermarks: Watermarks
}

export function createBucketTable(session: Session, dictionary: Dictionary, watermarks: Watermarks): BucketTable {
  const parts: Parts = { session, dictionary, watermarks }
  return {
    store: (rows, rolledUpTo) => store(parts, rows, rolledUpTo),
    async read({ step, span, points, only }) {
      const columns = columnsOf(only)
      const ids = points === undefined ? null : dictionary.idsOf(points)
      const filter = ids === null ? '' : ids.length === 0 ? ' AND false' : ` AND point IN (${ids.join(',')})`
      const sql = `SELECT ${columns.sql} FROM bucket WHERE step = ${STEPS.indexOf(step)} AND t0 >= ${span.from} AND t0 < ${span.to}${filter} ORDER BY point, t0, w`
      return newestRows(columns.fill(await session.query(sql, columns.types)), dictionary)
    },
    edgeStates: (points, at, from) => readEdgeStates(parts, points, at, from),
    async remove(points, span) {
      const ids = dictionary.idsOf(points)
      if (ids.length === 0) return
      await deleteFrom(session, { table: 'bucket', time: 't0', filter: ` AND point IN (${ids.join(',')})`, within: span })
    },
    compact: () => compact(parts),
  }
}

async function store({ session, dictionary, watermarks }: Parts, rows: BucketColumns, rolledUpTo: number): Promise<void> {
  await session.transact(async (onCommit) => {
    const write = watermarks.get('bucket-write') + 1
    const columns = toTableColumns(rows, dictionary, write)
    onCommit(await dictionary.writeNew(session.writer))
    if (rows.length > 0) await appendColumns(session.writer, 'bucket', BUCKET_TYPES, columns)
    onCommit(await watermarks.set(session.writer, 'bucket-write', write))
    onCommit(await watermarks.set(session.writer, 'rolled-up', rolledUpTo))
  })
}

async function readEdgeStates(
  { session, dictionary }: Parts,
  points: readonly string[],
  at: number,
  from: number,
): Promise<Map<string, DatedEdge>> {
  const ids = dictionary.idsOf(points)
  const found = new Map<string, DatedEdge>()
  if (ids.length === 0) return found
  const newest = `SELECT point, t0, close_time, close_value, still, past FROM bucket WHERE step = 0 AND t1 <= ${at} AND t0 >= ${from} AND point IN (${ids.join(',')}) QUALIFY row_number() OVER (PARTITION BY point, t0 ORDER BY w DESC) = 1`
  const sql = `SELECT point, close_time, close_value, t0, still, past FROM (${newest}) WHERE NOT isnan(close_time) QUALIFY row_number() OVER (PARTITION BY point ORDER BY t0 DESC) = 1`
  const [point, ...doubles] = (await session.query(sql, ['int', 'double', 'double', 'double', 'double', 'double'])) as [
    Int32Array,
    ...Float64Array[],
  ]
  point.forEach((id, i) => {
    const [time = 0, value = 0, start = 0, still = 0, past = 0] = doubles.map((column) => column[i] as number)
    found.set(dictionary.nameOf(id), { start, edge: edgeStateFrom(time, value, still, past) })
  })
  return found
}

async function compact({ session, watermarks }: Parts): Promise<number> {
  const from = watermarks.get('bucket-compacted')
  const upTo = watermarks.get('bucket-write')
  const since = ` AND w > ${from} AND w <= ${upTo}`
  let removed = 0
  for (const slice of await slicesOf(session, { table: 'bucket', time: 't0', filter: since })) {
    const newest = `SELECT step, point, t0, max(w) AS w FROM bucket WHERE ${slice('t0')}${since} GROUP BY step, point, t0`
    const sql = `DELETE FROM bucket USING (${newest}) AS n WHERE bucket.step = n.step AND bucket.point = n.point AND bucket.t0 = n.t0 AND bucket.w < n.w AND ${slice('bucket.t0')}`
    removed += await session.withMoreMemory(() => session.transact(async () => (await session.writer.run(sql)).rowsChanged))
  }
  await session.transact(async (onCommit) => onCommit(await watermarks.set(session.writer, 'bucket-compacted', upTo)))
  return removed
}
