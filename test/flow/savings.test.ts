/** Savings through the API: claims over a store in memory, the figures that are made of them, what explains them. */

import { beforeAll, describe, expect, it } from 'vitest'
import { type Bucket, type Campus, MWH_PER_KWH, periodSpan, type Span } from '../../src/domain/index.ts'
import type { Explanation } from '../../src/figures/document/explanation.ts'
import type { Report } from '../../src/figures/document/render/report.ts'
import type { MeasureView } from '../../src/figures/document/savings/measure-view.ts'
import type { MeasureRow, SavingsView } from '../../src/figures/document/savings/savings-view.ts'
import { accountsOf } from '../support/fakes/reporting.ts'
import { createHandClock } from '../support/fakes/clock.ts'
import { loadBuckets, savingPark } from '../support/fixtures/saving-park.ts'
import { type Rig, rig } from '../unit/adapters/http/rig.ts'

const ZONE = 'Asia/Shanghai'
const HOUR = 3_600_000
const EAST = 'park/block-a/1/east/lighting'
const WEST = 'park/block-b/1/west/lighting'
const SHOP = 'shop/hall/1/all/lighting'
const year = periodSpan(ZONE, '2020') as Span
const localHour = (at: number): number => (Math.floor(at / HOUR) + 8) % 24

/** 1.2 kW for ten hours, 0.6 kW for eight, and nothing is known of the shop. */
const BUCKETS: readonly Bucket[] = [
  ...loadBuckets(ZONE, EAST, year, (at) => (localHour(at) >= 8 && localHour(at) < 18 ? 1200 : 0)),
  ...loadBuckets(ZONE, WEST, year, (at) => (localHour(at) >= 9 && localHour(at) < 17 ? 600 : 0)),
]

const row = { source: 's', field: 'x', from: null, to: null, firstIndex: null, lastIndex: null, multiplier: 1, serial: null }

function park(): Campus {
  const made = savingPark({
    stems: [EAST, WEST, SHOP],
    point: (id) => ({ from: [{ ...row, device: id.slice(0, id.lastIndexOf('/')), accuracyClass: '1' }] }),
  })
  return { ...made, sites: made.sites.map((s) => ({ ...s, kind: s.id === 'shop' ? ('shop' as const) : ('office' as const) })) }
}

async function serving(campus: Campus): Promise<Rig> {
  const clock = createHandClock('2021-02-01T00:00:00Z')
  return rig({ clock, reporting: await accountsOf(campus, clock, BUCKETS, { factorSet: 'report-2020' }) })
}

