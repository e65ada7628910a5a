/** Rows of one store into another, as backup and restore move them: between maps of the model, DuckDB and the real InfluxDB. */

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckdb } from '../../src/adapters/duckdb/duckdb.ts'
import { openInflux } from '../../src/adapters/influx/influx.ts'
import { REMOVED_CODE } from '../../src/domain/index.ts'
import { findServer, type RunningServer, startInfluxd, without } from '../support/process/servers.ts'
import { tempFolder } from '../support/process/temp-folder.ts'
import { ALWAYS, CHANGE, describeTransfer, type OpenTransfer } from './suites/transfer-suite.ts'

const duckdb: OpenTransfer = () => openDuckdb({ path: join(tempFolder(), 'store.duckdb') })

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
