/** Rows of one store into another, as backup and restore move them: between maps of the model, DuckDB and the real InfluxDB. */

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckdb } from '../../src/adapters/duckdb/duckdb.ts'
import { openInflux } from '../../src/adapters/influx/influx.ts'
import { DAY, encodeBuckets, instant, QUARTER, type ReadingColumns, REMOVED_CODE, span, STEPS } from '../../src/domain/index.ts'
import type { Buckets, Readings, StoreInventory, StoreLoader } from '../../src/ports/index.ts'
import { columnsFrom } from '../support/fakes/memory-store.ts'
import { findServer, type RunningServer, startInfluxd, without } from '../support/process/servers.ts'
import { tempFolder } from '../support/process/temp-folder.ts'
import { bucketOf } from './suites/buckets-suite.ts'

interface Opened {
  readonly readings: Readings
  readonly buckets: Buckets
  readonly transfer: StoreInventory & StoreLoader
  close(): Promise<void>
}

type Open = () => Promise<Opened>

const T0 = Date.UTC(2026, 2, 1)
const ALWAYS = span(T0 - 4000 * DAY, T0 + 4000 * DAY)
const ROWS = [
  { point: 'a', time: T0, value: 0.1, quality: 0 },
  { point: 'a', time: T0 + 400 * DAY, value: -2.5, quality: 16 },
  { point: 'b/c', time: T0 + 1, value: 1e300, quality: 64 },
]
const CHANGE = { point: 'a', from: instant(T0 + 400 * DAY), to: instant(T0 + 400 * DAY + 5) }

function rowsOf({ names, length, point, time, value, quality }: ReadingColumns): readonly object[] {
  return Array.from({ length }, (_, i) => ({ point: names[point[i] ?? 0], time: time[i], value: value[i], quality: quality[i] }))
}

function describeTransfer(name: string, open: Open): void {
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

const duckdb: Open = () => openDuckdb({ path: join(tempFolder(), 'store.duckdb') })

describeTransfer('DuckDB', duckdb)

describe('a change that is left without rows', () => {
  it('is computed by the roller after a restore into DuckDB too, and adds no row', async () => {
    const store = await duckdb()
    await store.transfer.finish({ offset: 9, rolledUpTo: 5, changes: [CHANGE] })
    expect(await store.readings.changes(5)).toEqual({ changes: [CHANGE], upTo: 9 })
    const found = await store.readings.scan({ span: ALWAYS })
    expect([found.length, [...found.quality].includes(REMOVED_CODE)]).toEqual([0, false])
    await store.close()
  })
})

describe.skipIf(findServer('influxd') === null && process.env['CI'] !== 'true')(`the real server${without('influxd')}`, () => {
  let server: RunningServer
  let databases = 0
  beforeAll(async () => {
    server = await startInfluxd()
  })
  afterAll(() => server.stop())

  describeTransfer('InfluxDB', () =>
    openInflux({
      url: `influx://127.0.0.1:${server.port}/transfer_${(databases += 1)}`,
      dir: tempFolder(),
      events: { emit: () => undefined },
    }),
  )
})
