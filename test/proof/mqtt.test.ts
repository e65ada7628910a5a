/** One world of the proof through the running program: its meters publish over MQTT, the API claims, with control and without. */

import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY, formatIn, instant, monthsOf, QUARTER } from '../../src/domain/index.ts'
import type { MeasureRow, SavingsView } from '../../src/figures/document/savings/savings-view.ts'
import { backlog, eventually, type Service, startService } from '../support/process/service.ts'
import { print, SEED } from './settings.ts'
import { QUARTERS_OF_DAY, ZONE } from './worlds/days.ts'
import { createWorld, type Played } from './worlds/world.ts'

const world = createWorld(SEED)
const months = monthsOf(ZONE, world.reporting).map((m) => m.id)
const [measure] = world.campus.measures
const within = measure?.baseline.kind === 'learned' ? measure.baseline.within : world.reporting
const deviceOf = (stem: string): string => stem.replaceAll('/', '-')

function campusFile(): string {
  const points = world.loads.flatMap(({ stem, use }) =>
    ['energy', 'power'].map(
      (quantity) =>
        `  - { id: ${stem}/${quantity}, place: { site: park }, use: ${use}, interval: 15m, stuck_after: never, from: [{ source: native, device: ${deviceOf(stem)}, field: ${quantity}, accuracy_class: "1" }] }`,
    ),
  )
  return `campus: { id: park, timezone: ${ZONE}, calendar: CN, location: { latitude: 40, longitude: 116 } }
sites: [{ id: park, kind: office, grid: CN-NORTH }]
sources: [{ id: native, preset: native }]
points:
${points.join('\n')}
measures:
  - id: control
    baseline: { learn: { from: "${formatIn(ZONE, within.from)}", to: "${formatIn(ZONE, within.to)}" } }
    from: "${formatIn(ZONE, world.reporting.from)}"
    loads: [${world.loads.map(({ stem }) => stem).join(', ')}]
`
}

/** A message a device and day: power of each quarter hour, and the register at its beginning. */
async function publish(service: Service, played: Played): Promise<void> {
  const client = await mqtt.connectAsync(service.brokerUrl)
  for (const load of world.loads) {
    let kWh = 1000
    for (let first = 0; first < load.without.length; first += QUARTERS_OF_DAY) {
      const readings = Array.from({ length: QUARTERS_OF_DAY }, (_, q) => {
        const time = instant(within.from + (first + q) * QUARTER)
        const watts = (time < world.reporting.from ? load.without : load[played])[first + q] ?? 0
        const values = { power: Math.round(watts * 10) / 10, energy: Number(kWh.toFixed(4)) }
        kWh += watts / 4000
        return { time, values }
      })
      await client.publishAsync(`campus/park/${deviceOf(load.stem)}/telemetry`, JSON.stringify({ readings }), { qos: 1 })
    }
  }
  await client.endAsync()
}

describe.each(['controlled', 'without'] as const)(`a campus over MQTT, from seed ${SEED}, played %s`, (played) => {
  let service: Service
  let claimed: MeasureRow

  beforeAll(async () => {
    service = await startService({ config: campusFile() })
    await publish(service, played)
    await eventually('the messages to be stored', async () => (await backlog(service)) === 0, 900_000)
    await service.post('/api/v1/rollup', {})
    const view = await service.get<SavingsView>(`/api/v1/savings?period=${months[0] ?? ''}/${months.at(-1) ?? ''}`)
    claimed = view.measures[0] as MeasureRow
  })
  afterAll(async () => {
    await service?.stop()
  })

  it('claims every load and month from what arrived', () => {
    expect(claimed.coverage).toBeGreaterThan(0.999)
    expect(claimed.loads.flatMap((l) => l.months.filter((m) => m.saving === null))).toEqual([])
    expect(claimed.loads.every((l) => l.baseline_hash !== null && l.baseline_hash.length === 64)).toBe(true)
  })

  it('claims the park within its interval, or within 3 % of what was saved', () => {
    const truth = world.loads.reduce((sum, { stem }) => sum + months.reduce((s, m) => s + world.truth(stem, m, played), 0), 0)
    const error = (claimed.saving ?? Number.NaN) - truth
    print(
      `over MQTT, ${played}: claimed ${(claimed.saving ?? 0).toFixed(1)} kWh, truth ${truth.toFixed(1)}, ± ${(claimed.interval90 ?? 0).toFixed(1)}`,
    )
    expect(Math.abs(error)).toBeLessThanOrEqual(Math.max(claimed.interval90 ?? 0, 0.03 * Math.abs(truth)))
    expect((world.reporting.to - within.from) / DAY).toBeGreaterThan(140)
  })
})
