/** Readings as rows (campus, point, time): of rows with one key the greatest version is valid, until the server merges the others away. */

import {
  type ChangedSpans,
  changedSpansOf,
  DAY,
  instant,
  qualityOf,
  type ReadingColumns,
  REMOVED_CODE,
  type Span,
} from '../../../domain/index.ts'
import { createSerialQueue } from '../../../kernel/index.ts'
import { type Change, PortError, type ReadingBatch, type Readings, type ScanQuery } from '../../../ports/index.ts'
import type { Epoch } from '../epoch.ts'
import type { Marks } from '../marks.ts'
import { SEQUENCE_BITS } from '../native/encode.ts'
import type { Server } from '../server/server.ts'
import { pointFilters, quote, within } from '../sql.ts'
import { firstUsable, type NewestByPoint, type ReadingTable, readLatest } from './latest.ts'
import { joinRows, readingColumns, rowsToWrite } from './rows.ts'

export interface ReadingTableParts {
  readonly server: Server
  readonly campus: string
  readonly epoch: Epoch
  readonly marks: Marks
  /** Spans that this process has changed, but for those up to `forgotten`. */
  readonly spans: ChangedSpans
  readonly forgotten: () => number
}

const SEQUENCE = `toFloat64(version % ${2 ** SEQUENCE_BITS})`

interface Open extends ReadingTableParts {
  readonly table: ReadingTable
  /** Sequence from which the changed spans are complete. */
  readonly since: () => number
}

export function openReadings(parts: ReadingTableParts): Readings {
  const { server, campus, marks, spans } = parts
  const table: ReadingTable = { server, name: `${server.database}.reading`, own: `campus = ${quote(campus)}` }
  const { run: inTurn } = createSerialQueue()
  let latest: NewestByPoint | null = null
  let since: number | null = null
  const open: Open = { ...parts, table, since: () => Math.max(since ?? Infinity, parts.forgotten()) }

  async function ready(): Promise<void> {
    await marks.load()
    since ??= marks.get('offset')
  }

  async function loadLatest(): Promise<NewestByPoint> {
    await ready()
    latest ??= await readLatest(table)
    return latest
  }

  return {
    commit: (batch) =>
      inTurn(async () => {
        const newest = await loadLatest()
        // Of a point whose newest row is removed only the store has the one before it.
        if (batch.rows.quality.includes(REMOVED_CODE)) latest = null
        await commit(open, batch, newest)
      }),
    async offset() {
      await ready()
      return marks.get('offset')
    },
    scan: (query) => scan(table, query),
    firstFrom: (points, at) => firstUsable(table, points, at),
    latest: async () => [...(await loadLatest()).values()],
    async changes(after) {
      await ready()
      const upTo = marks.get('offset')
      spans.startNewSpans()
      return { changes: after < open.since() ? await readChanges(open, after, upTo) : spans.changes(after, upTo), upTo }
    },
    remove: (points, span) =>
      inTurn(async () => {
        await remove(open, points, span)
        latest = null
      }),
    // The server removes replaced rows when it merges parts; count and scan never see them.
    compact: async () => 0,
    async count() {
      const [[count = 0]] = await server.select(`SELECT toFloat64(count()) FROM ${table.name} FINAL WHERE ${table.own}`, ['double'])
      return count
    },
  }
}

async function commit({ server, campus, epoch, marks, spans }: Open, batch: ReadingBatch, latest: NewestByPoint): Promise<void> {
  const { valid, refused } = rowsToWrite(batch, marks.get('offset'))
  if (valid.length > 0) {
    const columns = readingColumns(batch, valid, { campus, epoch: await epoch.claim() })
    await server.insert('reading', columns, valid.length)
  }
  for (const span of changedSpansOf(batch.rows, batch.seq, valid)) spans.add(span)
  updateLatest(latest, batch.rows, valid)
  const [first] = refused
  if (first !== undefined)
    throw new PortError('refused', `${first.why} (${refused.length} of ${batch.rows.length} rows)`, { rows: refused })
  marks.set('offset', batch.offset)
}

function updateLatest(latest: NewestByPoint, rows: ReadingColumns, written: readonly number[]): void {
  for (const i of written) {
    const point = rows.names[rows.point[i] as number] as string
    const time = instant(rows.time[i] as number)
    const entry = latest.get(point)
    if (entry === undefined || entry.time <= time)
      latest.set(point, { point, time, value: rows.value[i] as number, quality: qualityOf(rows.quality[i] as number) })
  }
}

async function scan({ server, name, own }: ReadingTable, { span, points }: ScanQuery): Promise<ReadingColumns> {
  const answers = []
  const names = points === undefined ? undefined : [...new Set(points)].sort()
  for (const filter of span.to > span.from ? pointFilters(names) : []) {
    const sql = `SELECT point, time, v, q FROM ${name} WHERE ${own} AND ${filter} AND ${within('time', span)} ORDER BY point, time, version`
    answers.push(await server.select(sql, ['text', 'wide', 'double', 'byte']))
  }
  return joinRows(answers)
}

/** Changes by rows in (after, upTo], from the rows themselves: those of earlier processes too. */
async function readChanges({ server, table, campus }: Open, after: number, upTo: number): Promise<Change[]> {
  const rows = `SELECT point, time AS first, time AS last, ${SEQUENCE} AS s FROM ${table.name} WHERE ${table.own} AND s > ${after} AND s <= ${upTo}`
  const others = `SELECT point, first, last, toFloat64(seq) AS s FROM ${server.database}.change WHERE campus = ${quote(campus)} AND s > ${after} AND s <= ${upTo}`
  const found: (Change & { readonly day: number })[] = []
  for (const source of [rows, others]) {
    const sql = `SELECT point, floor(first / ${DAY}) AS day, toFloat64(min(first)), toFloat64(max(last)) FROM (${source}) GROUP BY point, day`
    const [{ names, ids }, days, from, to] = await server.select(sql, ['text', 'double', 'double', 'double'])
    days.forEach((day, i) =>
      found.push({ point: names[ids[i] as number] ?? '', day, from: instant(from[i] as number), to: instant(to[i] as number) }),
    )
  }
  return mergeDays(found)
}

/** One change for each point and day, sorted by day and point. */
function mergeDays(found: readonly (Change & { readonly day: number })[]): Change[] {
  const sorted = [...found].sort((a, b) => a.day - b.day || (a.point < b.point ? -1 : a.point > b.point ? 1 : 0))
  const merged: (Change & { readonly day: number })[] = []
  for (const change of sorted) {
    const last = merged.at(-1)
    if (last?.day !== change.day || last.point !== change.point) merged.push(change)
    else
      merged[merged.length - 1] = {
        ...last,
        from: last.from < change.from ? last.from : change.from,
        to: last.to > change.to ? last.to : change.to,
      }
  }
  return merged.map(({ point, from, to }) => ({ point, from, to }))
}

async function remove({ server, table, spans }: Open, points: readonly string[], span?: Span): Promise<void> {
  for (const filter of pointFilters(points)) {
    const time = span === undefined ? '' : ` AND ${within('time', span)}`
    await server.remove('reading', `${table.own} AND ${filter}${time}`)
  }
  spans.remove(new Set(points), span === undefined ? undefined : [span.from, span.to])
}
