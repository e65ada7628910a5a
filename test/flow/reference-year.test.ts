/**
 * A reference year from nothing: inputs made for this test are played over MQTT, and every figure of the report is what they imply. A second run with
 * other inputs leaves nothing of the first.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { campus, tempDir } from '../support/process/service.ts'

type Amounts = Readonly<Record<string, number>>

interface Inputs {
  year: number
  headcount_office: number
  area_office_m2: number
  area_store_m2: number
  gas_MWh: number
  gas_EF_t_per_MWh: number
  electricity_MWh: { office: Amounts; store: Amounts }
  CM_tCO2_per_MWh: Amounts
  water_t: { campus: Amounts; other_offices: Amounts }
  waste: Amounts
  solar: Amounts
  campus: Amounts
}

interface FigureRow {
  readonly id: string
  readonly value: number | null
  readonly coverage: number
  readonly interval90: number | null
}

const OWN = resolve(import.meta.dirname, '../../simulators/campuses/reference/reference-year.json')
const total = (amounts: Amounts): number => Object.values(amounts).reduce((a, b) => a + b, 0)

/** What the inputs imply, by the formulas of the report. */
function implied(i: Inputs): Readonly<Record<string, number>> {
  const priced = (byGrid: Amounts): number => Object.entries(byGrid).reduce((t, [g, mwh]) => t + mwh * (i.CM_tCO2_per_MWh[g] ?? 0), 0)
  const office = total(i.electricity_MWh.office)
  const shops = total(i.electricity_MWh.store)
  const scope1 = i.gas_MWh * i.gas_EF_t_per_MWh
  const tap = (i.water_t.campus['tap'] ?? 0) + (i.water_t.other_offices['tap'] ?? 0)
  const reclaimed = (i.water_t.campus['reclaimed'] ?? 0) + (i.water_t.other_offices['reclaimed'] ?? 0)
  const { summer_days = 0, winter_days = 0, summer_t_per_day = 0, winter_t_per_day = 0, total_hot_water_t = 1 } = i.solar
  const drawn = summer_days * summer_t_per_day + winter_days * winter_t_per_day
  const heads = i.headcount_office
  const { hazardous_t = 0, nonhazardous_t = 0, food_campus_t = 0, compost_t = 0 } = i.waste
  const saving = i.campus['saving_kWh'] ?? 0
  return {
    'energy.total': office + shops + i.gas_MWh,
    'energy.direct': i.gas_MWh,
    'energy.indirect': office + shops,
    'ghg.total': scope1 + priced(i.electricity_MWh.office) + priced(i.electricity_MWh.store),
    'ghg.scope1': scope1,
    'ghg.scope2': priced(i.electricity_MWh.office) + priced(i.electricity_MWh.store),
    'water.total': tap + reclaimed,
    'water.tap': tap,
    'water.reclaimed': reclaimed,
    'energy.per-person': (office + i.gas_MWh) / heads,
    'ghg.per-area': (scope1 + priced(i.electricity_MWh.office)) / i.area_office_m2,
    'water.per-person': (tap + reclaimed) / heads,
    'shops.energy.per-area': shops / i.area_store_m2,
    'shops.ghg.per-area': priced(i.electricity_MWh.store) / i.area_store_m2,
    'waste.hazardous': hazardous_t,
    'waste.hazardous.per-person': (hazardous_t * 1000) / heads,
    'waste.non-hazardous': nonhazardous_t,
    'waste.non-hazardous.per-person': nonhazardous_t / heads,
    'food-waste.treated': food_campus_t,
    'food-waste.fertiliser': compost_t,
    'savings.energy': saving,
    'savings.ghg': (saving / 1000) * (i.CM_tCO2_per_MWh['N'] ?? 0),
    'solar.hot-water': drawn,
    'solar.share': (100 * drawn) / total_hot_water_t,
    'solar.hot-water.summer-day': summer_t_per_day,
    'solar.hot-water.winter-day': winter_t_per_day,
    'solar.irradiation': i.solar['irradiation_MJ_per_m2_day'] ?? 0,
    'water.non-traditional-share': (100 * (i.water_t.campus['reclaimed'] ?? 0)) / total(i.water_t.campus),
  }
}

