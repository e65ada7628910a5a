/** The reference campus over MQTT into the store, with duplicates, delay and disorder, compared with the truth file. */

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campus, type Service, startService, tempDir } from '../support/process/service.ts'
import { judge, readTruth } from '../support/fixtures/truth.ts'

const FROM = '2026-03-28T00:00:00+08:00'
const TO = '2026-03-30T00:00:00+08:00'

interface Points {
  readonly points: readonly { id: string; quantity: string; coverage: number | null; last: { value: number } | null }[]
}

describe('the reference campus over MQTT', () => {
  let service: Service
  let truth: string
  const run = (args: string[]) => campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })

  beforeAll(async () => {
    const config = (await campus(['simulate', '--campus', 'reference', '--print-config'])).out
    service = await startService({ config })
    truth = join(tempDir('truth'), 'truth.ndjson')
    const faults = ['--faults', 'duplicate=0.1,reorder=5,delay=30s']
    const played = await campus([
      'simulate',
      '--campus',
      'reference',
      '--from',
      FROM,
      '--to',
      TO,
      '--speed',
      'max',
      '--seed',
      '11',
      '--truth',
      truth,
      '--broker',
      service.brokerUrl,
      ...faults,
    ])
    expect(played.code, played.err).toBe(0)
    expect((await run(['rollup'])).code).toBe(0)
  })
  afterAll(async () => {
    await service?.stop()
  })

  it('has at least fifty points, each with a reading', async () => {
    const { points } = await service.get<Points>('/api/v1/points')
    expect(points.length).toBeGreaterThanOrEqual(50)
    expect(points.filter((p) => p.last === null).map((p) => p.id)).toEqual([])
  })

  it('equals the truth file in every hour although messages are duplicated, late and out of order', async () => {
    const verdict = await judge(service, readTruth(truth), 1e-6)
    expect(verdict.hours).toBeGreaterThan(1000)
    expect(verdict).toMatchObject({ lost: [], wrong: [] })
  })

  it('gives identical bytes when every bucket is rebuilt from raw readings', async () => {
    const verified = await run(['rebuild', '--verify'])
    expect(verified.code, verified.out + verified.err).toBe(0)
    expect(verified.out).toContain(' 0 differ')
  })

  it('sums hours to days and days to months for every register', async () => {
    const { points } = await service.get<Points>('/api/v1/points')
    const sum = async (id: string, step: string) => {
      const path = `/api/v1/points/${encodeURIComponent(id)}/series?step=${step}&from=2026-03-01T00:00:00%2B08:00&to=2026-04-01T00:00:00%2B08:00`
      const { values } = await service.get<{ values: { value: number | null }[] }>(path)
      return Math.round(1e6 * values.reduce((total, v) => total + (v.value ?? 0), 0))
    }
    for (const { id } of points.filter((p) => p.quantity === 'energy' || p.quantity === 'volume').slice(0, 12)) {
      const month = await sum(id, '1M')
      expect(month).toBeGreaterThan(0)
      for (const step of ['1h', '1d']) expect(await sum(id, step), `${id} ${step}`).toBe(month)
    }
  })

  it('keeps the total of a register that is away for a while, and marks a part of it as bridged', async () => {
    const dir = tempDir('outage')
    const other = await startService({ config: (await campus(['simulate', '--campus', 'reference', '--print-config'])).out, dataDir: dir })
    const file = join(dir, 'truth.ndjson')
    const args = [
      'simulate',
      '--campus',
      'reference',
      '--from',
      FROM,
      '--to',
      TO,
      '--speed',
      'max',
      '--seed',
      '11',
      '--truth',
      file,
      '--broker',
      other.brokerUrl,
    ]
    expect((await campus([...args, '--faults', 'outage@2026-03-28T06:00:00+08:00/30h'])).code).toBe(0)
    expect((await campus(['rollup', '--config', other.configFile ?? ''], { env: { CAMPUS__DATA__DIR: dir } })).code).toBe(0)
    const rows = readTruth(file)
    const point = rows[0]?.point ?? ''
    const wanted = rows.filter((r) => r.point === point).reduce((total, r) => total + r.value, 0)
    const path = `/api/v1/points/${encodeURIComponent(point)}/series?step=1d&from=${encodeURIComponent(FROM)}&to=${encodeURIComponent(TO)}`
    const { values } = await other.get<{ values: { value: number | null; bridged: number; missing: number }[] }>(path)
    expect(values.reduce((total, v) => total + (v.value ?? 0), 0)).toBeCloseTo(wanted, 6)
    expect(values.every((v) => v.missing < 1e-9)).toBe(true)
    expect(values.some((v) => v.bridged > 0.4)).toBe(true)
    await other.stop()
  })
})
