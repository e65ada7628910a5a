/** A meter is replaced and a unit was wrong: what the API previews, writes and computes again equals what the meters counted. */

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campus, eventually, type Service, startService } from '../support/process/service.ts'

const CONFIG = `# the comment of the campus file
campus: { id: lab, timezone: Asia/Shanghai }
sites: [{ id: lab, kind: office }]
sources:
  - { id: native, preset: native, topic: "campus/lab/{device}/telemetry" }
templates:
  - for: { wing: [a, b] }   # of a template
    points: [{ id: "lab/{wing}/energy", interval: 15m, from: [{ source: native, device: "old-{wing}", field: energy }] }]
`
const DAY = '2026-03-01'
/** Quarter hours from the midnight of the campus on. */
const timeOf = (i: number): string => new Date(Date.parse(`${DAY}T00:00:00+08:00`) + i * 900_000).toISOString()
const SWAP = 48
const QUARTERS = 96

interface Preview {
  readonly faults: readonly { readonly column: string; readonly message: string }[]
  readonly lines: readonly { readonly change: string; readonly text: string }[]
  readonly totals: {
    readonly parts: readonly { readonly old: number | null; readonly new: number | null }[]
    readonly messages: number
  } | null
  readonly readings: { readonly before: { readonly value: number } | null } | null
}
interface Series {
  readonly values: readonly { readonly value: number | null }[]
}

const METER = {
  kind: 'meter',
  point: 'lab/a/energy',
  at: `${DAY}T12:07:00`,
  last_index: 1048.4,
  first_index: 3,
  device: 'new-a',
  serial: '0071',
}
const UNIT = { kind: 'unit', point: 'lab/b/energy', unit: 'Wh' }

describe('changes of devices through the API', () => {
  let service: Service
  let client: MqttClient
  const register = (): string => join(dirname(service.configFile ?? ''), 'campus.d', 'devices.yaml')

  async function day(point: string): Promise<number | null> {
    const path = `/api/v1/points/${encodeURIComponent(point)}/series?from=${DAY}&to=2026-03-02&step=1d`
    return (await service.get<Series>(path)).values[0]?.value ?? null
  }
  const send = async (device: string, i: number, energy: number): Promise<void> => {
    await client.publishAsync(`campus/lab/${device}/telemetry`, JSON.stringify({ time: timeOf(i), values: { energy } }), { qos: 1 })
  }
  async function change(body: object): Promise<void> {
    const { id } = await service.post<{ id: string }>('/api/v1/devices/proposals', body)
    expect(await service.post<{ state: string }>(`/api/v1/devices/proposals/${id}/apply`, {})).toMatchObject({ state: 'applied' })
  }

  beforeAll(async () => {
    service = await startService({ config: CONFIG })
    client = await mqtt.connectAsync(service.brokerUrl)
    for (let i = 0; i <= QUARTERS; i++) {
      if (i <= SWAP) await send('old-a', i, 1000 + i)
      // Its collector goes on with what it remembers, beside the new meter.
      else await send('old-a', i, 1048)
      if (i > SWAP) await send('new-a', i, 3 + (i - SWAP) * 0.5)
      // Wh that are taken for kWh: 1 kW.
      await send('old-b', i, 5_000_000 + 250 * i)
    }
    await service.post('/api/v1/rollup', {})
  })
  afterAll(async () => {
    await client?.endAsync()
    await service?.stop()
  })

  it('preview a replaced meter with the totals on both sides, and write nothing', async () => {
    const preview = await service.post<Preview>('/api/v1/devices/preview', METER)
    expect(preview.faults).toEqual([])
    expect(preview.lines.some(({ text }) => text.includes('point: lab/a/energy'))).toBe(true)
    expect(preview.readings?.before?.value).toBe(1048)
    const parts = preview.totals?.parts ?? []
    expect(parts.map((p) => p.old).reduce((a, b) => (a ?? 0) + (b ?? 0), 0)).toBeCloseTo(48, 9)
    expect(parts.map((p) => p.new).reduce((a, b) => (a ?? 0) + (b ?? 0), 0)).toBeCloseTo(48.4 + 24, 9)
    expect(existsSync(register())).toBe(false)
    expect(await day('lab/a/energy')).toBe(48)
  })

  it('name each fault by its field, and take no proposal with one', async () => {
    const wrong = await service.post<Preview>('/api/v1/devices/preview', { ...METER, at: '2999-01-01' })
    expect(wrong.faults).toMatchObject([{ column: 'at' }])
    await expect(service.post('/api/v1/devices/proposals', { ...UNIT, unit: 'furlong' })).rejects.toThrow('400')
  })

  it('apply a replaced meter exactly: the file of others stays, and the totals are those of both meters', async () => {
    await change(METER)
    expect(readFileSync(service.configFile ?? '', 'utf8')).toBe(`${CONFIG}include: campus.d/*.yaml\n`)
    expect(readFileSync(register(), 'utf8')).toContain('changes:')
    expect(await day('lab/a/energy')).toBe(48.4 + 24)
    expect(await service.post('/api/v1/rebuild', { verify: true })).toMatchObject({ different: 0 })
  })

  it('apply another unit to everything that the archive holds, exactly', async () => {
    const preview = await service.post<Preview>('/api/v1/devices/preview', UNIT)
    expect(preview.totals?.parts).toMatchObject([{ old: 24_000, new: 24 }])
    expect(preview.totals?.messages).toBe(QUARTERS + 1)
    await change(UNIT)
    expect(await day('lab/b/energy')).toBe(24)
    expect(await service.post('/api/v1/rebuild', { verify: true })).toMatchObject({ different: 0 })
  })

  it('keep the file valid for commands, and go on with live messages by it', async () => {
    const check = await campus(['check', '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })
    expect(check.code).toBe(0)
    await send('new-a', QUARTERS + 4, 30)
    await send('old-b', QUARTERS + 4, 5_025_000)
    const { last } = await eventually('the live value', async () => {
      const point = await service.get<{ last: { value: number } | null }>(`/api/v1/points/${encodeURIComponent('lab/b/energy')}`)
      return point.last?.value === 5025 ? point : null
    })
    expect(last?.value).toBe(5025)
  })
})
