/** Where rows lie, and rows in bulk into empty databases: for backup and restore. */

import { DAY, instant, type Step } from '../../domain/index.ts'
import { type DayRows, PortError, type StoreInventory, type StoreLoader } from '../../ports/index.ts'
import type { InfluxBuckets } from './buckets.ts'
import type { ChangeLog } from './changes/change-log.ts'
import type { BulkWriter } from './client/bulk-write.ts'
import type { Queries } from './client/select.ts'
import { allOf } from './points-filter.ts'
import { toBatchLines } from './readings/batch-lines.ts'
import { ALWAYS, within } from './time-range.ts'

export interface InfluxTransferParts {
  readonly databases: { readonly raw: string; readonly buckets: string }
  readonly bulk: BulkWriter
  readonly queries: Queries
  readonly changeLog: ChangeLog
  readonly ready: () => Promise<void>
  readonly buckets: InfluxBuckets
}

/** Fields that every row has. */
interface Measurement {
  readonly database: string
  readonly name: 'reading' | 'bucket'
  readonly field: string
  /** Condition; null: all rows. */
  readonly where: string | null
}

/** Days of one query: the server answers nothing while it counts. */
const COUNTED_DAYS = 31
const PARALLEL = 2

export function createTransfer(parts: InfluxTransferParts): StoreInventory & StoreLoader {
  const { databases, bulk, changeLog, ready, buckets } = parts
  const readings: Measurement = { database: databases.raw, name: 'reading', field: 'v', where: null }
  const bucketsOf = (step: Step | null): Measurement => {
    const where = step === null ? null : `"step" = '${step}'`
    return { database: databases.buckets, name: 'bucket', field: 'n', where }
  }
  return {
    readingDays: () => daysOf(parts, readings),
    bucketDays: (step) => daysOf(parts, bucketsOf(step)),
    async isEmpty() {
      for (const measurement of [readings, bucketsOf(null)]) if ((await edgeOf(parts, measurement, 'first')) !== null) return false
      return true
    },
    async loadReadings(rows, seq) {
      await ready()
      const { lines, refused } = toBatchLines({ rows, seq, offset: 0 }, 0)
      const why = refused[0]?.why ?? (await bulk.write(databases.raw, lines, { parallel: PARALLEL }))[0]?.why
      if (why !== undefined) throw new PortError('refused', `the store cannot hold a reading: ${why}`)
    },
    loadBuckets: (rows) => buckets.writeColumns(rows),
    async finish({ offset, rolledUpTo, changes }) {
      changeLog.setCompleteAfter(rolledUpTo)
      changeLog.setRolledUpTo(rolledUpTo)
      const seq = Math.max(1, offset)
      changeLog.add(changes.map(({ point, from, to }) => [point, from, to, seq, seq]))
      changeLog.setOffset(offset)
      await changeLog.sync()
    },
  }
}

/** Time of the first or last row, or null. */
async function edgeOf({ queries, ready }: InfluxTransferParts, of: Measurement, edge: 'first' | 'last'): Promise<number | null> {
  await ready()
  let time: number | null = null
  const q = `SELECT ${edge}("${of.field}") FROM "${of.name}" WHERE ${allOf(of.where, ALWAYS)}`
  await queries.select(of.database, q, {}, ({ values }) => (time = (values[0]?.[0] ?? null) as number | null))
  return time
}

async function daysOf(parts: InfluxTransferParts, of: Measurement): Promise<readonly DayRows[]> {
  const [first, last] = [await edgeOf(parts, of, 'first'), await edgeOf(parts, of, 'last')]
  const found: DayRows[] = []
  if (first === null || last === null) return found
  for (let from = Math.floor(first / DAY) * DAY; from <= last; from += COUNTED_DAYS * DAY) {
    const span = within({ from, to: from + COUNTED_DAYS * DAY })
    const q = `SELECT count("${of.field}") FROM "${of.name}" WHERE ${allOf(of.where, span)} GROUP BY time(1d) fill(none)`
    await parts.queries.select(of.database, q, {}, ({ values }) => {
      for (const [day, rows] of values) found.push({ day: instant(day as number), rows: rows as number })
    })
  }
  return found
}
