/** The whole pipeline in memory: journal, writer, store, roller. */

import type { Bucket, Campus, RawMessage } from '../../../src/domain/index.ts'
import { createWriter } from '../../../src/ingest/writer.ts'
import { createRoller } from '../../../src/rollup/roller.ts'
import { createEventLog, createMetricLog } from './events.ts'
import { createMemoryBuckets, createMemoryReadings } from './memory-store.ts'
import { memoryJournal, memoryStore, quickClock } from './memory-writer.ts'

export interface Way {
  readonly campus: Campus
  readonly zone: string
  /** Rows of a batch; the roller runs after as many messages as three batches hold. */
  readonly cut: number
}

/** The buckets with content after these messages in this order. */
export async function bucketsAfter(arriving: readonly RawMessage[], { campus, zone, cut }: Way): Promise<readonly Bucket[]> {
  const [journal, readings, buckets] = [memoryJournal(), createMemoryReadings(), createMemoryBuckets()]
  const parts = { deadLetters: memoryStore(), events: createEventLog(), metrics: createMetricLog(), clock: quickClock() }
  const roller = createRoller({ readings, buckets, points: () => campus.points, zone, clock: parts.clock })
  const writer = createWriter({ ...parts, reader: journal, rereadRange: journal.again, readings, campus: () => campus, maxBatchRows: cut })
  await writer.start()
  for (let i = 0; i < arriving.length; i += 3 * cut) {
    for (const one of arriving.slice(i, i + 3 * cut)) journal.append(one)
    writer.nudge()
    await writer.drained(journal.entries.length)
    await roller.roll()
  }
  await writer.stop()
  return buckets.all().filter((b) => b.n > 0 || b.edge !== null || b.total !== 0)
}
