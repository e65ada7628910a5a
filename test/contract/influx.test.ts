/** InfluxDB, the real server, as a store of readings, buckets and records. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InfluxStore, openInflux } from '../../src/adapters/influx/influx.ts'
import { instant } from '../../src/domain/index.ts'
import { findServer, type RunningServer, startInfluxd, without } from '../support/process/servers.ts'
import { describeBuckets } from './suites/buckets-suite.ts'
import { describeReadings } from './suites/readings-suite.ts'
import type { OpenedStore } from './suites/store.ts'

describe.skipIf(findServer('influxd') === null && process.env['CI'] !== 'true')(`the store${without('influxd')}`, () => {
  let server: RunningServer
  let databases = 0
  beforeAll(async () => {
    server = await startInfluxd()
  })
  afterAll(() => server.stop())

  const at = (place: { dir: string; database: string }, slot = 'main'): Promise<InfluxStore> =>
    openInflux({
      url: `influx://127.0.0.1:${server.port}/${place.database}`,
      dir: place.dir,
      slot,
      events: {
        emit(event) {
          throw new Error(event.detail)
        },
      },
    })

  /** Three databases of its own; the server forgets them with the folder. */
  const freshPlace = (): { dir: string; database: string } => ({
    dir: mkdtempSync(join(tmpdir(), 'campus-influx-')),
    database: `contract_${(databases += 1)}`,
  })

  async function open(place = freshPlace()): Promise<OpenedStore> {
    const store = await at(place)
    return {
      readings: store.readings,
      buckets: store.buckets,
      async close() {
        await store.close()
        for (const part of ['', '_buckets', '_state'])
          await fetch(`${server.url}/query?q=DROP DATABASE ${place.database}${part}`, { method: 'POST' })
        rmSync(place.dir, { recursive: true, force: true })
      },
      async reopen() {
        await store.close()
        return open(place)
      },
    }
  }

  const opened = (): Promise<OpenedStore> => open()
  // A mark is made for a batch, not for a row.
  describeReadings('InfluxDB', opened, { changes: 'covering', runs: 12 })
  describeBuckets('InfluxDB', opened, { runs: 12 })

  describe('records in InfluxDB', () => {
    it('are read back unchanged and in order after the store was opened again, long and unusual ones too', async () => {
      const place = freshPlace()
      const first = await at(place)
      const bodies = fc.sample(fc.jsonValue(), { numRuns: 30, seed: 7 })
      bodies.push({ text: 'é😀"\\\n\0,= \\'.repeat(20_000) }, { text: '\\'.repeat(130_000) })
      for (const [i, body] of bodies.entries())
        expect(await first.records.append('a "stream"', `id ${i}\n`, instant(1000 + (i % 3)), body)).toBe(i + 1)
      await first.records.append('other', 'x', instant(5), null)
      await first.close()
      const again = await at(place)
      const got = await again.records.read('a "stream"')
      expect(got.map((r) => r.body)).toEqual(bodies.map((body) => JSON.parse(JSON.stringify(body)) as unknown))
      expect(got.map((r) => [r.seq, r.id, r.at])).toEqual(bodies.map((_, i) => [i + 1, `id ${i}\n`, 1000 + (i % 3)]))
      expect((await again.records.read('a "stream"', 30)).map((r) => r.seq)).toEqual([31, 32])
      expect(await again.records.append('other', 'y', instant(6), [1])).toBe(bodies.length + 2)
      await again.close()
      rmSync(place.dir, { recursive: true, force: true })
    })

    it('of two processes do not overwrite each other', async () => {
      const place = freshPlace()
      const stores = [await at(place, 'ingest 1'), await at({ ...place, dir: join(place.dir, 'b') }, 'jobs')]
      await Promise.all(stores.flatMap(({ records }, s) => [1, 2, 3].map((n) => records.append('s', `${s} ${n}`, instant(1000), n))))
      for (const store of stores) await store.close()
      const reader = await at({ ...place, dir: join(place.dir, 'c') })
      const ids = (await reader.records.read('s')).map((r) => r.id)
      expect([...ids].sort()).toEqual(['0 1', '0 2', '0 3', '1 1', '1 2', '1 3'])
      await reader.close()
      rmSync(place.dir, { recursive: true, force: true })
    })
  })
})
