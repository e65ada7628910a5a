/** A wrong mapping is corrected: readings are decoded again from the archive, and totals equal those of the meter. */

import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const WRONG = { scale: 10, tz: 'UTC' }
const RIGHT = { scale: 1, tz: 'Asia/Shanghai' }

const file = ({ scale, tz }: typeof WRONG): string => `
campus: { id: lab, name: { en: Lab }, timezone: Asia/Shanghai }
journal: { segment_bytes: 64 KiB }
sites:
  - { id: lab, kind: office }
sources:
  - id: meters
    topic: "meters/{device}"
    time: { path: ts, unit: "yyyy-MM-dd HH:mm:ss", tz: ${tz} }
    points: { total: { quantity: energy, unit: kWh, kind: counter, scale: ${scale} } }
  - { id: native, preset: native, topic: "campus/lab/{device}/telemetry" }
points:
  - { id: lab/main/energy, place: { site: lab }, from: [{ source: meters, device: m1, field: total }] }
  - { id: lab/other/energy, place: { site: lab }, from: [{ source: native, device: m2, field: energy }] }
`

/** Quarter hours of three days, by the clock of the site; 1 kWh each. */
const QUARTERS = 3 * 96
const clockTime = (i: number): string =>
  new Date(Date.parse('2026-03-01T00:00:00Z') + i * 900_000).toISOString().slice(0, 19).replace('T', ' ')
const instantOf = (i: number): string => `${clockTime(i).replace(' ', 'T')}+08:00`

interface Series {
  readonly values: readonly { from: string; value: number | null }[]
}
interface Step {
  readonly messages: number
  readonly replayed: number
}

describe('a campus with a wrong mapping', () => {
  let service: Service
  const dataDir = tempDir('replay')
  const run = (...args: string[]) => campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: dataDir } })
  const replay = async (to: string, ...args: string[]): Promise<Step> =>
    JSON.parse((await run('replay', '--source', 'meters', '--from', '2026-03-01', '--to', to, '--json', ...args)).out) as Step

  async function days(point: string): Promise<(number | null)[]> {
    const path = `/api/v1/points/${encodeURIComponent(point)}/series?from=2026-03-01&to=2026-03-04&step=1d`
    return (await service.get<Series>(path)).values.map((v) => v.value)
  }

  async function publish(from: number, to: number): Promise<void> {
    const client = await mqtt.connectAsync(service.brokerUrl)
    for (let i = from; i <= to; i++) {
      await client.publishAsync('meters/m1', JSON.stringify({ ts: clockTime(i), total: 1000 + i, note: 'x'.repeat(400) }), { qos: 1 })
      await client.publishAsync('campus/lab/m2/telemetry', JSON.stringify({ time: instantOf(i), values: { energy: 500 + 2 * i } }), {
        qos: 1,
      })
    }
    await client.endAsync()
  }

  async function restart(text: string): Promise<void> {
    await service.stop()
    service = await startService({ config: text, dataDir })
  }

  beforeAll(async () => {
    service = await startService({ config: file(WRONG), dataDir })
    await publish(0, QUARTERS)
    await run('rollup')
    // What was not archived yet goes when the journal is closed; the newest segment stays.
    await restart(file(WRONG))
  })
  afterAll(async () => {
    await service?.stop()
  })

  it('has its raw messages in the archive, and the archive command reports how far back', async () => {
    const view = JSON.parse((await run('archive', '--json')).out) as { parts: number; days: number; bytes: number; first_received: string }
    expect(view).toMatchObject({ days: 90, evicted: 0 })
    expect(view.parts).toBeGreaterThan(1)
    expect(view.first_received).toMatch(/\+08:00$/)
    expect((await run('archive')).out).toContain('90 days, at most 8192 MiB')
    expect((await days('lab/main/energy'))[1]).not.toBe(96)
  })

  it('is decoded again after the campus file is corrected: a scale at once, a wrong time with --remove-first', async () => {
    await restart(file({ ...RIGHT, tz: WRONG.tz }))
    const scaled = await replay('2026-03-04')
    expect(scaled.messages).toBeGreaterThanOrEqual(2 * QUARTERS)
    expect((await days('lab/main/energy'))[1]).toBe(96)
    await restart(file(RIGHT))
    // The wrong times reached into the fourth day.
    await replay('2026-03-05', '--remove-first')
    expect(await days('lab/main/energy')).toEqual([96, 96, 96])
    expect(await days('lab/other/energy')).toEqual([192, 192, 192])
    const { points } = await service.get<{ points: { id: string; last: { time: string } | null }[] }>('/api/v1/points')
    const newest = points.find((p) => p.id === 'lab/main/energy')?.last?.time ?? ''
    expect(Date.parse(newest)).toBe(Date.parse(instantOf(QUARTERS)))
  })

  it('changes nothing at a second replay, and keeps rows imported since', async () => {
    const csv = join(dataDir, 'rows.csv')
    writeFileSync(csv, `time,value\n${instantOf(100)},1100.5\n`)
    expect((await run('import', '--point', 'lab/main/energy', '--csv', csv)).code).toBe(0)
    const raw = async (): Promise<number | null | undefined> => {
      const at = encodeURIComponent(instantOf(100))
      const to = encodeURIComponent(instantOf(101))
      return (await service.get<Series>(`/api/v1/points/lab%2Fmain%2Fenergy/series?from=${at}&to=${to}&step=raw`)).values[0]?.value
    }
    expect(await raw()).toBe(1100.5)
    await replay('2026-03-04')
    expect(await raw()).toBe(1100.5)
    expect(await days('lab/main/energy')).toEqual([96, 96, 96])
    expect(JSON.parse((await run('rebuild', '--verify', '--json')).out)).toMatchObject({ different: 0 })
  })

  it('refuses to replay an unknown source, a span that ends before it begins, and a missing time, with the reason', async () => {
    const unknown = await run('replay', '--source', 'meter', '--from', '2026-03-01', '--to', '2026-03-04')
    expect([unknown.code, unknown.err]).toMatchObject([
      1,
      expect.stringContaining('no source "meter" in the campus file; there are meters, native, import'),
    ])
    expect(await run('replay', '--from', '2026-03-04', '--to', '2026-03-01')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not after'),
    })
    expect(await run('replay', '--from', 'monday', '--to', '2026-03-01')).toMatchObject({
      code: 2,
      err: expect.stringContaining('"monday" is no time'),
    })
    expect((await run('replay', '--to', '2026-03-01')).code).toBe(2)
  })

  it('restores a store from an old backup out of the archive without a command', async () => {
    await service.stop()
    const [store, backup] = [join(dataDir, 'store.duckdb'), join(dataDir, 'store.backup')]
    copyFileSync(store, backup)
    service = await startService({ config: file(RIGHT), dataDir })
    await publish(QUARTERS + 1, QUARTERS + 300)
    await run('rollup')
    await restart(file(RIGHT))
    await service.stop()
    copyFileSync(backup, store)
    service = await startService({ config: file(RIGHT), dataDir })
    const path = '/api/v1/points/lab%2Fmain%2Fenergy/series?from=2026-03-04&to=2026-03-07&step=1d'
    const values = await eventually('the days since the backup', async () => {
      await run('rollup')
      const { values } = await service.get<Series>(path)
      return values[2]?.value === 96 ? values.map((v) => v.value) : null
    })
    expect(values).toEqual([96, 96, 96])
    expect(service.eventCodes()).not.toContain('journal-behind')
  })
})
