/** ClickHouse that refuses, goes away or loses its tables: what the port reports, and that nothing is lost. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClickhouseStore, openClickhouse } from '../../src/adapters/clickhouse/clickhouse.ts'
import { examineClickhouse } from '../../src/adapters/clickhouse/examine.ts'
import { instant } from '../../src/domain/index.ts'
import type { ReadingBatch, ServiceEvent } from '../../src/ports/index.ts'
import { startClickhouse } from '../support/process/clickhouse.ts'
import { findServer, freePort, type RunningServer, without } from '../support/process/servers.ts'
import { batch } from './suites/readings-rows.ts'

const absent = findServer('clickhouse') === null && process.env['CI'] !== 'true'
const EVER = { from: instant(0), to: instant(10_000) }

interface Opened {
  readonly store: ClickhouseStore
  readonly events: ServiceEvent[]
}

function openAt(ports: readonly number[], password = '', campus = 'park'): Opened {
  const events: ServiceEvent[] = []
  const url = `clickhouse://${ports.map((port) => `127.0.0.1:${port}`).join(',')}/faults`
  const store = openClickhouse({
    url,
    username: 'default',
    password,
    campus,
    events: { emit: (event) => void events.push(event) },
    timeoutMs: 5000,
  })
  return { store, events }
}

const rows = (seq: number): ReadingBatch => batch([['a', 1000 + seq, seq, seq]])

describe.skipIf(absent)(`a ClickHouse that cannot serve${without('clickhouse')}`, () => {
  let guarded: RunningServer
  let readonly: RunningServer
  let plain: RunningServer
  beforeAll(async () => {
    guarded = await startClickhouse({ password: 'right' })
    readonly = await startClickhouse({ profile: '<readonly>2</readonly>' })
    plain = await startClickhouse()
  })
  afterAll(() => Promise.all([guarded, readonly, plain].map((server) => server?.stop())))

  const failure = async ({ store }: Opened): Promise<unknown> => {
    const error = await store.readings.commit(rows(1)).catch((thrown: unknown) => thrown)
    await store.close()
    return error
  }

  it('refuses a wrong password as `unauthorized`, with the variables that hold it', async () => {
    expect(await failure(openAt([guarded.port], 'wrong'))).toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('CAMPUS__STORE__PASSWORD') as string,
    })
    const { store } = openAt([guarded.port], 'right')
    await store.readings.commit(rows(1))
    await store.close()
  })

  it('refuses a user who may only read as `unauthorized`, and names the rights', async () => {
    expect(await failure(openAt([readonly.port]))).toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('INSERT, CREATE and ALTER') as string,
    })
  })

  it('is not believed to be several replicas without a ZooKeeper', async () => {
    expect(await failure(openAt([plain.port, guarded.port]))).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('no ZooKeeper') as string,
    })
  })

  it('is `unavailable` where nothing listens, and another program is no ClickHouse', async () => {
    expect(await failure(openAt([await freePort()]))).toMatchObject({ code: 'unavailable', retry: true })
  })

  it('is found by the doctor, with its version and the tables that are missing', async () => {
    const options = { campus: 'park', slot: 'doctor', username: 'default', password: 'wrong' }
    expect((await examineClickhouse({ ...options, url: `clickhouse://127.0.0.1:${guarded.port}/new` })).failure).toMatch(/password/)
    const sound = await examineClickhouse({ ...options, password: 'right', url: `clickhouse://127.0.0.1:${guarded.port}/new` })
    expect(sound).toMatchObject({ failure: null, missing: ['reading', 'bucket', 'mark', 'change', 'record', 'epoch'] })
    expect(sound.version).toMatch(/^\d+\./)
  })
})

describe.skipIf(absent)(`a ClickHouse that goes away${without('clickhouse')}`, () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startClickhouse()
  })
  afterAll(() => server.stop())

  it('keeps what it accepted through a kill, refuses as `unavailable` meanwhile, and takes the same batch again afterwards', async () => {
    const { store } = openAt([server.port])
    await store.readings.commit(rows(1))
    await store.checkpoint()
    await server.kill()
    await expect(store.readings.commit(rows(2))).rejects.toMatchObject({ code: 'unavailable', retry: true })
    await server.restart()
    await store.readings.commit(rows(2))
    const found = await store.readings.scan({ span: EVER })
    expect([...found.value.subarray(0, found.length)]).toEqual([1, 2])
    await store.close()
    const again = openAt([server.port]).store
    expect(await again.readings.offset()).toBe(2)
    await again.close()
  })

  it('whose process was killed without a checkpoint has the rows once when the journal brings them again', async () => {
    const first = openAt([server.port], '', 'killed').store
    await first.readings.commit(rows(1))
    await first.checkpoint()
    await first.readings.commit(rows(2))
    const second = openAt([server.port], '', 'killed').store
    expect(await second.readings.offset()).toBe(1)
    await second.readings.commit(rows(2))
    expect(await second.readings.count()).toBe(2)
    expect((await second.readings.changes(1)).changes).toEqual([{ point: 'a', from: 1002, to: 1002 }])
    await second.close()
  })

  it('whose tables are dropped gets new ones, and it is reported that the readings are gone', async () => {
    const { store, events } = openAt([server.port], '', 'lost')
    await store.readings.commit(rows(1))
    await fetch(server.url, { method: 'POST', body: 'DROP DATABASE faults' })
    await expect(store.readings.commit(rows(2))).rejects.toMatchObject({ code: 'unavailable' })
    await store.readings.commit(rows(2))
    expect(events.map(({ code }) => code)).toEqual(['store-lost'])
    expect((await store.readings.scan({ span: EVER })).length).toBe(1)
    await store.close()
  })
})
