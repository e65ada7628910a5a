/** Where rows lie, and rows in bulk into an empty store: for backup and restore. */

import { DAY, type Instant, instant, REMOVED_CODE, STEPS } from '../../domain/index.ts'
import type { DayRows, Readings, StoreInventory, StoreLoader, StorePosition } from '../../ports/index.ts'
import type { DuckdbBuckets } from './buckets/buckets.ts'
import type { Dictionary } from './dictionary.ts'
import type { Session } from './session.ts'
import type { Watermarks } from './watermarks.ts'

export interface DuckdbTransferParts {
  readonly session: Session
  readonly dictionary: Dictionary
  readonly watermarks: Watermarks
  readonly readings: Readings
  readonly buckets: DuckdbBuckets
}

export function createTransfer(parts: DuckdbTransferParts): StoreInventory & StoreLoader {
  const { session, readings, buckets } = parts
  return {
    readingDays: () => daysOf(session, 'reading', 'time', 'true'),
    async bucketDays(step) {
      await buckets.flush()
      return daysOf(session, 'bucket', 't0', `step = ${STEPS.indexOf(step)}`)
    },
    async isEmpty() {
      const rows = '(SELECT count(*) FROM reading) + (SELECT count(*) FROM bucket)'
      const [count] = (await session.query(`SELECT (${rows})::DOUBLE`, ['double'])) as [Float64Array]
      return count[0] === 0
    },
    // Offset 0: every row counts as new.
    loadReadings: (rows, seq) => readings.commit({ rows, seq, offset: 0 }),
    loadBuckets: (rows) => buckets.writeColumns(rows),
    finish: (position) => finish(parts, position),
  }
}

async function daysOf(session: Session, table: string, time: string, filter: string): Promise<readonly DayRows[]> {
  const sql = `SELECT floor(${time} / ${DAY}) * ${DAY} AS day, count(*)::DOUBLE FROM ${table} WHERE ${filter} GROUP BY day ORDER BY day`
  const [days, rows] = (await session.query(sql, ['double', 'double'])) as [Float64Array, Float64Array]
  return Array.from(days, (day, i) => ({ day: instant(day), rows: rows[i] as number }))
}

/** Rows of one statement. */
const VALUES = 1000

/** A change is known by the sequences of its rows: where none is left at its ends, a row that removes nothing stands for them. */
async function finish({ session, dictionary, watermarks, buckets }: DuckdbTransferParts, position: StorePosition): Promise<void> {
  const { offset, rolledUpTo, changes } = position
  await buckets.flush()
  const ends = changes.flatMap(({ point, from, to }) => [from, to].map((time): [number, Instant] => [dictionary.idFor(point), time]))
  await session.transact(async (onCommit) => {
    const { writer } = session
    onCommit(await dictionary.writeNew(writer))
    await writer.run('CREATE TEMP TABLE change_end (point INTEGER, time DOUBLE)')
    for (let at = 0; at < ends.length; at += VALUES) {
      const values = ends.slice(at, at + VALUES).map(([point, time]) => `(${point}, ${time})`)
      await writer.run(`INSERT INTO change_end VALUES ${values.join(', ')}`)
    }
    const missing = 'SELECT DISTINCT point, time FROM change_end AS e ANTI JOIN reading AS r ON r.point = e.point AND r.time = e.time'
    await writer.run(`INSERT INTO reading SELECT point, time, 0, ${REMOVED_CODE}, ${Math.max(1, offset)} FROM (${missing})`)
    await writer.run('DROP TABLE change_end')
    onCommit(await watermarks.set(writer, 'offset', offset))
  })
  await buckets.write([], rolledUpTo)
  await buckets.flush()
}
