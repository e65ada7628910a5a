/** A change that reaches behind the archive: readings of the same field are converted where they are stored, others are refused with what to do. */

import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Service, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `
campus: { id: lab, timezone: Asia/Shanghai }
journal: { segment_bytes: 64 KiB }
sites: [{ id: lab, kind: office }]
sources:
  - { id: native, preset: native, topic: "campus/lab/{device}/telemetry" }
points:
  - { id: lab/a/energy, interval: 15m, from: [{ source: native, device: meter-a, field: energy }] }
  - { id: lab/b/energy, interval: 15m, from: [{ source: native, device: meter-b, field: energy }] }
`
const DAY = '2026-03-01'
const QUARTERS = 96
const SWAP = 48
const timeOf = (i: number): string => new Date(Date.parse(`${DAY}T00:00:00+08:00`) + i * 900_000).toISOString()
/** Blanks behind the message, so that few of them fill a part of the archive. */
const PADDING = ' '.repeat(800)

interface Preview {
  readonly totals: {
    readonly parts: readonly { readonly old: number | null; readonly new: number | null }[]
    readonly messages: number
    readonly older_readings: number
  } | null
}
const METER = { kind: 'meter', point: 'lab/a/energy', at: `${DAY}T12:07:00`, last_index: 1048.4, first_index: 3 }
const UNIT = { kind: 'unit', point: 'lab/b/energy', unit: 'Wh' }

describe('a change of a device from before the archive begins', () => {
  let service: Service
  const dataDir = tempDir('older')

  async function day(point: string): Promise<number | null> {
    const path = `/api/v1/points/${encodeURIComponent(point)}/series?from=${DAY}&to=2026-03-02&step=1d`
    return (await service.get<{ values: { value: number | null }[] }>(path)).values[0]?.value ?? null
  }
  async function change(body: object): Promise<void> {
    const { id } = await service.post<{ id: string }>('/api/v1/devices/proposals', body)
    expect(await service.post<{ state: string }>(`/api/v1/devices/proposals/${id}/apply`, {})).toMatchObject({ state: 'applied' })
  }

  beforeAll(async () => {
    service = await startService({ config: CONFIG, dataDir })
    const client = await mqtt.connectAsync(service.brokerUrl)
    const send = async (device: string, i: number, energy: number): Promise<void> => {
      const message = JSON.stringify({ time: timeOf(i), values: { energy } })
      await client.publishAsync(`campus/lab/${device}/telemetry`, message + PADDING, { qos: 1 })
    }
    for (let i = 0; i <= QUARTERS; i++) {
      await send('meter-a', i, i <= SWAP ? 1000 + i : 3 + (i - SWAP) * 0.5)
      await send('meter-b', i, 5_000_000 + 250 * i)
    }
    await client.endAsync()
    await service.post('/api/v1/rollup', {})
    await service.stop()
    // The oldest part is gone, as after its days.
    const archive = join(dataDir, 'archive')
    const [oldest = ''] = readdirSync(archive).toSorted()
    rmSync(join(archive, oldest))
    service = await startService({ config: CONFIG, dataDir })
  })
  afterAll(async () => {
    await service?.stop()
  })

  it('of its unit is previewed from stored readings, and applied exactly', async () => {
    const { totals } = await service.post<Preview>('/api/v1/devices/preview', UNIT)
    expect(totals?.parts).toMatchObject([{ old: 24_000, new: 24 }])
    expect(totals?.older_readings).toBe(QUARTERS + 1)
    await change(UNIT)
    expect(await day('lab/b/energy')).toBe(24)
    expect(await service.post('/api/v1/rebuild', { verify: true })).toMatchObject({ different: 0 })
  })

  it('of its meter is applied exactly where the new meter has the name of the old one', async () => {
    await change(METER)
    expect(await day('lab/a/energy')).toBe(48.4 + 24)
    expect(await service.post('/api/v1/rebuild', { verify: true })).toMatchObject({ different: 0 })
  })

  it('to a device whose messages were not stored is refused with the moment that the archive begins at', async () => {
    const other = { ...METER, at: `${DAY}T18:07:00`, device: 'meter-c' }
    await expect(service.post('/api/v1/devices/preview', other)).rejects.toThrow(/the archive begins at .*campus import/)
  })
})
