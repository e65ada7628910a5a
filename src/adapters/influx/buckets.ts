/** Buckets in a separate database. A bucket that is written again replaces the earlier one; the roller's watermark moves after they are stored. */

import {
  type Bucket,
  type BucketColumns,
  type EdgeState,
  DAY,
  decodeBuckets,
  encodeBuckets,
  edgeStateFrom,
  type Instant,
} from '../../domain/index.ts'
import { createSerialQueue } from '../../kernel/index.ts'
import { type BucketQuery, type Buckets, PortError } from '../../ports/index.ts'
import { BUCKET_SELECT, bucketColumns, bucketLines, type InfluxBucketRow } from './bucket-lines.ts'
import type { BulkWriter } from './client/bulk-write.ts'
import type { ChangeLog } from './changes/change-log.ts'
import { allOf, pointsFilters } from './points-filter.ts'
import type { Queries } from './client/select.ts'
import { within } from './time-range.ts'

export interface InfluxBuckets extends Buckets {
  /** `write` and `read` in columns, the form in which threads exchange buckets. */
  writeColumns(rows: BucketColumns, rolledUpTo?: number): Promise<void>
  readColumns(query: BucketQuery): Promise<BucketColumns>
}

export interface BucketsParts {
  readonly database: string
  readonly bulk: BulkWriter
  readonly queries: Queries
  readonly changeLog: ChangeLog
  readonly ready: () => Promise<void>
}

const refused = (why: string): PortError => new PortError('refused', `the store refused a bucket: ${why}`)

export function openBuckets(parts: BucketsParts): InfluxBuckets {
  const { database, bulk, queries, changeLog, ready } = parts
  const { run: inTurn } = createSerialQueue()

  async function store({ lines, fault }: ReturnType<typeof bucketLines>, upTo?: number): Promise<void> {
    await ready()
    if (fault !== null) throw refused(fault)
    // Serial on purpose: of two buckets with one key the later one is valid.
    const refusedLines = await bulk.write(database, lines)
    if (refusedLines[0]) throw refused(refusedLines[0].why)
    if (upTo !== undefined && upTo !== changeLog.rolledUpTo()) changeLog.setRolledUpTo(upTo)
  }

  async function writeColumns(rows: BucketColumns, upTo?: number): Promise<void> {
    const lines = bucketLines(rows)
    await inTurn(() => store(lines, upTo))
  }

  async function readColumns({ step, span, points }: BucketQuery): Promise<BucketColumns> {
    await ready()
    const rows: InfluxBucketRow[] = []
    if (span.to > span.from)
      for (const { condition, params } of pointsFilters(points)) {
        const q = `SELECT ${BUCKET_SELECT} FROM "bucket" WHERE ${allOf(`"step" = $step`, within(span), condition)} GROUP BY "point"`
        await queries.select(database, q, { ...params, step }, ({ tags, values }) => {
          for (const cells of values) rows.push({ point: tags['point'] ?? '', step, cells })
        })
      }
    const byStart = (a: InfluxBucketRow, b: InfluxBucketRow): number => (a.cells[0] as number) - (b.cells[0] as number)
    return bucketColumns(rows.sort((a, b) => (a.point < b.point ? -1 : a.point > b.point ? 1 : byStart(a, b))))
  }

  return {
    writeColumns,
    readColumns,
    write: (buckets: readonly Bucket[], upTo) => writeColumns(encodeBuckets(buckets), upTo),
    read: async (query) => decodeBuckets(await readColumns(query)),
    async edgeStates(points, at) {
      await ready()
      const near = await readEdgeStates(parts, points, at, at - 2 * DAY)
      const rest = points.filter((p) => !near.has(p))
      if (rest.length === 0) return near
      for (const [point, edge] of await readEdgeStates(parts, rest, at, -Infinity)) near.set(point, edge)
      return near
    },
    async rolledUpTo() {
      await ready()
      return changeLog.rolledUpTo()
    },
    remove: (points, span) =>
      inTurn(async () => {
        await ready()
        for (const { condition, params } of pointsFilters(points))
          await queries.run(database, `DELETE FROM "bucket" WHERE ${allOf(condition, within(span))}`, params)
      }),
  }
}

/** The last edge state of each point, of 15-minute buckets that start at or after `since` and end at or before `at`. */
async function readEdgeStates(
  { database, queries }: BucketsParts,
  points: readonly string[],
  at: Instant,
  since: number,
): Promise<Map<string, EdgeState>> {
  const found = new Map<string, EdgeState>()
  for (const { condition, params } of pointsFilters(points)) {
    const where = allOf(`"step" = '15m'`, '"closed" = 1', `"t1" <= ${at}`, within({ from: since, to: at }), condition)
    const q = `SELECT last("close_time"), "close_value", "still", "past" FROM "bucket" WHERE ${where} GROUP BY "point"`
    await queries.select(database, q, params, ({ tags, values }) => {
      // A bucket of an earlier version has neither `still` nor `past`.
      const [, time = 0, value = 0, still = 0, past = 0] = values[0] as readonly number[]
      found.set(tags['point'] ?? '', edgeStateFrom(time, value, still ?? 0, past ?? 0))
    })
  }
  return found
}
