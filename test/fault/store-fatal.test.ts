/**
 * Failure 13: the disk fills up under DuckDB. A commit without room is retried. After a checkpoint without room DuckDB refuses everything until its file is
 * opened again, which the service does by itself; the journal then replays what the store lacks. The test limits the file size of the process
 * instead of a disk.
 */

import { spawnSync } from 'node:child_process'
import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually, type Service, startService } from '../support/process/service.ts'

const SEGMENT_BYTES = 256 * 1024
const CONFIG = `
campus: { id: park, timezone: UTC }
sites: [{ id: park, kind: office }]
sources: [{ id: native, preset: native }]
journal: { segment_bytes: ${SEGMENT_BYTES}, max_bytes: 64MiB }
points:
  - id: park/power
    place: { site: park }
    interval: 1m
    from: [{ source: native, device: meter, field: power }]
`
const START = Date.parse('2026-03-01T00:00:00Z')
const PER_MESSAGE = 500

/** Largest file that the process may write from now on, bytes; a journal segment always fits. */
function limit(service: Service, bytes: number | 'unlimited'): void {
  const done = spawnSync('prlimit', ['--pid', String(service.process.pid), `--fsize=${bytes}:`], { encoding: 'utf8' })
  expect(done.stderr).toBe('')
}

describe('an embedded store without room', () => {
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

  async function countReadings(): Promise<number> {
    const day = (n: number): string => new Date(START + n * 86_400_000).toISOString()
    const path = `/api/v1/points/${encodeURIComponent('park/power')}/buckets?step=1d&from=${day(0)}&to=${day(9)}`
    const { buckets } = await service.get<{ buckets: { n: number }[] }>(path)
    return buckets.reduce((sum, b) => sum + b.n, 0)
  }

  const hasEvent = (code: string, text: string): boolean =>
    service
      .output()
      .split('\n')
      .some((line) => line.includes(`"${code}"`) && line.includes(text))

  async function catchesUp(): Promise<void> {
    await eventually('every reading to be rolled up', async () => (await countReadings().catch(() => 0)) === sent, 60_000)
    await eventually('readiness', async () => {
      const ready = await service.get<{ status?: string; degraded?: string[] }>('/readyz')
      return (ready.degraded ?? []).length === 0
    })
  }

  beforeEach(async () => {
    sent = 0
    service = await startService({ config: CONFIG })
  })

  afterEach(async () => {
    await service.stop()
  })

  it('has every reading once there is room for its commits', async () => {
    await publish(20)
    await eventually('the first readings to be rolled up', async () => (await countReadings()) === sent)
    limit(service, 1_500_000)
    await publish(300)
    await eventually('a commit to fail', () => hasEvent('store-away', ''))
    limit(service, 'unlimited')
    await catchesUp()
  }, 120_000)

  it('is opened again after a failed checkpoint, and has every reading once there is room', async () => {
    limit(service, SEGMENT_BYTES + 50_000)
    await publish(4)
    await eventually('the store to be opened again', () => hasEvent('store-away', 'the store failed and is opened again'))
    limit(service, 'unlimited')
    await publish(20)
    await catchesUp()
  }, 120_000)
})
