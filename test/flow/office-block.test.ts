/** A real building's daily electricity as a register, imported and sent over MQTT: totals are register differences, exactly. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasData, readData } from '../support/fixtures/real-data.ts'
import { campus, eventually, type Service, startService, tempDir } from '../support/process/service.ts'

const DAY = 86_400_000

const CONFIG = `
campus: { id: block, name: Office block, timezone: UTC }
sites:
  - { id: block, kind: office }
sources:
  - { id: native, preset: native, topic: "campus/block/{device}/telemetry" }
points:
${['imported', 'sent', 'gap']
  .map(
    (name) => `  - id: block/${name}/energy
    interval: 1d
    place: { site: block, building: ${name} }
    from:
      - { source: native, device: ${name}, field: energy }`,
  )
  .join('\n')}
`

/** Wh register at each midnight: the cumulative sum of the days before it. */
interface Row {
  readonly time: number
  readonly wh: number
}

/** The building of the data set, or one of our own making when it is absent. */
function days(): { date: string; kwh: number }[] {
  if (hasData('office-block/eload.csv')) {
    const lines = readData('office-block/eload.csv').trim().split('\n').slice(1)
    return lines.map((line) => ({ date: line.slice(0, 10), kwh: Number(line.split(',')[1]) }))
  }
  return Array.from({ length: 400 }, (_, i) => ({
    date: new Date(Date.UTC(2012, 2, 1) + i * DAY).toISOString().slice(0, 10),
    kwh: 20_000 + 3_000 * Math.sin(i / 7) + (i % 13) / 7,
  }))
}

function register(): Row[] {
  let sum = 0
  return days().map(({ date, kwh }) => {
    sum += kwh
    return { time: Date.parse(`${date}T00:00:00Z`) + DAY, wh: Math.round(sum * 1000) }
  })
}

const ROWS = register()
const FROM = new Date((ROWS[0] as Row).time).toISOString()
const TO = new Date((ROWS.at(-1) as Row).time + 40 * DAY).toISOString()

interface Series {
  readonly values: readonly { time: string; end: string; value: number | null; coverage: number; bridged: number }[]
}

/** Whole months between the first and the last reading, from the register alone. */
function monthsOf(rows: readonly Row[]): { time: string; kwh: number }[] {
  const at = new Map(rows.map((r) => [r.time, r.wh]))
  const found: { time: string; kwh: number }[] = []
  for (
    let d = new Date(Date.UTC(2012, 2, 1));
    d.getTime() < (rows.at(-1) as Row).time;
    d = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1))
  ) {
    const next = Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1)
    const [a, b] = [at.get(d.getTime()), at.get(next)]
    if (a !== undefined && b !== undefined) found.push({ time: d.toISOString(), kwh: (b - a) / 1000 })
  }
  return found
}

async function months(service: Service, point: string): Promise<Series['values']> {
  const series = await service.get<Series>(`/api/v1/points/${encodeURIComponent(point)}/series?step=1M&from=${FROM}&to=${TO}`)
  return series.values
}

function totals(values: Series['values'], wanted: readonly { time: string }[]): (number | null | undefined)[] {
  const of = new Map(values.map((v) => [Date.parse(v.time), v.value]))
  return wanted.map(({ time }) => of.get(Date.parse(time)))
}

function csv(rows: readonly Row[], name: string): string {
  const file = join(tempDir('csv'), `${name}.csv`)
  writeFileSync(file, `time,value\n${rows.map((r) => `${new Date(r.time).toISOString()},${r.wh / 1000}`).join('\n')}\n`)
  return file
}

describe('the daily register of one building over a year', () => {
  let service: Service
  const wanted = monthsOf(ROWS)
  const run = (args: string[]) => campus([...args, '--config', service.configFile ?? ''], { env: { CAMPUS__DATA__DIR: service.dataDir } })

  beforeAll(async () => {
    service = await startService({ config: CONFIG })
  })
  afterAll(async () => {
    await service?.stop()
  })

  it('gives month totals equal to its differences when it is imported', async () => {
    const done = await run(['import', '--point', 'block/imported/energy', '--csv', csv(ROWS, 'all'), '--json'])
    expect(done).toMatchObject({ code: 0 })
    expect(JSON.parse(done.out)).toMatchObject({ accepted: ROWS.length, refused: 0 })
    expect(wanted.length).toBeGreaterThan(10)
    expect(totals(await months(service, 'block/imported/energy'), wanted)).toEqual(wanted.map((m) => m.kwh))
  })

  it('gives the same totals when each row is an MQTT message', async () => {
    const client = await mqtt.connectAsync(service.brokerUrl)
    const publish = (r: Row) =>
      client.publishAsync(
        'campus/block/sent/telemetry',
        JSON.stringify({ time: new Date(r.time).toISOString(), values: { energy: r.wh / 1000 } }),
        { qos: 1 },
      )
    for (let i = 0; i < ROWS.length; i += 100) await Promise.all(ROWS.slice(i, i + 100).map(publish))
    await client.endAsync()
    const last = ROWS.at(-1) as Row
    await eventually('the last row to be stored', async () => {
      const point = await service.get<{ last: { time: string } | null }>(`/api/v1/points/${encodeURIComponent('block/sent/energy')}`)
      return point.last !== null && Date.parse(point.last.time) === last.time
    })
    expect((await run(['rollup'])).code).toBe(0)
    expect(totals(await months(service, 'block/sent/energy'), wanted)).toEqual(wanted.map((m) => m.kwh))
  })

  it('keeps its totals and lowers the coverage when ten days are missing', async () => {
    const away = ROWS.filter((r) => r.time < Date.UTC(2012, 5, 11) || r.time >= Date.UTC(2012, 5, 21))
    expect(ROWS.length - away.length).toBe(10)
    expect((await run(['import', '--point', 'block/gap/energy', '--csv', csv(away, 'gap')])).code).toBe(0)
    const [all, gap] = [await months(service, 'block/imported/energy'), await months(service, 'block/gap/energy')]
    expect(totals(gap, wanted)).toEqual(wanted.map((m) => m.kwh))
    const june = (values: Series['values']) => values.find((v) => Date.parse(v.time) === Date.UTC(2012, 5, 1))
    expect(june(all)?.coverage).toBe(1)
    expect(june(gap)?.coverage).toBeCloseTo(19 / 30, 9)
    expect(june(gap)?.bridged).toBeCloseTo(11 / 30, 9)
  })

  it('changes nothing when it is imported again', async () => {
    const before = await months(service, 'block/imported/energy')
    expect((await run(['import', '--point', 'block/imported/energy', '--csv', csv(ROWS, 'again')])).code).toBe(0)
    expect(await months(service, 'block/imported/energy')).toEqual(before)
  })

  it('is imported without its unusable rows, each named with its line, and without cells that hold no value', async () => {
    const file = join(tempDir('csv'), 'bad.csv')
    writeFileSync(
      file,
      'time,value\n2016-01-01T00:00:00Z,100.5\nyesterday,101\n2016-01-02T00:00:00Z,"12,5"\n2016-01-03T00:00:00Z,\n2016-01-04T00:00:00Z,104\n',
    )
    const done = await run(['import', '--point', 'block/gap/energy', '--csv', file])
    expect(done.code).toBe(1)
    expect(done.out).toContain('2 readings')
    expect(done.out).toContain('2 rows refused, 1 cells with no value')
    for (const line of [3, 4]) expect(done.err).toContain(`${file}:${line}:`)
  })
})
