/**
 * Buckets of the open quarter hour are written every few seconds: small writes wait in memory, with the roller's watermark, until there are
 * enough for a transaction. Waiting buckets that a crash loses are computed again, because the watermark on disk is older than they are.
 */

import { type BucketColumns, type EdgeState, DAY, decodeBuckets, encodeBuckets, type Instant } from '../../../domain/index.ts'
import { createSerialQueue } from '../../../kernel/index.ts'
import type { BucketQuery, Buckets } from '../../../ports/index.ts'
import { createBucketTable, type DatedEdge } from './bucket-table.ts'
import type { Dictionary } from '../dictionary.ts'
import type { Watermarks } from '../watermarks.ts'
import type { Session } from '../session.ts'
import { overlay } from './overlay.ts'
import { createWaitingBuckets } from './waiting-buckets.ts'

/** More waiting buckets than this are written. */
const WAIT_ROWS = 4000
/** Edge states are searched within this time first: most lie there, and a search of the whole table is slow. */
const NEAR = 2 * DAY

export interface DuckdbBuckets extends Buckets {
  /** `write` and `read` in columns, the form in which threads exchange buckets. */
  writeColumns(rows: BucketColumns, rolledUpTo?: number): Promise<void>
  readColumns(query: BucketQuery): Promise<BucketColumns>
  /** Writes the waiting buckets. */
  flush(): Promise<void>
  compact(): Promise<number>
}

export function openBuckets(session: Session, dictionary: Dictionary, watermarks: Watermarks): DuckdbBuckets {
  const table = createBucketTable(session, dictionary, watermarks)
  const waiting = createWaitingBuckets()
  // Serial on purpose: of two writes the later one is valid, whether it waits in memory or not.
  const { run: inTurn } = createSerialQueue()
  let rolledUpTo = watermarks.get('rolled-up')

  async function flush(): Promise<void> {
    const rows = waiting.all()
    if (rows.length === 0 && rolledUpTo === watermarks.get('rolled-up')) return
    await table.store(encodeBuckets(rows), rolledUpTo)
    waiting.removeStored(rows)
  }

  async function write(rows: BucketColumns, upTo = rolledUpTo): Promise<void> {
    if (rows.length > WAIT_ROWS) {
      await flush()
      await table.store(rows, upTo)
      rolledUpTo = upTo
      return
    }
    waiting.put(decodeBuckets(rows))
    rolledUpTo = upTo
    if (waiting.size() > WAIT_ROWS) await flush()
  }

  async function readColumns(query: BucketQuery): Promise<BucketColumns> {
    // Read before the table: a row that is stored meanwhile is in one of the two.
    const unwritten = waiting.matching(query)
    return overlay(await table.read(query), unwritten)
  }

  async function edgeStates(points: readonly string[], at: Instant): Promise<Map<string, EdgeState>> {
    if (waiting.mayHide(points, at)) await inTurn(flush)
    const unwritten = waiting.edgeStates(points, at)
    const near = later(await table.edgeStates(points, at, at - NEAR), unwritten)
    const rest = points.filter((p) => !near.has(p))
    const far = rest.length === 0 ? [] : await table.edgeStates(rest, at, -Number.MAX_VALUE)
    return new Map([...near, ...far].map(([point, { edge }]) => [point, edge]))
  }

  const writeColumns = (rows: BucketColumns, upTo?: number): Promise<void> => inTurn(() => write(rows, upTo))
  return {
    writeColumns,
    readColumns,
    write: (buckets, upTo) => writeColumns(encodeBuckets(buckets), upTo),
    read: async (query) => decodeBuckets(await readColumns(query)),
    edgeStates,
    rolledUpTo: async () => rolledUpTo,
    remove: (points, span) => inTurn(() => flush().then(() => table.remove(points, span))),
    flush: () => inTurn(flush),
    compact: () => table.compact(),
  }
}

/** For each point the edge state of the later bucket; of equal starts the unwritten one. */
function later(stored: Map<string, DatedEdge>, unwritten: Map<string, DatedEdge>): Map<string, DatedEdge> {
  for (const [point, dated] of unwritten) if (dated.start >= (stored.get(point)?.start ?? -Infinity)) stored.set(point, dated)
  return stored
}
