/** Computed points in the running program: a sum that a report is made of, and a difference of it, from messages that also arrive late. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const HOUR = 3_600_000
const FROM = Date.parse('2026-03-02T00:00:00+08:00')
const [MAIN, WINGS, REST] = ['lab/main/energy', 'lab/wings/energy', 'lab/rest/energy']

const CONFIG = `
campus: { id: lab, name: Lab, timezone: Asia/Shanghai }
sites: [{ id: lab, kind: office, grid: CN-NORTH }]
sources: [{ id: native, preset: native }]
points:
  - { id: ${REST}, of: [{ point: ${MAIN}, times: 1 }, { point: ${WINGS}, times: -1 }] }
  - { id: ${MAIN}, interval: 1h, from: [{ source: native, device: main, field: energy }] }
  - { id: lab/east/energy, interval: 1h, from: [{ source: native, device: east, field: energy }] }
  - { id: lab/west/energy, interval: 1h, from: [{ source: native, device: west, field: energy }] }
  - { id: ${WINGS}, medium: electricity, role: main-meter, of: [{ point: lab/east/energy }, { point: lab/west/energy }] }
`

interface Row {
  readonly point: string
  readonly start: string
  readonly total: number
  readonly base_per_unit: number
  readonly measured_ms: number
  readonly coarse_ms: number
}

describe('a campus with computed points', () => {
  let service: Service
  let client: MqttClient
  const run = (...args: string[]) =>
    campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })

  /** kWh of a device at hours since FROM, in one message. */
  const send = async (device: string, rows: readonly (readonly [hour: number, kwh: number])[]): Promise<void> => {
    const readings = rows.map(([hour, energy]) => ({ time: FROM + hour * HOUR, values: { energy } }))
    await client.publishAsync(`campus/lab/${device}/telemetry`, JSON.stringify({ readings }), { qos: 1 })
  }
  const hourly = (from: number, to: number, kwh: (hour: number) => number): [number, number][] =>
    Array.from({ length: to - from + 1 }, (_, i) => [from + i, kwh(from + i)])

  async function days(point: string): Promise<number[]> {
    const { out } = await run('export', '--from', '2026-03-02', '--to', '2026-03-04', '--step', '1d', '--point', point)
    return out
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row)
      .map((row) => row.total / row.base_per_unit)
  }

  beforeAll(async () => {
    service = await startService({ config: CONFIG })
    client = await mqtt.connectAsync(service.brokerUrl)
    await send(
      'main',
      hourly(0, 48, (h) => 1000 + 10 * h),
    )
    await send(
      'east',
      hourly(0, 48, (h) => 500 + 2 * h),
    )
    await send('west', [...hourly(0, 20, (h) => 70 + 3 * h)])
    await eventually('the totals', async () => {
      await run('rollup')
      return (await days(MAIN)).length === 2 && (await days('lab/west/energy')).length === 1
    })
  })
  afterAll(async () => {
    await client?.endAsync()
    await service?.stop()
  })

  it('counts their days from those of their terms, is missing where one of them is, and computes late readings in', async () => {
    expect(await days(WINGS)).toEqual([20 * 5, 0])
    expect(await days(REST)).toEqual([20 * 5, 0])
    await send(
      'west',
      hourly(21, 48, (h) => 70 + 3 * h),
    )
    await eventually('the late readings', async () => {
      await run('rollup')
      return (await days(WINGS))[1] === 24 * 5
    })
    expect([await days(WINGS), await days(REST)]).toEqual([
      [120, 120],
      [120, 120],
    ])
    expect((await run('rebuild', '--verify')).code).toBe(0)
  })

  it('lists them with the last values of their terms, added up', async () => {
    const { out } = await run('points', '--json')
    const { points } = JSON.parse(out) as { points: { id: string; last: { value: number } | null; of: unknown }[] }
    expect(points.find((p) => p.id === WINGS)).toMatchObject({ last: { value: 596 + 214 }, of: [{ times: 1 }, { times: 1 }] })
    expect(points.find((p) => p.id === REST)).toMatchObject({ last: { value: 1480 - 810 }, kind: 'net', unit: 'kWh' })
  })

  it('reports and explains a figure down to the terms and their registers', async () => {
    const { out, code } = await run('explain', 'energy.indirect', '2026-03', '--json')
    expect(code).toBe(0)
    const { meters, figure } = JSON.parse(out) as { meters: { point: string; total: number; of: unknown[] }[]; figure: { value: number } }
    expect(figure.value).toBeCloseTo(0.24, 9)
    expect(meters).toMatchObject([
      {
        point: WINGS,
        total: 240,
        of: [
          { in: WINGS, point: 'lab/east/energy', times: 1, total: 96, last: { index: 596 } },
          { in: WINGS, point: 'lab/west/energy', times: 1, total: 144, last: { index: 214 } },
        ],
      },
    ])
    expect((await run('explain', 'energy.indirect', '2026-03')).out).toMatch(
      /computed point +times +of.*\n.*lab\/wings\/energy +1 +lab\/east\/energy +96/,
    )
  })

  it('names the old value where a meter sends another for the same time', async () => {
    await send('east', [[10, 521]])
    await eventually('the other value', async () => {
      await run('rollup')
      const { out } = await run('explain', 'energy.indirect', '2026-03', '--json')
      return out.includes('"old": 520') && out.includes('value-replaced')
    })
    const from = encodeURIComponent('2026-03-02T00:00:00+08:00')
    const series = await service.get<{ findings: { code: string; sentence: string }[] }>(
      `/api/v1/points/${encodeURIComponent('lab/east/energy')}/series?step=1d&from=${from}&to=${encodeURIComponent('2026-03-03T00:00:00+08:00')}`,
    )
    expect(series.findings.find((f) => f.code === 'value-replaced')?.sentence).toContain(
      '521 kWh replaced 520 kWh of 2026-03-02T10:00:00+08:00',
    )
    expect((await run('explain', 'energy.indirect', '2026-03')).out).toMatch(/lab\/east\/energy +2026-03-02T10:00:00\+08:00 +520 +521/)
    expect((await run('rebuild', '--verify')).code).toBe(0)
  })

  it('refuses readings of a computed point, and circles with file and line', async () => {
    const folder = tempDir('computed')
    const csv = join(folder, 'a.csv')
    writeFileSync(csv, 'time,value\n2026-03-02T00:00:00+08:00,5\n')
    expect((await run('import', '--point', WINGS, '--csv', csv)).err).toContain('computed of other points')
    const file = join(folder, 'campus.yaml')
    writeFileSync(file, CONFIG.replace('{ point: lab/east/energy }', `{ point: ${REST} }`))
    const { code, err, out } = await campus(['check', '--config', file])
    expect(code).toBe(2)
    expect(`${out}${err}`).toMatch(
      /campus\.yaml:6:\d+: .*"lab\/rest\/energy" is computed of itself: lab\/rest\/energy -> lab\/wings\/energy -> lab\/rest\/energy/,
    )
  })
})
