/** ClickHouse, the real server, as a store of readings, buckets and records. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClickhouseStore, openClickhouse } from '../../src/adapters/clickhouse/clickhouse.ts'
import { instant } from '../../src/domain/index.ts'
import { startClickhouse } from '../support/process/clickhouse.ts'
import { findServer, type RunningServer, without } from '../support/process/servers.ts'
import { describeBuckets } from './suites/buckets-suite.ts'
import { describeReadings } from './suites/readings-suite.ts'
import { describeRecords, type OpenedRecords } from './suites/records-suite.ts'
import type { OpenedStore } from './suites/store.ts'
import { describeTransfer } from './suites/transfer-suite.ts'

const absent = findServer('clickhouse') === null && process.env['CI'] !== 'true'

describe.skipIf(absent)(`the store${without('clickhouse')}`, () => {
  let server: RunningServer
  let campuses = 0
  beforeAll(async () => {
    server = await startClickhouse()
  })
  afterAll(() => server.stop())

  const at = (campus: string, slot = 'main'): ClickhouseStore =>
    openClickhouse({
      url: `clickhouse://127.0.0.1:${server.port}/contract`,
      campus,
      slot,
      events: {
        emit(event) {
          throw new Error(event.detail)
        },
      },
    })
  /** All suites share the tables: each opens a campus of its own. */
  const freshCampus = (): string => `campus-${(campuses += 1)}`

  function open(campus = freshCampus()): OpenedStore {
    const store = at(campus)
    const { readings, buckets } = store
    return {
      readings,
      buckets,
      close: () => store.close(),
      async reopen() {
        await store.close()
        return open(campus)
      },
    }
  }

  const opened = async (): Promise<OpenedStore> => open()
  // A span is noted for a batch, not for a row.
  describeReadings('ClickHouse', opened, { changes: 'covering', runs: 12 })
  describeBuckets('ClickHouse', opened, { runs: 12 })
  describeTransfer('ClickHouse', async () => at(freshCampus()))

  const openLog = async (campus = freshCampus()): Promise<OpenedRecords> => {
    const store = at(campus)
    return {
      records: store.records,
      async reopen() {
        await store.close()
        return openLog(campus)
      },
    }
  }
  describeRecords('ClickHouse', () => openLog())

  describe('records in ClickHouse', () => {
    it('of two processes do not overwrite each other, and are read in one order by a third', async () => {
      const campus = freshCampus()
      const stores = [at(campus, 'ingest 1'), at(campus, 'jobs')]
      await Promise.all(stores.flatMap(({ records }, s) => [1, 2, 3].map((n) => records.append('s', `${s} ${n}`, instant(1000), n))))
      for (const store of stores) await store.close()
      const reader = at(campus)
      const ids = (await reader.records.read('s')).map((r) => r.id)
      expect([...ids].sort()).toEqual(['0 1', '0 2', '0 3', '1 1', '1 2', '1 3'])
      await reader.close()
    })
  })

  describe('a later writer of a campus in ClickHouse', () => {
    it('wins over an earlier one with greater sequences, and loses nothing that the earlier one still writes elsewhere', async () => {
      const campus = freshCampus()
      const row = (time: number, value: number, seq: number) => ({
        rows: {
          names: ['p'],
          length: 1,
          point: Uint32Array.of(0),
          time: Float64Array.of(time),
          value: Float64Array.of(value),
          quality: Uint8Array.of(0),
        },
        seq: Float64Array.of(seq),
        offset: seq,
      })
      const [first, second] = [at(campus, 'first'), at(campus, 'second')]
      await first.readings.commit(row(1000, 1, 900))
      await second.readings.commit(row(1000, 2, 5))
      await first.readings.commit(row(1000, 3, 901))
      await first.readings.commit(row(2000, 4, 902))
      const { value } = await second.readings.scan({ span: { from: instant(0), to: instant(5000) } })
      expect([...value].slice(0, 2)).toEqual([2, 4])
      for (const store of [first, second]) await store.close()
    })
  })
})
