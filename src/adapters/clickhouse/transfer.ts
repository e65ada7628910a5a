/** Where rows lie, and rows in bulk into an empty store: for backup and restore. */

import { type ChangedSpans, DAY, instant, STEPS } from '../../domain/index.ts'
import type { Change, DayRows, Readings, StoreInventory, StoreLoader } from '../../ports/index.ts'
import type { ClickhouseBuckets } from './buckets.ts'
import type { Epoch } from './epoch.ts'
import type { Marks } from './marks.ts'
import type { NamedColumn } from './native/encode.ts'
import type { Server } from './server/server.ts'
import { quote } from './sql.ts'

export interface TransferParts {
  readonly server: Server
  readonly campus: string
  readonly epoch: Epoch
  readonly marks: Marks
  readonly spans: ChangedSpans
  readonly readings: Readings
  readonly buckets: ClickhouseBuckets
}

interface Rows {
  readonly table: 'reading' | 'bucket'
  /** Column of times. */
  readonly time: string
  readonly where: string
}

export function createTransfer(parts: TransferParts): StoreInventory & StoreLoader {
  const { campus, epoch, marks, spans, readings, buckets, server } = parts
  const own = `campus = ${quote(campus)}`
  return {
    readingDays: () => daysOf(server, { table: 'reading', time: 'time', where: own }),
    bucketDays: (step) => daysOf(server, { table: 'bucket', time: 't0', where: `${own} AND step = ${STEPS.indexOf(step)}` }),
    async isEmpty() {
      for (const table of ['reading', 'bucket']) {
        const [[rows = 0]] = await server.select(`SELECT toFloat64(count()) FROM ${server.database}.${table} WHERE ${own}`, ['double'])
        if (rows > 0) return false
      }
      return true
    },
    // Offset 0: every row counts as new.
    loadReadings: (rows, seq) => readings.commit({ rows, seq, offset: 0 }),
    loadBuckets: (rows) => buckets.writeColumns(rows),
    async finish({ offset, rolledUpTo, changes }) {
      await marks.load()
      // The changes lie under the new watermarks: no row of readings may be left to show them.
      const seq = Math.max(rolledUpTo + 1, offset)
      const rows = changeRows(changes, { campus, seq, epoch: await epoch.claim() })
      if (changes.length > 0) await server.insert('change', rows, changes.length)
      for (const { point, from, to } of changes) spans.add([point, from, to, seq, seq])
      marks.set('offset', offset)
      marks.set('rolled-up', rolledUpTo)
      await marks.save()
    },
  }
}

async function daysOf(server: Server, { table, time, where }: Rows): Promise<readonly DayRows[]> {
  const sql = `SELECT floor(${time} / ${DAY}) * ${DAY} AS day, toFloat64(count()) FROM ${server.database}.${table} WHERE ${where} GROUP BY day ORDER BY day`
  const [days, rows] = await server.select(sql, ['double', 'double'])
  return Array.from(days, (day, i) => ({ day: instant(day), rows: rows[i] as number }))
}

function changeRows(changes: readonly Change[], { campus, seq, epoch }: { campus: string; seq: number; epoch: number }): NamedColumn[] {
  const zeros = new Uint8Array(changes.length)
  return [
    { name: 'campus', type: 'String', text: { names: [campus], ids: zeros } },
    { name: 'seq', type: 'Int64', numbers: Float64Array.from(zeros, () => seq) },
    { name: 'point', type: 'String', text: { names: changes.map(({ point }) => point), ids: Float64Array.from(changes.keys()) } },
    { name: 'first', type: 'Int64', numbers: Float64Array.from(changes, ({ from }) => from) },
    { name: 'last', type: 'Int64', numbers: Float64Array.from(changes, ({ to }) => to) },
    { name: 'version', type: 'UInt64', epoch, numbers: zeros },
  ]
}
