/** A kill while a unit is corrected: the change is applied once more, and the totals are those of the meter. */

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, describe, expect, it } from 'vitest'
import { eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `campus: { id: lab, timezone: UTC }
sites: [{ id: lab, kind: office }]
sources: [{ id: native, preset: native, topic: "campus/lab/{device}/telemetry" }]
points: [{ id: lab/energy, interval: 1m, from: [{ source: native, device: m, field: energy }] }]
`
const MINUTES = 1440
const DAY = '2026-03-01'

interface Series {
  readonly values: readonly { readonly value: number | null }[]
}
interface Proposals {
  readonly proposals: readonly { readonly id: string; readonly state: string }[]
}

describe('a change of a device that a kill interrupts', () => {
  const dataDir = tempDir('device-changes')
  let service: Service
  afterAll(async () => {
    await service?.stop()
  })
  const total = async (): Promise<number | null> => {
    const path = `/api/v1/points/${encodeURIComponent('lab/energy')}/series?from=${DAY}&to=2026-03-02&step=1d`
    return (await service.get<Series>(path)).values[0]?.value ?? null
  }

  it('is applied again to its end, and no reading is missing or counted twice', async () => {
    service = await startService({ config: CONFIG, dataDir })
    const { configFile } = service
    const client = await mqtt.connectAsync(service.brokerUrl)
    for (let i = 0; i <= MINUTES; i++) {
      const time = new Date(Date.parse(`${DAY}T00:00:00Z`) + i * 60_000).toISOString()
      await client.publishAsync('campus/lab/m/telemetry', JSON.stringify({ time, values: { energy: 5_000_000 + 10 * i } }), { qos: 1 })
    }
    await client.endAsync()
    await service.post('/api/v1/rollup', {})
    expect(await total()).toBe(10 * MINUTES)
    const { id } = await service.post<{ id: string }>('/api/v1/devices/proposals', { kind: 'unit', point: 'lab/energy', unit: 'Wh' })
    const answer = service.post(`/api/v1/devices/proposals/${id}/apply`, {}).catch(() => null)
    await eventually('the file to be written', () => existsSync(join(dirname(configFile ?? ''), 'campus.d', 'devices.yaml')))
    await service.kill()
    await answer

    service = await startService({ configFile: configFile ?? '', dataDir })
    const { proposals } = await service.get<Proposals>('/api/v1/devices/proposals')
    if (proposals[0]?.state !== 'applied') await service.post(`/api/v1/devices/proposals/${id}/apply`, {})
    expect((await service.get<Proposals>('/api/v1/devices/proposals')).proposals).toMatchObject([{ id, state: 'applied' }])
    expect(await total()).toBe((10 * MINUTES) / 1000)
    expect(await service.post('/api/v1/rebuild', { verify: true })).toMatchObject({ different: 0 })
  })
})
