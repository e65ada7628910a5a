/** Entries, factors and reports beside a running service on the embedded store, and after it has gone: the same answers. */

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `
campus: { id: lab, name: Lab, timezone: Asia/Shanghai }
sites:
  - { id: lab, kind: office, grid: CN-NORTH }
sources:
  - { id: native, preset: native, topic: "campus/lab/{device}/telemetry" }
points:
  - { id: lab/main/energy, medium: electricity, role: main-meter, interval: 15m, from: [{ source: native, device: main, field: energy }] }
tariffs:
  - id: grid
    carrier: electricity
    currency: CNY
    prices: [{ name: night, price: 0.3, hours: ["00:00-08:00"] }, { name: day, price: 0.9 }]
    demand: 40
    publisher: the grid company
    document: price list
completeness: [{ source: gas, status: not-occurring, why: all-electric }]
`

const ENTRIES = `key,site,value,from,to,reference
head-count,lab,40,2025-01-01,,
floor-area,lab,900,2025-01-01,,
waste.non-hazardous,lab,1.25,2026-03-01,2026-04-01,W-1
`

/** A day of quarter-hourly registers: 1 kWh a quarter, 3 at noon. */
function readings(): string {
  const start = Date.parse('2026-03-02T00:00:00+08:00')
  let energy = 1000
  const rows = Array.from({ length: 97 }, (_, i) => {
    if (i > 0) energy += i === 49 ? 3 : 1
    return { time: new Date(start + i * 900_000).toISOString(), values: { energy } }
  })
  return JSON.stringify({ readings: rows })
}

interface Report {
  readonly figures: readonly { readonly id: string; readonly value: number | null; readonly unit: string }[]
}

describe('reporting of a service', () => {
  let service: Service
  let dir: string
  const run = (args: string[]) => campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })
  const report = async (): Promise<string> => (await run(['report', '2026-03', '--format', 'json'])).out
  const value = (text: string, id: string) => (JSON.parse(text) as Report).figures.find((f) => f.id === id)

  beforeAll(async () => {
    dir = tempDir('reporting')
    service = await startService({ config: CONFIG, dataDir: dir })
    const client = await mqtt.connectAsync(service.brokerUrl)
    await client.publishAsync('campus/lab/main/telemetry', readings(), { qos: 1 })
    await client.endAsync()
    writeFileSync(join(dir, 'entries.csv'), ENTRIES)
    await run(['entry', 'import', join(dir, 'entries.csv')])
    await eventually('the day to be rolled up', async () => {
      await run(['rollup'])
      return value(await report(), 'energy.indirect')?.value !== null
    })
  })
  afterAll(async () => {
    await service?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  it('give energy, demand and cost of what the meter sent', async () => {
    const text = await report()
    expect(value(text, 'energy.indirect')?.value).toBeCloseTo(0.098, 9)
    expect(value(text, 'electricity.maximum-demand')?.value).toBeCloseTo(12, 9)
    expect(value(text, 'electricity.cost')).toMatchObject({ unit: 'CNY' })
    expect(value(text, 'electricity.cost')?.value).toBeCloseTo(32 * 0.3 + 66 * 0.9 + 12 * 40, 6)
    expect(value(text, 'energy.per-person')?.value).toBeCloseTo(0.098 / 40, 12)
  })

  it('are the same bytes when they are asked again, and without the service', async () => {
    const beside = await report()
    expect(await report()).toBe(beside)
    await run(['factor', 'add', 'grid.co2', '0.5', '--publisher', 'supplier', '--document', 'contract'])
    const priced = await report()
    await service.stop()
    expect(await report()).toBe(priced)
    expect(value(priced, 'ghg.scope2')?.value).toBeCloseTo(0.098 * 0.5, 12)
    expect((await run(['entry', 'withdraw', 'entry-1', '--reason', 'counted twice'])).code).toBe(0)
    expect(value(await report(), 'energy.per-person')?.value).toBeNull()
  })
})
