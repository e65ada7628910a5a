/** A year of inputs: what cannot be is refused by name, and the devices are sized so that their year is the inputs'. */

import { describe, expect, it } from 'vitest'
import { loadCampus } from '../../../simulators/campus.ts'
import { ownInputs, prepareYear } from '../../../simulators/index.ts'
import { measuresOf, savingOf, savingRows } from '../../../simulators/measures.ts'
import { dayOfDate } from '../../../simulators/models/environment/calendar.ts'
import { createWeather } from '../../../simulators/models/environment/weather.ts'
import { hash } from '../../../simulators/models/random.ts'
import { QUARTER } from '../../../simulators/models/zone.ts'
import { entriesOf, factorsOf } from '../../../simulators/year/entries.ts'
import { playYear } from '../../../simulators/year/calibrate.ts'
import { readInputs, type YearInputs } from '../../../simulators/year/inputs.ts'
import { solarYear } from '../../../simulators/year/plan.ts'

function own(): YearInputs {
  const read = ownInputs()
  if (!read.ok) throw new Error(read.faults.join('\n'))
  return read.inputs
}

const OWN = own()
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

describe('inputs of a year', () => {
  it('are refused with every missing or wrong number by its name', () => {
    const read = readInputs({ year: 2020, headcount_office: 'many', campus: { headcount: -1 } })
    expect(read.ok ? [] : read.faults.slice(0, 3)).toEqual([
      'headcount_office: "many" is no number from 0 up',
      'campus.headcount: -1 is no number from 0 up',
      'area_office_m2: is missing',
    ])
  })

  it('are refused where they contradict each other', () => {
    const tree = {
      year: 2021,
      headcount_office: 10,
      area_office_m2: 10,
      area_store_m2: 1,
      gas_MWh: 1,
      gas_EF_t_per_MWh: 0.2,
      electricity_MWh: { office: { N: 5, NE: 2 }, store: { N: 1 } },
      CM_tCO2_per_MWh: { N: 0.7 },
      water_t: { campus: { tap: 1, reclaimed: 1 }, other_offices: { tap: 1, reclaimed: 1 } },
      waste: { hazardous_t: 1, nonhazardous_t: 1, food_campus_t: 2, compost_t: 1 },
      solar: {
        summer_days: 236,
        winter_days: 128,
        outage_days: 2,
        summer_t_per_day: 1,
        winter_t_per_day: 1,
        total_hot_water_t: 5,
        irradiation_MJ_per_m2_day: 1,
      },
      campus: { headcount: 20, area_m2: 20, electricity_MWh: 6, saving_kWh: 1 },
    }
    const read = readInputs(tree)
    const faults = read.ok ? [] : read.faults
    expect(faults.map((f) => f.split(':')[0])).toEqual([
      'campus.headcount',
      'campus.area_m2',
      'electricity_MWh.office.NE',
      'campus.electricity_MWh',
      'CM_tCO2_per_MWh',
      'waste.food_campus_t',
      'solar',
      'solar.total_hot_water_t',
    ])
  })

  it('put summer, winter and idle days into the year exactly as often as they say', () => {
    for (const [year, summerDays, idleDays] of [
      [2020, 236, 2],
      [2021, 10, 200],
      [2024, 366, 0],
      [2023, 0, 365],
    ] as const) {
      const days = year % 4 === 0 ? 366 : 365
      const plan = solarYear(year, { ...OWN.solar, summerDays, idleDays, winterDays: days - summerDays - idleDays })
      const from = dayOfDate(`${year}-01-01`)
      const seasons = Array.from({ length: days }, (_, i) => plan.seasonOf(from + i))
      const count = (season: string | null): number => seasons.filter((s) => s === season).length
      expect([count('summer'), count('winter'), count(null)]).toEqual([summerDays, days - summerDays - idleDays, idleDays])
      const windows = [...plan.windows.summer, ...plan.windows.winter]
      expect(sum(windows.map((w) => dayOfDate(w.to) - dayOfDate(w.from)))).toBe(days)
    }
  })
})

