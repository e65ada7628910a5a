/** What moving rows into a store does, as backup and restore move them. */

import { describe, expect, it } from 'vitest'
import { DAY, encodeBuckets, instant, QUARTER, type ReadingColumns, span, STEPS } from '../../../src/domain/index.ts'
import type { Buckets, Readings, StoreInventory, StoreLoader } from '../../../src/ports/index.ts'
import { columnsFrom } from '../../support/fakes/memory-store.ts'
import { bucketOf } from './buckets-suite.ts'

export interface OpenedTransfer {
  readonly readings: Readings
  readonly buckets: Buckets
  readonly transfer: StoreInventory & StoreLoader
  close(): Promise<void>
}

export type OpenTransfer = () => Promise<OpenedTransfer>

const T0 = Date.UTC(2026, 2, 1)
export const ALWAYS = span(T0 - 4000 * DAY, T0 + 4000 * DAY)
const ROWS = [
  { point: 'a', time: T0, value: 0.1, quality: 0 },
  { point: 'a', time: T0 + 400 * DAY, value: -2.5, quality: 16 },
  { point: 'b/c', time: T0 + 1, value: 1e300, quality: 64 },
]
export const CHANGE = { point: 'a', from: instant(T0 + 400 * DAY), to: instant(T0 + 400 * DAY + 5) }

function rowsOf({ names, length, point, time, value, quality }: ReadingColumns): readonly object[] {
  return Array.from({ length }, (_, i) => ({ point: names[point[i] ?? 0], time: time[i], value: value[i], quality: quality[i] }))
}

export function describeTransfer(name: string, open: OpenTransfer): void {
  describe(`rows moved into ${name}`, () => {
    it('are read back as they were, with the watermarks and the changes that the roller has not computed', async () => {
      const store = await open()
      try {
        expect(await store.transfer.isEmpty()).toBe(true)
        await store.transfer.loadReadings(columnsFrom(ROWS), Float64Array.from([5, 9, 5]))
        const buckets = STEPS.map((step) => bucketOf('a', T0, { step }))
        await store.transfer.loadBuckets(encodeBuckets(buckets))
        await store.transfer.finish({ offset: 9, rolledUpTo: 5, changes: [CHANGE] })
        expect(await store.transfer.isEmpty()).toBe(false)
        expect(rowsOf(await store.readings.scan({ span: ALWAYS }))).toEqual(ROWS)
        for (const [i, step] of STEPS.entries()) expect(await store.buckets.read({ step, span: ALWAYS })).toEqual([buckets[i]])
        expect(await store.readings.offset()).toBe(9)
        expect(await store.buckets.rolledUpTo()).toBe(5)
        expect(await store.readings.changes(5)).toEqual({ changes: [CHANGE], upTo: 9 })
      } finally {
        await store.close()
      }
    })

    it('lie on the days that the inventory names', async () => {
      const store = await open()
      try {
        await store.transfer.loadReadings(columnsFrom(ROWS), Float64Array.from([1, 1, 1]))
        await store.transfer.loadBuckets(encodeBuckets([bucketOf('a', T0 - QUARTER), bucketOf('a', T0)]))
        expect(await store.transfer.readingDays()).toEqual([
          { day: T0, rows: 2 },
          { day: T0 + 400 * DAY, rows: 1 },
        ])
        expect(await store.transfer.bucketDays('15m')).toEqual([
          { day: T0 - DAY, rows: 1 },
          { day: T0, rows: 1 },
        ])
        expect(await store.transfer.bucketDays('1y')).toEqual([])
      } finally {
        await store.close()
      }
    })
  })
}
