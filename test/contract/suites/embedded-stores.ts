/** The stores that need no server, opened empty. */

import { createClock } from '../../../src/adapters/system/clock.ts'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuckdb } from '../../../src/adapters/duckdb/duckdb.ts'
import type { Config } from '../../../src/config/types.ts'
import type { createStore } from '../../../src/main/store-thread/client.ts'
import { built } from '../../support/process/built.ts'
import { campusOf } from '../../support/fixtures/campus.ts'
import { createMemoryBuckets, createMemoryReadings } from '../../support/fakes/memory-store.ts'
import type { OpenedStore } from './store.ts'

export async function memory(): Promise<OpenedStore> {
  return { readings: createMemoryReadings(), buckets: createMemoryBuckets(), close: async () => undefined }
}

export async function duckdbInMemory(): Promise<OpenedStore> {
  const store = await openDuckdb({ path: ':memory:' })
  return { readings: store.readings, buckets: store.buckets, close: () => store.close() }
}

/** Opens a store in a folder; the folder goes when it is closed for good. */
async function inFolder(open: (dir: string) => Promise<Omit<OpenedStore, 'reopen'>>, dir?: string): Promise<OpenedStore> {
  const folder = dir ?? mkdtempSync(join(tmpdir(), 'campus-store-'))
  const store = await open(folder)
  return {
    readings: store.readings,
    buckets: store.buckets,
    async close() {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
    async reopen() {
      await store.close()
      return inFolder(open, folder)
    },
  }
}

export const duckdbOnFile = (): Promise<OpenedStore> => inFolder((dir) => openDuckdb({ path: join(dir, 'store.duckdb') }))

/** The real thread of the built program: everything goes through messages. */
export const duckdbBehindThread = (): Promise<OpenedStore> =>
  inFolder(async (dir) => {
    const client = await built<{ createStore: typeof createStore }>('src/main/store-thread/client.js')
    mkdirSync(join(dir, 'journal'), { recursive: true })
    const config = {
      store: { url: 'duckdb:', username: null, password: null },
      data: { dir },
      campus: campusOf([]),
      limits: { payloadBytes: 65_536, depth: 16, readingsPerMessage: 1000, messagesPerSecond: 5000 },
    } as unknown as Config
    const store = client.createStore(config, {
      events: { emit: () => undefined },
      metrics: { count: () => undefined, gauge: () => undefined },
      clock: createClock(),
    })
    await store.open()
    return store
  })
