/**
 * Readings as measurement `reading`, tag `point`, fields `v` (float) and `q` (quality, integer), time in ms. InfluxDB keeps the last row that
 * was written to a (point, time). That is the row with the greatest journal sequence, because rows are written in journal order: of rows with
 * one key in a batch only the greatest is sent, batches are sent one after another, and replayed rows at or before the offset are not sent.
 * One case remains: a stopped server may run a queued request that has timed out here after a later batch with the same key and another value.
 */

import { changedSpansOf, type Instant, instant, QUALITY_CODE, qualityOf, type ReadingColumns, REMOVED_CODE } from '../../../domain/index.ts'
import { createSerialQueue } from '../../../kernel/index.ts'
import { PortError, type ReadingBatch, type Readings, type ScanQuery } from '../../../ports/index.ts'
import type { BulkWriter, RefusedLine } from '../client/bulk-write.ts'
import type { ChangeLog } from '../changes/change-log.ts'
import { allOf, pointsFilters } from '../points-filter.ts'
import { type BatchLines, toBatchLines } from './batch-lines.ts'
import { selectFrom, readAllChanges, type LatestByPoint, readLatest, type SelectReadings } from './reading-queries.ts'
import { createRowCollector } from './row-collector.ts'
import type { Queries } from '../client/select.ts'
import { ALWAYS, from, within } from '../time-range.ts'

export interface ReadingsParts {
  readonly database: string
  readonly bulk: BulkWriter
  readonly queries: Queries
  readonly changeLog: ChangeLog
  /** Resolves when the databases exist. */
  readonly ready: () => Promise<void>
}

/** A reading to go on from. */
const USABLE = `"q" != ${QUALITY_CODE.bad} AND "q" != ${REMOVED_CODE}`

/** Pieces sent at once: two use both cores of a small server (measured: 1.7 times the rate of one). */
const PARALLEL = 2

export interface InfluxReadings extends Readings {
  /** The database was lost with its rows: drops what is cached about them. */
  onDatabaseLost(): void
}

export function openReadings(parts: ReadingsParts): InfluxReadings {
  const { database, queries, changeLog, ready } = parts
  const select = selectFrom(queries, database)
  const { run: inTurn } = createSerialQueue()
  let latest: LatestByPoint | null = null
  let losses = 0

  async function loadLatest(): Promise<LatestByPoint> {
    await ready()
    latest ??= await readLatest(select)
    return latest
  }

  return {
    commit: (batch) =>
      inTurn(async () => {
        const newest = await loadLatest()
        // Of a point whose newest row is removed only the store knows the one before it.
        if (batch.rows.quality.includes(REMOVED_CODE)) latest = null
        await commit({ ...parts, losses: () => losses }, batch, newest)
      }),
    offset: async () => changeLog.offset(),
    async scan(query) {
      await ready()
      return scan(select, query)
    },
    async firstFrom(points, at) {
      const found = new Map<string, Instant>()
      await ready()
      await select({ fields: 'first("v")', where: allOf(USABLE, from(at)), points }, (point, values) =>
        found.set(point, instant(values[0]?.[0] as number)),
      )
      return found
    },
    latest: async () => [...(await loadLatest()).values()],
    async changes(after) {
      await ready()
      const { changes, upTo } = changeLog.changes(after)
      return { changes: after < changeLog.completeAfter() ? await readAllChanges(select) : changes, upTo }
    },
    remove: (points, span) =>
      inTurn(async () => {
        await ready()
        const time = span === undefined ? [] : [within(span)]
        for (const { condition, params } of pointsFilters(points))
          await queries.run(database, `DELETE FROM "reading" WHERE ${allOf(condition, ...time)}`, params)
        changeLog.remove(points, span)
        if (span !== undefined) latest = null
        else for (const point of points) latest?.delete(point)
      }),
    // InfluxDB stores each key once.
    compact: async () => 0,
    async count() {
      let count = 0
      await ready()
      await select({ fields: 'count("v")', where: ALWAYS }, (_, values) => (count += values[0]?.[1] as number))
      return count
    },
    onDatabaseLost() {
      latest = null
      losses += 1
    },
  }
}

async function scan(select: SelectReadings, { span, points }: ScanQuery): Promise<ReadingColumns> {
  const rows = createRowCollector()
  if (span.to > span.from) await select({ fields: '"v", "q"', where: within(span), points }, rows.add)
  return rows.columns()
}

interface CommitParts extends ReadingsParts {
  /** How often the database was found missing. */
  readonly losses: () => number
}

/** Writes changed spans, rows and offset in this order: see the change log. */
async function commit({ bulk, database, changeLog, losses }: CommitParts, batch: ReadingBatch, latest: LatestByPoint): Promise<void> {
  const batchLines = toBatchLines(batch, changeLog.offset())
  changeLog.add(changedSpansOf(batch.rows, batch.seq, batchLines.rows))
  const before = losses()
  let refused = await bulk.write(database, batchLines.lines, { parallel: PARALLEL })
  // The database was dropped in the middle: earlier pieces of the batch were lost with it.
  if (losses() !== before) refused = await bulk.write(database, batchLines.lines, { parallel: PARALLEL })
  const bad = new Set(refused.map((r) => r.line))
  updateLatest(latest, batch.rows, bad.size === 0 ? batchLines.rows : batchLines.rows.filter((_, line) => !bad.has(line)))
  if (refused.length + batchLines.refused.length > 0) throw refusedError(batch, batchLines, refused)
  changeLog.setOffset(batch.offset)
}

function updateLatest(latest: LatestByPoint, rows: ReadingColumns, written: readonly number[]): void {
  for (const i of written) {
    const point = rows.names[rows.point[i] as number] as string
    const time = instant(rows.time[i] as number)
    const entry = latest.get(point)
    if (entry === undefined || entry.time <= time)
      latest.set(point, { point, time, value: rows.value[i] as number, quality: qualityOf(rows.quality[i] as number) })
  }
}

/** The error for refused rows: all other rows are stored, and the offset has not moved. */
function refusedError(batch: ReadingBatch, batchLines: BatchLines, lines: readonly RefusedLine[]): PortError {
  const rows = [...batchLines.refused, ...lines.map(({ line, why }) => ({ row: batchLines.rows[line] as number, why }))].sort(
    (a, b) => a.row - b.row,
  )
  const first = rows[0]
  const more = rows.length > 1 ? ` (and ${rows.length - 1} more of ${batch.rows.length})` : ''
  return new PortError('refused', `${first?.why ?? ''}${more}`, { rows })
}
