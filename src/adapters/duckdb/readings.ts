/** Readings in one append-only table. Of two rows with one (point, time) the higher sequence counts; a nightly pass removes the others. */

import { DAY, instant, QUALITIES, type ReadingColumns } from '../../domain/index.ts'
import type { Change, LatestReading, ReadingBatch, Readings } from '../../ports/index.ts'
import type { Column } from './columns.ts'
import { appendColumns } from './columns.ts'
import type { Dictionary } from './dictionary.ts'
import type { Marks } from './marks.ts'
import { noRows, sortedColumns } from './sorted.ts'
import type { Session } from './session.ts'

const TYPES = ['int', 'double', 'double', 'byte', 'double'] as const

export async function openReadings(session: Session, dictionary: Dictionary, marks: Marks): Promise<Readings> {
  const latest = await loadLatest(session, dictionary)

  async function commit(batch: ReadingBatch): Promise<void> {
    const ids = batch.rows.names.map((name) => dictionary.idFor(name))
    const { length } = batch.rows
    const point = Int32Array.from(batch.rows.point.subarray(0, length), (i) => ids[i] as number)
    const columns = [
      point,
      batch.rows.time.subarray(0, length),
      batch.rows.value.subarray(0, length),
      batch.rows.quality.subarray(0, length),
      batch.seq.subarray(0, length),
    ]
    await session
      .transact(async () => {
        const named = await dictionary.writeNew(session.writer)
        if (length > 0) await appendColumns(session.writer, 'reading', TYPES, columns)
        await marks.set(session.writer, 'offset', batch.offset)
        return named
      })
      .then((named) => named())
    marks.committed('offset', batch.offset)
    noteLatest(latest, batch.rows)
  }

  const inPoints = (points: readonly string[] | undefined): string | null => {
    if (points === undefined) return ''
    const ids = dictionary.idsOf(points)
    return ids.length === 0 ? null : ` AND point IN (${ids.join(',')})`
  }

  return {
    commit,
    offset: async () => marks.get('offset'),
    async scan({ span, points }) {
      const filter = inPoints(points)
      if (filter === null) return noRows()
      const sql = `SELECT point, time, v, q, seq FROM reading WHERE time >= ${span.from} AND time < ${span.to}${filter} ORDER BY point, time, seq`
      return sortedColumns(await session.query(sql, TYPES), dictionary)
    },
    async firstFrom(points, at) {
      const filter = inPoints(points)
      const found = new Map<string, ReturnType<typeof instant>>()
      if (filter === null) return found
      const [point, time] = (await session.query(
        `SELECT point, min(time) FROM reading WHERE time >= ${at} AND q < 3${filter} GROUP BY point`,
        ['int', 'double'],
      )) as [Int32Array, Float64Array]
      point.forEach((id, i) => found.set(dictionary.nameOf(id), instant(time[i] as number)))
      return found
    },
    latest: async () => [...latest.values()],
    async changes(after) {
      const upTo = marks.get('offset')
      const sql = `SELECT point, min(time), max(time), floor(time / ${DAY}) AS day FROM reading WHERE seq > ${after} AND seq <= ${upTo} GROUP BY point, day`
      const [point, from, to, day] = (await session.query(sql, ['int', 'double', 'double', 'double'])) as [
        Int32Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ]
      const changes: (Change & { day: number })[] = []
      point.forEach((id, i) =>
        changes.push({
          point: dictionary.nameOf(id),
          from: instant(from[i] as number),
          to: instant(to[i] as number),
          day: day[i] as number,
        }),
      )
      changes.sort((a, b) => a.day - b.day || (a.point < b.point ? -1 : 1))
      return { changes: changes.map(({ point, from, to }) => ({ point, from, to })), upTo }
    },
    async remove(points) {
      const filter = inPoints(points)
      if (filter !== null) await session.transact(() => session.writer.run(`DELETE FROM reading WHERE true${filter}`))
      for (const point of points) latest.delete(point)
    },
    compact: () => compact(session, marks),
    async count() {
      const [n] = (await session.query('SELECT count(*)::DOUBLE FROM reading', ['double'])) as [Float64Array]
      return n[0] ?? 0
    },
  }
}

/** Only keys written since the last pass can have a loser. */
async function compact(session: Session, marks: Marks): Promise<number> {
  const from = marks.get('compacted')
  const upTo = marks.get('offset')
  const newest = `SELECT point, time, max(seq) AS seq FROM reading WHERE seq > ${from} AND seq <= ${upTo} GROUP BY point, time`
  const removed = await session.transact(async () => {
    const result = await session.writer.run(
      `DELETE FROM reading USING (${newest}) AS n WHERE reading.point = n.point AND reading.time = n.time AND reading.seq < n.seq`,
    )
    await marks.set(session.writer, 'compacted', upTo)
    return result.rowsChanged
  })
  marks.committed('compacted', upTo)
  return removed
}

async function loadLatest(session: Session, dictionary: Dictionary): Promise<Map<string, LatestReading>> {
  const sql = 'SELECT point, max(time), arg_max(v, {t: time, s: seq}), arg_max(q, {t: time, s: seq}) FROM reading GROUP BY point'
  const [point, time, value, quality] = (await session.query(sql, ['int', 'double', 'double', 'byte'])) as [
    Int32Array,
    Float64Array,
    Float64Array,
    Column,
  ]
  const latest = new Map<string, LatestReading>()
  point.forEach((id, i) => {
    const name = dictionary.nameOf(id)
    latest.set(name, {
      point: name,
      time: instant(time[i] as number),
      value: value[i] as number,
      quality: QUALITIES[quality[i] as number] ?? 'bad',
    })
  })
  return latest
}

function noteLatest(latest: Map<string, LatestReading>, rows: ReadingColumns): void {
  for (let i = 0; i < rows.length; i++) {
    const point = rows.names[rows.point[i] as number] as string
    const time = instant(rows.time[i] as number)
    const known = latest.get(point)
    if (known === undefined || known.time <= time)
      latest.set(point, { point, time, value: rows.value[i] as number, quality: QUALITIES[rows.quality[i] as number] ?? 'bad' })
  }
}
