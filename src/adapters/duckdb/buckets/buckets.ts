/**
 * Buckets of the open quarter hour are written every few seconds: small writes wait in memory, with the roller's watermark, until they
 * are worth a transaction. What a crash takes of them is computed again, because the watermark on disk is as old as they are.
 */

import { type BucketColumns, type EdgeState, DAY, decodeBuckets, encodeBuckets, type Instant } from '../../../domain/index.ts'
import { createSerialQueue } from '../../../kernel/index.ts'
import type { BucketQuery, Buckets } from '../../../ports/index.ts'
import { createBucketTable, type DatedClosing } from './bucket-table.ts'
import type { Dictionary } from '../dictionary.ts'
import type { Watermarks } from '../watermarks.ts'
import type { Session } from '../session.ts'
import { createWaitingBuckets, overlaid } from './unwritten-buckets.ts'

/** Above this many waiting buckets they are written. */
const WAIT_ROWS = 4000
/** The last closing is mostly near; what is older is looked for by itself. */
const NEAR = 2 * DAY

export interface DuckdbBuckets extends Buckets {
  /** `write` and `read` in columns, as they go between threads. */
  writeColumns(rows: BucketColumns, rolledUpTo?: number): Promise<void>
  readColumns(query: BucketQuery): Promise<BucketColumns>
  /** Writes what waits. */
  flush(): Promise<void>
  compact(): Promise<number>
}

export function openBuckets(session: Session, dictionary: Dictionary, marks: Watermarks): DuckdbBuckets {
  const table = createBucketTable(session, dictionary, marks)
  const waiting = createWaitingBuckets()
  // Serial: of two writes the later one counts, whether it waits in memory or not.
  const { run: inTurn } = createSerialQueue()
  let rolledUpTo = marks.get('rolled-up')

  async function flush(): Promise<void> {
    const rows = waiting.all()
    if (rows.length === 0 && rolledUpTo === marks.get('rolled-up')) return
    await table.store(encodeBuckets(rows), rolledUpTo)
    waiting.stored(rows)
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
    // Before the table is read: a row that is stored meanwhile is in one of the two.
    const over = waiting.fitting(query)
    return overlaid(await table.read(query), over)
  }

  async function closings(points: readonly string[], at: Instant): Promise<Map<string, EdgeState>> {
    if (waiting.hides(points, at)) await inTurn(flush)
    const over = waiting.closings(points, at)
    const near = newer(await table.closings(points, at, at - NEAR), over)
    const rest = points.filter((p) => !near.has(p))
    const far = rest.length === 0 ? [] : await table.closings(rest, at, -Number.MAX_VALUE)
    return new Map([...near, ...far].map(([point, { closing }]) => [point, closing]))
  }

  const writeColumns = (rows: BucketColumns, upTo?: number): Promise<void> => inTurn(() => write(rows, upTo))
  return {
    writeColumns,
    readColumns,
    write: (buckets, upTo) => writeColumns(encodeBuckets(buckets), upTo),
    read: async (query) => decodeBuckets(await readColumns(query)),
    edgeStates: closings,
    rolledUpTo: async () => rolledUpTo,
    remove: (points, span) => inTurn(() => flush().then(() => table.remove(points, span))),
    flush: () => inTurn(flush),
    compact: () => table.compact(),
  }
}

function newer(stored: Map<string, DatedClosing>, over: Map<string, DatedClosing>): Map<string, DatedClosing> {
  for (const [point, dated] of over) if (dated.start >= (stored.get(point)?.start ?? -Infinity)) stored.set(point, dated)
  return stored
}
