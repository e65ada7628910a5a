/** The parts of a backup that hold the store: readings and buckets in slices, and where the store stands. */

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { STEPS } from '../../../domain/index.ts'
import type { OnRows, StoreExport, StorePosition } from '../../../ports/index.ts'
import { FOLDERS, PARTS } from '../container/manifest.ts'
import type { BackupPart } from '../container/pack.ts'
import { sliceRows } from './slices.ts'
import { encodeBucketRows, encodeReadingRows } from './tables.ts'

/** Rows of one part: 5 MB of readings, 25 MB of buckets. */
const MOST_ROWS = 250_000

const compress = promisify(gzip)
const numbered = (folder: string, n: number): string => `${folder}${String(n).padStart(8, '0')}.gz`

/** Watermarks of the moment at which the backup begins. */
export interface StoreStart {
  readonly offset: number
  readonly rolledUpTo: number
}

/**
 * Rows that are stored while it runs may be in it or not: their messages come behind `offset` in the journal. `changes` is read last, so that it
 * covers them too: what the roller computed meanwhile is computed again.
 */
export async function* storeParts(store: StoreExport, start: StoreStart, onRows: OnRows): AsyncGenerator<BackupPart> {
  const readings = sliceRows(await store.readingDays(), MOST_ROWS)
  const buckets = await Promise.all(STEPS.map(async (step) => ({ step, slices: sliceRows(await store.bucketDays(step), MOST_ROWS) })))
  const total = [...readings, ...buckets.flatMap(({ slices }) => slices)].reduce((sum, { rows }) => sum + rows, 0)
  let done = 0
  const count = (rows: number): void => onRows(Math.round((done += rows)), Math.round(total))
  for (const [n, { span, rows }] of readings.entries()) {
    const columns = await store.readings(span)
    if (columns.length > 0) yield { name: numbered(FOLDERS.readings, n), bytes: await encodeReadingRows(columns) }
    count(rows)
  }
  for (const { step, slices } of buckets)
    for (const [n, { span, rows }] of slices.entries()) {
      const columns = await store.buckets({ step, span })
      if (columns.length > 0) yield { name: numbered(`${FOLDERS.buckets}${step}/`, n), bytes: await encodeBucketRows(columns) }
      count(rows)
    }
  const position: StorePosition = { ...start, changes: await store.changes(start.rolledUpTo) }
  yield { name: PARTS.position, bytes: await compress(JSON.stringify(position)) }
}
