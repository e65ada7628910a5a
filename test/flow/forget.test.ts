/** `campus forget`: what a device tells of people goes, totals and closed periods stay. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campus, type Service, startService, tempDir } from '../support/process/service.ts'

const CONFIG = `campus: { id: lab, timezone: UTC }
journal: { segment_bytes: 64 KiB }
sites: [{ id: s, kind: office }]
sources: [{ id: native, preset: native, topic: "campus/lab/{device}/telemetry" }]
points:
  - { id: lab/people, quantity: occupancy, place: { site: s }, interval: 15m, from: [{ source: native, device: badge-reader, field: occupancy }] }
  - { id: lab/energy, quantity: energy, place: { site: s }, interval: 15m, max_rate: 500 kW, from: [{ source: native, device: badge-reader, field: energy }] }
  - { id: lab/others, quantity: occupancy, place: { site: s }, interval: 15m, from: [{ source: native, device: other, field: occupancy }] }
`
const QUARTERS = 3 * 96
const START = Date.parse('2026-03-01T00:00:00Z')
const timeOf = (i: number): string => new Date(START + i * 900_000).toISOString()

interface Series {
  readonly values: readonly { readonly value: number | null }[]
}
interface Forgotten {
  readonly points: readonly string[]
  readonly readings: number
  readonly messages: number
  readonly open: number
}

describe('the data of a device that is forgotten', () => {
  let service: Service
  const dataDir = tempDir('forget')
  const run = (...args: string[]) => campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: dataDir } })
  const days = async (point: string): Promise<readonly (number | null)[]> =>
    (await service.get<Series>(`/api/v1/points/${encodeURIComponent(point)}/series?from=2026-03-01&to=2026-03-04&step=1d`)).values.map(
      (v) => v.value,
    )

  beforeAll(async () => {
    service = await startService({ config: CONFIG, dataDir })
    const client = await mqtt.connectAsync(service.brokerUrl)
    for (let i = 0; i <= QUARTERS; i++) {
      const note = 'x'.repeat(400)
      const values = { occupancy: i % 2, energy: 100 + i }
      await client.publishAsync('campus/lab/badge-reader/telemetry', JSON.stringify({ time: timeOf(i), values, note }), { qos: 1 })
      await client.publishAsync('campus/lab/other/telemetry', JSON.stringify({ time: timeOf(i), values: { occupancy: 1 } }), { qos: 1 })
    }
    await client.endAsync()
    await run('rollup')
    // What was not archived yet goes when the journal is closed; the newest segment stays.
    await service.stop()
    service = await startService({ config: CONFIG, dataDir })
  })
  afterAll(() => service?.stop())

  it('stays until --yes, and an unknown device is refused', async () => {
    const asked = await run('forget', 'badge-reader')
    expect([asked.code, asked.err]).toEqual([1, expect.stringMatching(/lab\/people.*add --yes/)])
    expect((await run('forget', 'nobody', '--yes')).err).toContain('no point of the campus file has the device "nobody"')
    expect(await days('lab/people')).toEqual([0.5, 0.5, 0.5])
  })

  it('goes with its raw messages; energy totals, other devices and a record of it stay, and no replay brings it back', async () => {
    const { code, out, err } = await run('forget', 'badge-reader', '--yes', '--reason', 'the works council asked for it', '--json')
    expect(code, err).toBe(0)
    const done = JSON.parse(out) as Forgotten
    expect(done).toMatchObject({ points: ['lab/people'], readings: QUARTERS + 1 })
    expect(done.messages).toBeGreaterThan(100)
    expect(done.messages + done.open).toBe(QUARTERS + 1)
    const replayed = await run('replay', '--source', 'native', '--from', '2026-03-01', '--to', '2026-03-02', '--json')
    expect(replayed.code, replayed.err).toBe(0)
    expect((await days('lab/people'))[0]).toBeNull()
    expect(await days('lab/energy')).toEqual([96, 96, 96])
    expect(await days('lab/others')).toEqual([1, 1, 1])
    const log = readFileSync(join(dataDir, 'state.log'), 'utf8')
    expect(log).toContain('"forgotten"')
    expect(log).toContain('the works council asked for it')
  })
})
