/** Readings in one append-only table. Of two rows with one (point, time) the higher sequence counts; a nightly pass removes the others. */

import { DAY, instant, type Span } from '../../../domain/index.ts'
import type { Change, Changes, ReadingBatch, Readings, ScanQuery } from '../../../ports/index.ts'
import { appendColumns } from '../columns.ts'
import type { Dictionary } from '../dictionary.ts'
import { deleteFrom, slicesOf } from '../delete.ts'
import { firstFrom } from './first-from.ts'
import { type LatestIndex, loadLatest, newestOf } from './latest.ts'
import type { Watermarks } from '../watermarks.ts'
import { newRows } from './new-rows.ts'
import { noRows, sortedColumns } from './sorted.ts'
import type { Session } from '../session.ts'

const TYPES = ['int', 'double', 'double', 'byte', 'double'] as const

interface Table {
  readonly session: Session
  readonly dictionary: Dictionary
  readonly marks: Watermarks
  readonly latest: LatestIndex
}

export async function openReadings(session: Session, dictionary: Dictionary, marks: Watermarks): Promise<Readings> {
  const latest = await loadLatest(session, dictionary)
  const table: Table = { session, dictionary, marks, latest }
  return {
    commit: (batch) => commit(table, batch),
    offset: async () => marks.get('offset'),
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

/** ` AND point IN (...)`, empty for all points, null when none of them is known. */
function among({ dictionary }: Table, points: readonly string[] | undefined): string | null {
  if (points === undefined) return ''
  const ids = dictionary.idsOf(points)
  return ids.length === 0 ? null : ` AND point IN (${ids.join(',')})`
}

async function commit({ session, dictionary, marks, latest }: Table, batch: ReadingBatch): Promise<void> {
  await session.transact(async (committed) => {
    const { rows, seq, offset } = newRows(batch, marks.get('offset'))
    const { length } = rows
    const ids = rows.names.map((name) => dictionary.idFor(name))
    const point = Int32Array.from(rows.point.subarray(0, length), (i) => ids[i] as number)
    const columns = [point, rows.time.subarray(0, length), rows.value.subarray(0, length), rows.quality.subarray(0, length), seq]
    committed(await dictionary.writeNew(session.writer))
    if (length > 0) await appendColumns(session.writer, 'reading', TYPES, columns)
    committed(await marks.set(session.writer, 'offset', offset))
    committed(() => latest.note(rows, seq))
  })
}

async function scan(table: Table, { span, points }: ScanQuery) {
  const filter = among(table, points)
  if (filter === null) return noRows()
  const sql = `SELECT point, time, v, q, seq FROM reading WHERE time >= ${span.from} AND time < ${span.to}${filter} ORDER BY point, time, seq`
  return sortedColumns(await table.session.query(sql, TYPES), table.dictionary)
}

async function changes({ session, dictionary, marks }: Table, after: number): Promise<Changes> {
  const upTo = marks.get('offset')
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
  const filter = among(table, points)
  if (filter === null) return
  await deleteFrom(session, { table: 'reading', time: 'time', filter, within: within ?? null })
  await session.transact(async (committed) => {
    const left = await newestOf(session.writer, dictionary, filter)
    committed(() => latest.replace(points, left))
  })
}

/** Only keys written since the last pass can have a loser: a lower sequence, or the same row of a batch that was replayed. A slice of time after the other. */
async function compact({ session, marks }: Table): Promise<number> {
  const from = marks.get('compacted')
  const upTo = marks.get('offset')
  const written = ` AND seq > ${from} AND seq <= ${upTo}`
  let removed = 0
  for (const slice of await slicesOf(session, { table: 'reading', time: 'time', filter: written })) {
    const winners = `SELECT point, time, arg_max(rowid, seq) AS winner FROM reading WHERE ${slice('time')}${written} GROUP BY point, time`
    const sql = `DELETE FROM reading USING (${winners}) AS w WHERE reading.point = w.point AND reading.time = w.time AND ${slice('reading.time')} AND reading.seq <= ${upTo} AND reading.rowid <> w.winner`
    removed += await session.roomy(() => session.transact(async () => (await session.writer.run(sql)).rowsChanged))
  }
  await session.transact(async (committed) => committed(await marks.set(session.writer, 'compacted', upTo)))
  return removed
}
