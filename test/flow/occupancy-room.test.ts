/** A real office room at one-minute resolution: light and CO2 means and the coverage of its month. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataFile, hasData, readData } from '../support/fixtures/real-data.ts'
import { campus, type Service, startService } from '../support/process/service.ts'

const FILE = 'occupancy-room/datatraining.txt.gz'
const ZONE = 'Europe/Brussels'

const CONFIG = `
campus: { id: room, name: Office room, timezone: ${ZONE} }
sites:
  - { id: room, kind: office }
sources:
  - { id: native, preset: native, topic: "campus/room/{device}/telemetry" }
points:
  - { id: room/light, place: { site: room }, from: [{ source: native, device: room, field: illuminance }] }
  - { id: room/co2, place: { site: room }, from: [{ source: native, device: room, field: co2 }] }
`

interface Sample {
  readonly time: number
  readonly light: number
  readonly co2: number
}

/** Rows of the file read by hand: row name, date, temperature, humidity, light, CO2, ... */
function samples(): Sample[] {
  const rows = readData(FILE).trim().split('\n').slice(1)
  return rows.map((row) => {
    const cells = row.replaceAll('"', '').split(',')
    return { time: Date.parse(`${(cells[1] ?? '').replace(' ', 'T')}+01:00`), light: Number(cells[4]), co2: Number(cells[5]) }
  })
}

/** Mean with each value held until the next, straight from the definition. */
function heldMean(rows: readonly Sample[], value: (s: Sample) => number): number {
  let sum = 0
  for (let i = 0; i + 1 < rows.length; i++) sum += value(rows[i] as Sample) * ((rows[i + 1] as Sample).time - (rows[i] as Sample).time)
  return sum / ((rows.at(-1) as Sample).time - (rows[0] as Sample).time)
}

interface Series {
  readonly values: readonly { value: number | null; coverage: number }[]
}

describe.skipIf(!hasData(FILE))(`a real room in February 2015${hasData(FILE) ? '' : ' (skipped: ../shared/data is not here)'}`, () => {
  let service: Service
  beforeAll(async () => {
    service = await startService({ config: CONFIG })
  })
  afterAll(async () => {
    await service?.stop()
  })

  const load = async (point: string, column: string) => {
    const args = [
      'import',
      '--point',
      point,
      '--csv',
      dataFile(FILE),
      '--time',
      'date',
      '--value',
      column,
      '--zone',
      ZONE,
      '--config',
      service.configFile ?? '',
    ]
    expect(await campus(args, { env: { CAMPUS__DATA__DIR: service.dataDir } })).toMatchObject({ code: 0 })
    const path = `/api/v1/points/${encodeURIComponent(point)}/series?step=1M&from=2015-02-01T00:00:00%2B01:00&to=2015-03-01T00:00:00%2B01:00`
    return (await service.get<Series>(path)).values[0]
  }

  it('has the light and CO2 means and the coverage that its rows imply', async () => {
    const rows = samples()
    const month = 28 * 86_400_000
    const coverage = ((rows.at(-1) as Sample).time - (rows[0] as Sample).time) / month
    const light = await load('room/light', 'Light')
    expect(light?.value).toBeCloseTo(
      heldMean(rows, (s) => s.light),
      6,
    )
    expect(light?.coverage).toBeCloseTo(coverage, 9)
    const co2 = await load('room/co2', 'CO2')
    expect(co2?.value).toBeCloseTo(
      heldMean(rows, (s) => s.co2),
      6,
    )
    expect(co2?.coverage).toBeCloseTo(coverage, 9)
  })
})
