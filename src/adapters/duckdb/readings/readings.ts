/** Readings in one append-only table. Of rows with one (point, time) the highest sequence is valid; a nightly pass removes the others. */

import { DAY, instant, REMOVED_CODE, type Span } from '../../../domain/index.ts'
import type { Change, Changes, ReadingBatch, Readings, ScanQuery } from '../../../ports/index.ts'
import { appendColumns } from '../columns.ts'
import type { Dictionary } from '../dictionary.ts'
import { deleteFrom, slicesOf } from '../delete.ts'
import { firstFrom } from './first-from.ts'
import { type LatestIndex, loadLatest, newestOf } from './latest-index.ts'
import type { Watermarks } from '../watermarks.ts'
import { newRows } from './new-rows.ts'
import { noRows, sortedColumns } from './sorted-columns.ts'
import type { Session } from '../session.ts'

const TYPES = ['int', 'double', 'double', 'byte', 'double'] as const

interface Table {
  readonly session: Session
  readonly dictionary: Dictionary
  readonly watermarks: Watermarks
  readonly latest: LatestIndex
}

export async function openReadings(session: Session, dictionary: Dictionary, watermarks: Watermarks): Promise<Readings> {
  const latest = await loadLatest(session, dictionary)
  const table: Table = { session, dictionary, watermarks, latest }
  return {
    commit: (batch) => commit(table, batch),
    offset: async () => watermarks.get('offset'),
    scan: (query) => scan(table, query),
    firstFrom: (points, at) => firstFrom(session, dictionary, { points, at }),
    latest: async () => latest.all(),
    changes: (after) => changes(table, after),
    remove: (points, within) => remove(table, points, within),
    compact: () => compact(table),
    async count() {
      const [n] = (await session.query('SELECT count(*)::DOUBLE FROM reading', ['double'])) as [Float64Array]
      return n[0] ?? 0
    },
  }
}

/** ` AND point IN (...)`, empty for all points, null when no point has rows. */
function pointFilter({ dictionary }: Table, points: readonly string[] | undefined): string | null {
  if (points === undefined) return ''
  const ids = dictionary.idsOf(points)
  return ids.length === 0 ? null : ` AND point IN (${ids.join(',')})`
}

async function commit({ session, dictionary, watermarks, latest }: Table, batch: ReadingBatch): Promise<void> {
  await session.transact(async (onCommit) => {
    const { rows, seq, offset } = newRows(batch, watermarks.get('offset'))
    const { length } = rows
    const ids = rows.names.map((name) => dictionary.idFor(name))
    const point = Int32Array.from(rows.point.subarray(0, length), (i) => ids[i] as number)
    const columns = [point, rows.time.subarray(0, length), rows.value.subarray(0, length), rows.quality.subarray(0, length), seq]
    onCommit(await dictionary.writeNew(session.writer))
    if (length > 0) await appendColumns(session.writer, 'reading', TYPES, columns)
    onCommit(await watermarks.set(session.writer, 'offset', offset))
    if (!rows.quality.subarray(0, length).includes(REMOVED_CODE)) return onCommit(() => latest.add(rows, seq))
    const remaining = await newestOf(session.writer, dictionary, ` AND point IN (${[...new Set(point)].join(',')})`)
    const points = [...new Set(point)].map((id) => dictionary.nameOf(id))
    onCommit(() => latest.replace(points, remaining))
  })
}

async function scan(table: Table, { span, points }: ScanQuery) {
  const filter = pointFilter(table, points)
  if (filter === null) return noRows()
  const sql = `SELECT point, time, v, q, seq FROM reading WHERE time >= ${span.from} AND time < ${span.to}${filter} ORDER BY point, time, seq`
  return sortedColumns(await table.session.query(sql, TYPES), table.dictionary)
}

async function changes({ session, dictionary, watermarks }: Table, after: number): Promise<Changes> {
  const upTo = watermarks.get('offset')
  const sql = `SELECT point, min(time), max(time), floor(time / ${DAY}) AS day FROM reading WHERE seq > ${after} AND seq <= ${upTo} GROUP BY point, day`
  const [point, from, to, day] = (await session.query(sql, ['int', 'double', 'double', 'double'])) as [
    Int32Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const found: (Change & { day: number })[] = []
  point.forEach((id, i) =>
    found.push({
      point: dictionary.nameOf(id),
      from: instant(from[i] as number),
      to: instant(to[i] as number),
      day: day[i] as number,
    }),
  )
  found.sort((a, b) => a.day - b.day || (a.point < b.point ? -1 : 1))
  return { changes: found.map(({ point, from, to }) => ({ point, from, to })), upTo }
}

async function remove(table: Table, points: readonly string[], within?: Span): Promise<void> {
  const { session, dictionary, latest } = table
  const filter = pointFilter(table, points)
  if (filter === null) return
  await deleteFrom(session, { table: 'reading', time: 'time', filter, within: within ?? null })
  await session.transact(async (onCommit) => {
    const remaining = await newestOf(session.writer, dictionary, filter)
    onCommit(() => latest.replace(points, remaining))
  })
}

/** Removes replaced rows, slice by slice of time. Only keys written since the last pass can have one: a lower sequence, or the same row of a replayed batch. */
async function compact({ session, watermarks }: Table): Promise<number> {
  const from = watermarks.get('compacted')
  const upTo = watermarks.get('offset')
  const since = ` AND seq > ${from} AND seq <= ${upTo}`
  let removed = 0
  for (const slice of await slicesOf(session, { table: 'reading', time: 'time', filter: since })) {
    const winners = `SELECT point, time, arg_max(rowid, seq) AS winner FROM reading WHERE ${slice('time')}${since} GROUP BY point, time`
    const sql = `DELETE FROM reading USING (${winners}) AS w WHERE reading.point = w.point AND reading.time = w.time AND ${slice('reading.time')} AND reading.seq <= ${upTo} AND reading.rowid <> w.winner`
    removed += await session.withMoreMemory(() => session.transact(async () => (await session.writer.run(sql)).rowsChanged))
  }
  await session.transact(async (onCommit) => onCommit(await watermarks.set(session.writer, 'compacted', upTo)))
  return removed
}