describe('savings', () => {
  let r: Rig
  const ask = async <T>(url: string): Promise<T> => (await r.ask('GET', url)).json<T>()
  const measure = async (url: string): Promise<MeasureRow> => (await ask<SavingsView>(url)).measures[0] as MeasureRow

  beforeAll(async () => {
    r = await serving(park())
  })

  // 251 workdays of 16 h at 95 % and 8 h at 10 %, 115 other days at 10 %.
  const hours = 251 * (16 * 0.95 + 8 * 0.1) + 115 * 24 * 0.1
  const east = 1.2 * (hours - 366 * 10)
  const west = 0.6 * (hours - 366 * 8)

  it('of one measure add up month by month with the interval of all months so far, beside a day of its baseline', async () => {
    const view = await ask<MeasureView>('/api/v1/savings/lighting?period=2020')
    const [first, last] = [view.cumulative[0], view.cumulative.at(-1)]
    expect(first).toMatchObject({ month: '2020-01', saving: view.months[0]?.saving, interval90: view.months[0]?.interval90 })
    expect(last).toMatchObject({ month: '2020-12', saving: view.saving, interval90: view.interval90 })
    expect(view.profile?.workday.map((share) => share)).toHaveLength(96)
    expect([view.profile?.workday[0], view.profile?.workday[48], view.profile?.weekend[48]]).toEqual([0.1, 0.95, 0.1])
    expect((await r.ask('GET', '/api/v1/savings/nothing?period=2020')).body).toContain('there is no measure')
  })

  it('are what the baseline of the calendar would have used, less what the meters counted', async () => {
    const view = await ask<SavingsView>('/api/v1/savings?period=2020&boundary=park')
    expect(view).toMatchObject({ period: '2020', boundary: 'park', unit: 'kWh', missing: [] })
    const [lighting] = view.measures
    expect(lighting).toMatchObject({ id: 'lighting', system: 'S1', baseline: 'schedule', coverage: 1, missing: [] })
    expect(lighting?.saving).toBeCloseTo(east + west, 6)
    expect(lighting?.metered).toBe(366 * (1.2 * 10 + 0.6 * 8))
    expect(lighting?.avoided_hours).toBeCloseTo(2 * hours - 366 * 18, 6)
    expect(lighting?.loads.map((l) => l.energy)).toEqual([`${EAST}/energy`, `${WEST}/energy`])
    expect(view.total.saving).toBe(lighting?.saving)
  })

  it('of the months are those of the year, exactly', async () => {
    const whole = await measure('/api/v1/savings?period=2020&boundary=park')
    const months: MeasureRow[] = []
    for (const { month } of whole.months) months.push(await measure(`/api/v1/savings?period=${month}&boundary=park`))
    expect(months).toHaveLength(12)
    const mWh = (row: { saving: number | null }): number => Math.round((row.saving ?? 0) * MWH_PER_KWH)
    expect(months.map(mWh).reduce((a, b) => a + b, 0)).toBe(mWh(whole))
    expect(whole.months.map(mWh)).toEqual(months.map(mWh))
  })

  it('are the figures of the report, priced at the grid factor of the site; an unproved schedule has no 90 % interval, the meter alone has its range', async () => {
    const report = await ask<Report>('/api/v1/figures?period=2020')
    const figure = (id: string): Report['figures'][number] | undefined => report.figures.find((f) => f.id === id)
    const energy = figure('savings.energy')
    expect(energy).toMatchObject({ boundary: 'park', coverage: 1, missing: [] })
    expect(energy?.value).toBeCloseTo(east + west, 6)
    // Two meters of class 1: independent of each other, one and the same error all year.
    const half = (1.6448536269514722 / Math.sqrt(3)) * 0.01 * Math.hypot(east, west)
    expect(energy?.interval90).toBeNull()
    expect(energy?.findings.map((f) => f.code)).toContain('unproved-baseline')
    const ghg = figure('savings.ghg')
    expect(ghg?.factors).toHaveLength(1)
    expect(ghg?.interval90).toBeNull()
    const { total } = await ask<SavingsView>('/api/v1/savings?period=2020&boundary=park')
    expect(total).toMatchObject({ interval90: null, avoided_tco2e: ghg?.value })
    expect(total.meter_only).toBeCloseTo(half, 3)
  })

  it('can be computed again from what explains them', async () => {
    const e = await ask<Explanation>('/api/v1/figures/savings.energy/explain?period=2020')
    expect(e.loads).toHaveLength(24)
    const again = e.loads.reduce((sum, l) => sum + (l.watts * l.baseline_hours) / 1000 - l.metered, 0)
    expect(again).toBeCloseTo(e.figure.value ?? Number.NaN, 6)
    expect(e.meters.map((m) => m.point)).toEqual([`${EAST}/energy`, `${WEST}/energy`])
    expect(e.meters[0]?.total).toBeCloseTo(366 * 12, 9)
  })

  it('of a building are those of its loads', async () => {
    expect((await measure('/api/v1/savings?period=2020&boundary=park/block-b')).saving).toBeCloseTo(west, 6)
  })

  it('of loads without data are not claimed: the others stand, with lower coverage', async () => {
    const all = await measure('/api/v1/savings?period=2020')
    expect(all.coverage).toBeCloseTo(2 / 3, 9)
    expect(all.saving).toBeCloseTo(east + west, 6)
    const shop = await measure('/api/v1/savings?period=2020&boundary=shop')
    expect(shop).toMatchObject({ saving: null, interval90: null, coverage: 0 })
    expect(shop.missing).toEqual([
      'lighting: insufficient data, shop/hall/1/all/lighting/energy is known for 0.0 % of 2020-01 and a claim needs 90 %',
    ])
    const report = await ask<Report>('/api/v1/figures?period=2020&boundary=shop')
    expect(report.figures.find((f) => f.id === 'savings.energy')).toMatchObject({ value: null, missing: shop.missing })
  })

  it('are told in the language asked for, remark by remark, in the view and in the report', async () => {
    for (const lang of ['zh-Hans', 'zh-Hant']) {
      const chinese = (text: string): void => expect(text).toMatch(/\p{Script=Han}/u)
      const told = await measure(`/api/v1/savings?period=2020&lang=${lang}`)
      expect(told.findings.map((f) => f.code)).toEqual((await measure('/api/v1/savings?period=2020')).findings.map((f) => f.code))
      for (const { sentence } of [...told.findings, ...told.loads.flatMap((l) => l.findings)]) chinese(sentence)
      const refused = told.loads.flatMap((l) => l.months).filter((m) => m.saving === null)
      expect(refused.map((m) => m.reason_code)).toEqual(Array.from({ length: 12 }, () => 'known-too-little'))
      for (const { reason } of refused) chinese(reason ?? '')
      const report = await ask<Report>(`/api/v1/figures?period=2020&lang=${lang}`)
      const figures = report.figures.filter((f) => f.id.startsWith('savings.'))
      expect(figures.flatMap((f) => f.findings).length).toBeGreaterThan(1)
      for (const { sentence } of figures.flatMap((f) => f.findings)) chinese(sentence)
    }
    expect((await r.ask('GET', '/api/v1/savings?period=2020&lang=fr')).statusCode).toBe(400)
  })

  it('of a period that is none, or of a place that is not there, are refused with what there is', async () => {
    expect((await r.ask('GET', '/api/v1/savings?period=spring')).statusCode).toBe(400)
    const answer = await r.ask('GET', '/api/v1/savings?period=2020&boundary=moon')
    expect(answer.statusCode).toBe(400)
    expect(answer.json<{ detail: string }>().detail).toContain('"moon" is no boundary')
    expect((await r.ask('GET', '/api/v1/savings?period=2020', { token: null })).statusCode).toBe(401)
  })

  it('where no measure is named are an empty list with the reason, and a missing figure', async () => {
    const none = await serving({ ...park(), measures: [] })
    const view = (await none.ask('GET', '/api/v1/savings?period=2020')).json<SavingsView>()
    expect(view.measures).toEqual([])
    expect(view.missing).toEqual(['no measure is named in the campus file: add it under `measures`'])
    const report = (await none.ask('GET', '/api/v1/figures?period=2020')).json<Report>()
    expect(report.figures.find((f) => f.id === 'savings.energy')).toMatchObject({
      value: null,
      missing: ['no measure is named in the campus file'],
    })
  })
})