describe('entries of a year', () => {
  const { calendar } = loadCampus('reference')
  const facts = entriesOf(OWN, calendar)
  const total = (key: string, sites: (site: string) => boolean = () => true): number =>
    sum(facts.filter((f) => f.key === key && sites(f.site)).map((f) => f.value))

  it('add up to the inputs', () => {
    expect(total('head-count')).toBe(19_186)
    expect(total('floor-area', (s) => !s.startsWith('shop'))).toBe(455_000)
    expect(total('floor-area', (s) => s.startsWith('shop'))).toBe(37_500)
    expect(total('waste.non-hazardous') + total('food-waste')).toBeCloseTo(4661.07, 9)
    expect(total('waste.hazardous')).toBeCloseTo(0.367, 9)
    expect(total('fertiliser')).toBeCloseTo(188.25, 9)
    expect(total('bill.electricity')).toBeCloseTo(4_900_000, 6)
  })

  it('have bills without a gap or an overlap, not aligned with months', () => {
    for (const site of new Set(facts.filter((f) => f.key === 'bill.electricity').map((f) => f.site))) {
      const bills = facts.filter((f) => f.key === 'bill.electricity' && f.site === site)
      expect([bills[0]?.from, bills.at(-1)?.to]).toEqual(['2020-01-01', '2021-01-01'])
      for (const [i, bill] of bills.entries()) expect(bill.from).toBe(bills[i - 1]?.to ?? bill.from)
      expect(bills.filter((b) => b.from.endsWith('-20')).length).toBe(12)
    }
  })

  it('have factor rows only for factors that are not the campus’s own', () => {
    expect(factorsOf(OWN, OWN)).toEqual([])
    const other = { ...OWN, factors: { gas: 0.2, grid: new Map([...OWN.factors.grid, ['E', 0.5]] as const) } } as YearInputs
    expect(factorsOf(other, OWN).map((f) => [f.kind, f.region, f.value])).toEqual([
      ['grid.co2', 'CN-EAST', 0.5],
      ['gas.co2e', null, 0.2],
    ])
  })
})

describe('a year that is sized to its inputs', () => {
  const inputs: YearInputs = {
    ...OWN,
    gas: 2500,
    saving: 900_000,
    electricity: { ...OWN.electricity, park: 27_000, shops: new Map([...OWN.electricity.shops, ['N', 0]] as const) },
    water: { park: { tap: 120_000, reclaimed: 60_000 }, others: { tap: 40_000, reclaimed: 0 } },
    solar: { ...OWN.solar, summerDays: 200, winterDays: 160, idleDays: 6, summer: 10, winter: 5, hotWater: 12_000, irradiation: 15 },
  }
  const SEED = 77
  const play = prepareYear(inputs, OWN, SEED)
  const campus = loadCampus('reference', play.tuning)
  const year = playYear(campus, SEED, inputs.year)
  const near = (value: number, wanted: number): void => expect(Math.abs(value - wanted)).toBeLessThanOrEqual(3e-7 * wanted)

  it('counts what the inputs say at every supply and inlet', () => {
    near(year.used('park-main energy'), 27_000_000)
    near(year.used('office-north-main energy'), 5_818_770)
    near(year.used('office-central-main energy'), 3_596_980)
    expect(year.used('shop-main energy')).toBe(0)
    near(year.used('tap-inlet volume'), 120_000)
    near(year.used('reclaimed-inlet volume'), 60_000)
    expect(year.used('office-east-reclaimed volume')).toBe(0)
    near(year.used('hot-water volume'), 12_000)
    near(year.used('canteen-gas volume') * 38.931, 2500 * 3600)
    near(year.used('food-scale mass'), 1_882_500)
  })

  it('draws the means of its seasons, and nothing on idle days', () => {
    const drawn = (day: number): number =>
      sum(
        year.model.registers.flatMap((r, i) =>
          /^solar-\d-tank volume$/.test(r.key)
            ? [((year.model.registersOn(day + 1)[i] ?? 0) - (year.model.registersOn(day)[i] ?? 0)) / r.perUnit]
            : [],
        ),
      )
    const days = Array.from({ length: 366 }, (_, i) => year.from + i)
    const of = (season: string | null): number[] => days.filter((d) => (play.tuning.plan?.seasonOf(d) ?? null) === season).map(drawn)
    near(sum(of('summer')), 2000)
    near(sum(of('winter')), 800)
    expect(sum(of(null))).toBe(0)
    expect(Math.min(...of('summer'))).toBeGreaterThan(0)
  })

  it('saves what the inputs say, by arithmetic over schedules and registers, month by month', () => {
    const measures = measuresOf(campus, year.model)
    const saved = measures.map((m) => savingOf(campus, year.model, m, [year.from, year.to]))
    expect(measures.map((m) => m.file.id)).toEqual(['lighting', 'sockets', 'air-conditioning', 'garage', 'basins', 'outdoor'])
    expect(Math.abs(sum(saved) - 900_000)).toBeLessThan(0.3)
    const rows = savingRows(campus, year.model, play.from, play.to)
    expect(rows.length).toBe(72)
    expect(sum(rows.map((r) => r.saving))).toBeCloseTo(sum(saved), 6)
  })

  it('has the sun of the inputs', () => {
    const weather = createWeather(hash(SEED, 7), campus.climate)
    let energy = 0
    for (let at = play.from; at < play.to; at += QUARTER) energy += weather.irradiance(at + QUARTER / 2) * 900
    expect(energy / 366 / 1e6).toBeCloseTo(15, 3)
  })

  it('says what of the inputs leaves less than nothing', () => {
    const thirsty = { ...inputs, water: { ...inputs.water, park: { tap: 1000, reclaimed: 60_000 } } }
    expect(() => prepareYear(thirsty, OWN, SEED)).toThrow(/^tap water of the park: the inputs leave -\d+\.\d for it, less than nothing$/)
  })
})
