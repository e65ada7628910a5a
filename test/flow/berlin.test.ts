/**
 * A campus in Europe/Berlin over both clock changes, with its main meter exchanged in the middle of March: the energy of the report equals the truth
 * of the simulators, whatever the register showed.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCampus, openCampusModel } from '../../simulators/campus.ts'
import { simulate } from '../../simulators/simulate.ts'
import { eventually, type Service, startService, tempDir } from '../support/process/service.ts'
import { readTruth, type TruthRow } from '../support/fixtures/truth.ts'

const at = (text: string): number => Date.parse(text)
const MARCH = [at('2026-03-01T00:00:00+01:00'), at('2026-04-01T00:00:00+02:00')] as const
const SWAP = '2026-03-16T11:20:00+01:00'
const OCTOBER = [at('2026-10-01T00:00:00+02:00'), at('2026-11-01T00:00:00+01:00')] as const
const SEED = 5

const HEAD = `campus: { id: berlin, timezone: Europe/Berlin, location: { latitude: 52.52, longitude: 13.4 } }
sites: [{ id: berlin, kind: office, grid: DE }]
sources: [{ id: native, preset: native }]
points:
  - { id: berlin/main, place: { site: berlin }, medium: electricity, interval: 15m, role: main-meter, from: [`
const row = (device: string, more = ''): string => `{ source: native, device: ${device}-main, field: energy${more} }`
const model = (device: string): string => `anchor: 2026-01-01
climate: { temperature: [0, 1, 5, 10, 14, 17, 19, 19, 15, 10, 5, 1] }
devices: [{ kind: shop, id: ${device}, area: 900 }]
`

/** A campus of one device, for the simulator. */
function folder(device: string): string {
  const dir = join(tempDir('berlin'), device)
  mkdirSync(dir)
  writeFileSync(join(dir, 'campus.yaml'), `${HEAD}${row(device)}] }\n`)
  writeFileSync(join(dir, 'model.yaml'), model(device))
  return join(dir, 'campus.yaml')
}

/** What a device's register shows at an instant, kWh. */
function shown(campus: string, time: number): number {
  const model = openCampusModel(loadCampus(campus), SEED)
  const index = model.registers.findIndex((r) => r.key.endsWith('-main energy'))
  return model.register(index, time) / (model.registers[index]?.perUnit ?? 1)
}

interface FigureAnswer {
  readonly id: string
  readonly value: number | null
  readonly coverage: number
  readonly findings: readonly { readonly code: string }[]
}

describe('a campus in Berlin', () => {
  const meters = { old: folder('old'), new: folder('new') }
  const truths: TruthRow[] = []
  let service: Service

  async function played(meter: keyof typeof meters, [from, to]: readonly [number, number]): Promise<void> {
    const truth = join(tempDir('truth'), 'truth.ndjson')
    await simulate({ campus: meters[meter], broker: service.brokerUrl, from, to, speed: 'max', seed: SEED, truth })
    truths.push(...readTruth(truth).filter((t) => t.point === 'berlin/main'))
  }

  const used = ([from, to]: readonly [number, number]): number =>
    truths.filter((t) => at(t.from) >= from && at(t.to) <= to).reduce((sum, t) => sum + t.value, 0)

  async function energyOf(period: string): Promise<FigureAnswer> {
    const { figures } = await service.get<{ figures: FigureAnswer[] }>(`/api/v1/figures?period=${period}`)
    return figures.find((f) => f.id === 'energy.indirect') as FigureAnswer
  }

  beforeAll(async () => {
    const old = row('old', `, valid: { to: "${SWAP}" }, last_index: ${shown(meters.old, at(SWAP))}`)
    const fresh = row('new', `, valid: { from: "${SWAP}" }, first_index: ${shown(meters.new, at(SWAP))}`)
    service = await startService({ config: `${HEAD}${old}, ${fresh}] }\n` })
    await played('old', [MARCH[0], at(SWAP)])
    await played('new', [at(SWAP), MARCH[1]])
    await played('new', OCTOBER)
    await eventually('the last reading', async () => {
      const { points } = await service.get<{ points: { last: { time: string } | null }[] }>('/api/v1/points')
      return points.some((p) => p.last !== null && at(p.last.time) === OCTOBER[1])
    })
    await service.post('/api/v1/rollup', {})
  })
  afterAll(async () => {
    await service?.stop()
  })

  it('has the true total of March, with its 23-hour day, and the finding of a meter exchange', async () => {
    const { value, coverage, findings } = await energyOf('2026-03')
    expect(used(MARCH)).toBeGreaterThan(1000)
    expect((value ?? 0) * 1000).toBeCloseTo(used(MARCH), 6)
    expect(coverage).toBe(1)
    expect(findings.map((f) => f.code)).toContain('meter-finding')
  })

  it('has the true total of October, with its 25-hour day', async () => {
    const { value, coverage } = await energyOf('2026-10')
    expect((value ?? 0) * 1000).toBeCloseTo(used(OCTOBER), 6)
    expect(coverage).toBe(1)
  })

  it('has the true totals of both clock-change days, 23 and 25 hours long', async () => {
    for (const [from, to] of [
      ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00'],
      ['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'],
    ] as const) {
      const path = `/api/v1/points/${encodeURIComponent('berlin/main')}/series?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}&step=1d`
      const { values } = await service.get<{ values: { value: number; coverage: number }[] }>(path)
      expect(values.map((v) => v.coverage)).toEqual([1])
      expect(values[0]?.value).toBeCloseTo(used([at(from), at(to)]), 6)
    }
  })
})
