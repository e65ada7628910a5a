/**
 * Readings as measurement `reading`, tag `point`, fields `v` (float) and `q` (quality, integer), time in ms. InfluxDB keeps the last row
 * written to a (point, time). The row with the greater journal sequence is the last one written, because rows go in the order of the
 * journal: within a batch only the greatest of a key is sent, batches go one after another, and rows at or before the offset, which a
 * replay brings again, are not sent at all. What stays: a request that timed out here but is still queued in a stopped server may be
 * carried out after a later batch that has the same key with another value.
 */

import { type Instant, instant, qualityOf, type ReadingColumns } from '../../../domain/index.ts'
import { createSerialQueue } from '../../../kernel/index.ts'
import { PortError, type ReadingBatch, type Readings } from '../../../ports/index.ts'
import type { Bulk, RefusedLine } from '../client/bulk-write.ts'
import type { ChangeLog } from '../changes/change-log.ts'
import { marksOf } from '../changes/changed-spans.ts'
import { all, pointsFilters } from '../points-filter.ts'
import { type Prepared, prepare } from './prepare.ts'
import { asking, everythingOf, type LatestByPoint, latestOf } from './reading-queries.ts'
import { createRowSink } from './rows.ts'
import type { Queries } from '../client/select.ts'
import { ALWAYS, from, within } from '../time-range.ts'

export interface ReadingsParts {
  readonly database: string
  readonly bulk: Bulk
  readonly queries: Queries
  readonly ledger: ChangeLog
  /** Resolves when the databases are there. */
  readonly ready: () => Promise<void>
}

/** Pieces under way at once: two use both cores of a small server (measured 1.7 times the rate of one). */
const PARALLEL = 2

export interface InfluxReadings extends Readings {
  /** The rows of the database are gone: what is known of them is forgotten. */
  lost(): void
}

export function openReadings(parts: ReadingsParts): InfluxReadings {
  const { database, queries, ledger, ready } = parts
  const ask = asking(queries, database)
  const { run: inTurn } = createSerialQueue()
  let latest: LatestByPoint | null = null
  let losses = 0

  async function known(): Promise<LatestByPoint> {
    await ready()
    latest ??= await latestOf(ask)
    return latest
  }

  return {
    commit: (batch) => inTurn(async () => commit({ ...parts, losses: () => losses }, batch, await known())),
    offset: async () => ledger.offset(),
    async scan({ span, points }) {
      const sink = createRowSink()
      await ready()
      if (span.to > span.from) await ask({ select: '"v", "q"', where: within(span), points }, sink.add)
      return sink.columns()
    },
    async firstFrom(points, at) {
      const found = new Map<string, Instant>()
      await ready()
      await ask({ select: 'first("v")', where: all('"q" != 3', from(at)), points }, (point, values) =>
        found.set(point, instant(values[0]?.[0] as number)),
      )
      return found
    },
    latest: async () => [...(await known()).values()],
    async changes(after) {
      await ready()
      const { changes, upTo } = ledger.changes(after)
      return { changes: after < ledger.floor() ? await everythingOf(ask) : changes, upTo }
    },
    remove: (points, span) =>
      inTurn(async () => {
        await ready()
        const time = span === undefined ? [] : [within(span)]
        for (const { condition, params } of pointsFilters(points))
          await queries.run(database, `DELETE FROM "reading" WHERE ${all(condition, ...time)}`, params)
        ledger.remove(points, span)
        if (span !== undefined) latest = null
        else for (const point of points) latest?.delete(point)
      }),
    // InfluxDB holds each key once.
    compact: async () => 0,
    async count() {
      let count = 0
      await ready()
      await ask({ select: 'count("v")', where: ALWAYS }, (_, values) => (count += values[0]?.[1] as number))
      return count
    },
    lost() {
      latest = null
      losses += 1
    },
  }
}

interface CommitParts extends ReadingsParts {
  /** How often the database was found to be gone. */
  readonly losses: () => number
}

/** Marks, rows, offset, in this order: see the ledger. */
async function commit({ bulk, database, ledger, losses }: CommitParts, batch: ReadingBatch, latest: LatestByPoint): Promise<void> {
  const prepared = prepare(batch, ledger.offset())
  ledger.mark(marksOf(batch.rows, batch.seq, prepared.rows))
  const before = losses()
  let refused = await bulk.write(database, prepared.lines, { parallel: PARALLEL })
  // Dropped in the middle: the pieces before went with it.
  if (losses() !== before) refused = await bulk.write(database, prepared.lines, { parallel: PARALLEL })
  const bad = new Set(refused.map((r) => r.line))
  noteLatest(latest, batch.rows, bad.size === 0 ? prepared.rows : prepared.rows.filter((_, line) => !bad.has(line)))
  if (refused.length + prepared.refused.length > 0) throw refusal(batch, prepared, refused)
  ledger.written(batch.offset)
}

function noteLatest(latest: LatestByPoint, rows: ReadingColumns, written: readonly number[]): void {
  for (const i of written) {
    const point = rows.names[rows.point[i] as number] as string
    const time = instant(rows.time[i] as number)
    const known = latest.get(point)
    if (known === undefined || known.time <= time)
      latest.set(point, { point, time, value: rows.value[i] as number, quality: qualityOf(rows.quality[i] as number) })
  }
}

/** All other rows are stored; the offset has not moved. */
function refusal(batch: ReadingBatch, prepared: Prepared, lines: readonly RefusedLine[]): PortError {
  const rows = [...prepared.refused, ...lines.map(({ line, why }) => ({ row: prepared.rows[line] as number, why }))].sort(
    (a, b) => a.row - b.row,
  )
  const first = rows[0]
  const more = rows.length > 1 ? ` (and ${rows.length - 1} more of ${batch.rows.length})` : ''
  return new PortError('refused', `${first?.why ?? ''}${more}`, { rows })
}