function near(id: string, value: number, wanted: number): boolean {
  // The sun is sampled every quarter of an hour, and its meter jitters.
  const tolerance = id === 'solar.irradiation' ? 5e-3 : 1e-6
  return Math.abs(value - wanted) <= tolerance * wanted
}

describe('a reference year', () => {
  const dir = tempDir('year')
  const env = { CAMPUS__DATA__DIR: join(dir, 'data'), CAMPUS__BROKER__PORT: '0' }

  async function ran(...args: string[]): Promise<string> {
    const done = await campus(args, { env, cwd: dir })
    expect(done.code, done.err).toBe(0)
    return done.out
  }

  async function figures(): Promise<Map<string, FigureRow>> {
    const report = JSON.parse(await ran('report', '2020', '--format', 'json')) as { figures: FigureRow[] }
    expect(new Set(report.figures.map((f) => f.id)).size).toBe(report.figures.length)
    return new Map(report.figures.map((f) => [f.id, f]))
  }

  function wrong(found: ReadonlyMap<string, FigureRow>, inputs: Inputs): string[] {
    return Object.entries(implied(inputs)).flatMap(([id, wanted]) => {
      const value = found.get(id)?.value ?? null
      return value !== null && near(id, value, wanted) ? [] : [`${id}: ${value}, implied ${wanted}`]
    })
  }

  const own = JSON.parse(readFileSync(OWN, 'utf8')) as Inputs
  const other: Inputs = {
    ...own,
    headcount_office: 18_001,
    gas_MWh: 2222.2,
    gas_EF_t_per_MWh: 0.2,
    CM_tCO2_per_MWh: { ...own.CM_tCO2_per_MWh, N: 0.61, S: 0.4 },
    electricity_MWh: { ...own.electricity_MWh, store: { N: 900, E: 2000.5, S: 1000 } },
    waste: { ...own.waste, hazardous_t: 0.5, nonhazardous_t: 4000, food_campus_t: 1500, compost_t: 140 },
    solar: { ...own.solar, summer_days: 200, winter_days: 156, outage_days: 10, summer_t_per_day: 12.5, winter_t_per_day: 5.5 },
    campus: { ...own.campus, headcount: 13_000, saving_kWh: 1_234_567 },
  }

  beforeAll(async () => {
    const file = join(dir, 'other.json')
    writeFileSync(file, JSON.stringify(other))
    await ran('reference-year', '--inputs', file, '--seed', '9')
  }, 600_000)

  it('has every figure that the inputs of this test imply', async () => {
    const found = await figures()
    expect(wrong(found, other)).toEqual([])
    const incomplete = Object.keys(implied(other)).filter((id) => (found.get(id)?.coverage ?? 0) < 0.999)
    expect(incomplete).toEqual([])
    // The written schedules of the reference campus were never measured before control.
    expect(found.get('savings.energy')?.interval90).toBeNull()
  })

  it('is the sum of its quarters', async () => {
    const year = await figures()
    const quarters: Map<string, number>[] = []
    for (let quarter = 1; quarter <= 4; quarter++) {
      const out = await ran('report', `2020-Q${quarter}`, '--format', 'json')
      quarters.push(new Map((JSON.parse(out) as { figures: FigureRow[] }).figures.map((f) => [f.id, f.value ?? 0])))
    }
    for (const id of ['energy.total', 'ghg.total', 'water.total', 'savings.energy', 'solar.hot-water', 'food-waste.treated']) {
      const sum = quarters.reduce((t, m) => t + (m.get(id) ?? 0), 0)
      expect(Math.abs(sum - (year.get(id)?.value ?? 0)), id).toBeLessThan(1e-6 * sum)
    }
  }, 300_000)

  it('leaves nothing behind for the next one, which is the published year', async () => {
    await ran('reference-year')
    expect(wrong(await figures(), own)).toEqual([])
  }, 600_000)

  it('is refused with contradictory inputs, and names them', async () => {
    const file = join(dir, 'broken.json')
    writeFileSync(file, JSON.stringify({ ...own, solar: { ...own.solar, summer_days: 300 }, headcount_office: -1 }))
    const { code, err } = await campus(['reference-year', '--inputs', file], { env, cwd: dir })
    expect(code).toBe(2)
    expect(err).toContain('headcount_office: -1 is no number from 0 up')
    expect(err).toContain('nothing was played')
  })
})
