/**
 * The disk fills up under DuckDB: after a checkpoint that could not be written it refuses everything until its file is opened again. The service
 * does that by itself, and once there is room the journal brings what the store had not kept. Files of the process are limited instead of a disk.
 */

import { spawnSync } from 'node:child_process'
import { connectAsync } from 'mqtt'
import { afterAll, describe, expect, it } from 'vitest'
import { eventually, type Service, startService } from '../support/service.ts'

const CONFIG = `
campus: { id: park, timezone: UTC }
sites: [{ id: park, kind: office }]
sources: [{ id: native, preset: native }]
journal: { segment_bytes: 256KiB, max_bytes: 64MiB }
points:
  - id: park/power
    place: { site: park }
    interval: 1m
    from: [{ source: native, device: meter, field: power }]
`
const START = Date.parse('2026-03-01T00:00:00Z')
const PER_MESSAGE = 500

/** Largest file that the process may write from now on, bytes; a journal segment fits, a store does not. */
function limit(service: Service, bytes: number | 'unlimited'): void {
  const done = spawnSync('prlimit', ['--pid', String(service.process.pid), `--fsize=${bytes}:`], { encoding: 'utf8' })
  expect(done.stderr).toBe('')
}

describe('a store that has failed for good', () => {
  let service: Service
  let sent = 0

  async function publish(messages: number): Promise<void> {
    const client = await connectAsync(service.brokerUrl)
    for (let m = 0; m < messages; m++) {
      const readings = Array.from({ length: PER_MESSAGE }, () => {
        const time = START + 1000 * sent++
        return { time, values: { power: 100 + (sent % 97) } }
      })
      await client.publishAsync('campus/park/meter/telemetry', JSON.stringify({ readings }), { qos: 1 })
    }
    await client.endAsync()
  }

  async function counted(): Promise<number> {
    const day = (n: number): string => new Date(START + n * 86_400_000).toISOString()
    const path = `/api/v1/points/${encodeURIComponent('park/power')}/buckets?step=1d&from=${day(0)}&to=${day(9)}`
    const { buckets } = await service.get<{ buckets: { n: number }[] }>(path)
    return buckets.reduce((sum, b) => sum + b.n, 0)
  }

  afterAll(async () => {
    await service.stop()
  })

  it('is opened again, and has every reading once the disk has room', async () => {
    service = await startService({ config: CONFIG })
    await publish(20)
    await eventually('the first readings to be rolled up', async () => (await counted()) === sent)
    limit(service, 1_500_000)
    await publish(300)
    await eventually('the store to be opened again', () => service.output().includes('the store failed and is opened again'))
    limit(service, 'unlimited')
    await eventually('every reading to be rolled up', async () => (await counted().catch(() => 0)) === sent, 240_000)
    await eventually('readiness', async () => {
      const ready = await service.get<{ status?: string; degraded?: string[] }>('/readyz')
      return (ready.degraded ?? []).length === 0
    })
  }, 400_000)
})
