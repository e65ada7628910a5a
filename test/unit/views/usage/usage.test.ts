import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Factor, instant } from '../../../../src/domain/index.ts'
import { type UsageParts, usageView } from '../../../../src/views/usage/usage.ts'
import type { UsageQuery, UsageView } from '../../../../src/views/usage/usage-types.ts'
import { campusOf, type PointWish } from '../../../support/fixtures/campus.ts'
import { at, type BucketWish, bucketOf } from '../rig.ts'

const DAY = '2026-03-02T00:00:00+08:00'
const NOW = '2026-03-10T00:00:00+08:00'
/** Base units of a kWh. */
const KWH = 1e6

const TREE: readonly PointWish[] = [
  { id: 'park/site/energy', quantity: 'energy', role: 'main-meter', place: { site: 'park', building: null, floor: null, zone: null } },
  { id: 'park/a/main/energy', quantity: 'energy', role: 'main-meter' },
  { id: 'park/a/1/light/energy', quantity: 'energy', use: 'lighting' },
  { id: 'park/a/2/sockets/energy', quantity: 'energy', use: 'sockets' },
  { id: 'park/b/main/energy', quantity: 'energy', role: 'main-meter' },
]

const ids = TREE.map((p) => p.id)

/** Hour buckets of the day, each of so many kWh. */
const hours = (point: string, kwh: number, more: Partial<BucketWish> = {}): BucketWish[] =>
  Array.from({ length: 24 }, (_, h) => ({
    point,
    step: '1h' as const,
    start: new Date(Date.parse(DAY) + h * 3_600_000).toISOString(),
    total: kwh * KWH,
    ...more,
  }))

interface World extends Partial<Omit<UsageQuery, 'from' | 'to'>> {
  readonly buckets: readonly BucketWish[]
  readonly campus?: Partial<UsageParts['campus']>
  readonly factors?: readonly Factor[]
  readonly from?: string
  readonly to?: string
  readonly now?: string
}

async function usage({
  buckets,
  campus = {},
  factors = [],
  from = DAY,
  to = '2026-03-03T00:00:00+08:00',
  now = NOW,
  ...query
}: World): Promise<UsageView> {
  const stored = buckets.map((b) => bucketOf(b))
  const view = await usageView(
    {
      campus: { ...campusOf(TREE), ...campus },
      buckets: {
        read: async ({ step, span, points }) =>
          stored
            .filter((b) => b.step === step && b.start >= span.from && b.start < span.to && points?.includes(b.point))
            .toSorted((a, b) => a.start - b.start),
      },
      latest: new Map(),
      factors: async () => factors,
      now: at(now),
    },
    { medium: 'electricity', from: at(from), to: at(to), step: '1h', place: null, by: 'none', measure: 'amount', ...query },
  )
  if ('refused' in view) throw new Error(view.detail)
  return view
}

const totals = (view: UsageView): Record<string, number | null> =>
  Object.fromEntries([...view.groups, ...(view.rest === null ? [] : [view.rest])].map((g) => [g.key, g.total]))

const WHOLE = [100, 60, 20, 15, 30].flatMap((kwh, i) => hours(ids[i] ?? '', kwh))

describe('the usage of a medium', () => {
  it('is the sum of the topmost meters, per span and over the range', async () => {
    const view = await usage({ buckets: WHOLE })
    expect([view.unit, view.edges.length, view.total.total, view.total.coverage]).toEqual(['kWh', 25, 2400, 1])
    expect(new Set(view.total.values)).toEqual(new Set([100]))
    expect([view.total.points, view.groups, view.rest]).toEqual([['park/site/energy'], [], null])
  })

  it('by building has a rest that the meter of the site has beyond its buildings', async () => {
    expect(totals(await usage({ buckets: WHOLE, by: 'building' }))).toEqual({ 'park/a': 1440, 'park/b': 720, rest: 240 })
  })

  it('has a negative rest where the parts have more than the whole, and never cuts it to 0', async () => {
    const view = await usage({ buckets: [...hours('park/site/energy', 50), ...hours('park/a/main/energy', 60)], by: 'building' })
    expect(view.rest?.total).toBe(-240)
  })

  it('by place and use tells for each place what its uses leave unexplained', async () => {
    expect(totals(await usage({ buckets: WHOLE, by: 'place-use' }))).toEqual({
      'park/a|lighting': 480,
      'park/a|sockets': 360,
      'park/a|rest': 600,
      'park/b|rest': 720,
      rest: 240,
    })
  })

  it('of a building counts its own meters only', async () => {
    const view = await usage({ buckets: WHOLE, place: 'park/a', by: 'floor' })
    expect([view.total.total, totals(view)]).toEqual([1440, { 'park/a/1': 480, 'park/a/2': 360, rest: 600 }])
  })

  it('leaves a span without data missing, and says how much of the range is measured', async () => {
    const half = hours('park/site/energy', 10).slice(0, 12)
    const view = await usage({ buckets: half })
    expect([view.total.values[11], view.total.values[12], view.total.total, view.total.coverage]).toEqual([10, null, 120, 0.5])
  })

  it('keeps what is bridged apart from what is measured', async () => {
    const { total } = await usage({ buckets: hours('park/site/energy', 10, { share: 0.25, bridged: 0.75 }) })
    expect([total.total, total.coverage, total.bridged]).toEqual([240, 0.25, 0.75])
  })

  it('at every step has the same total, and its groups and rest add up to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(500), fc.nat(200), fc.nat(200)), { minLength: 24, maxLength: 24 }), async (rows) => {
        const buckets = rows.flatMap(([site, a, b], h) => {
          const start = new Date(Date.parse(DAY) + h * 3_600_000).toISOString()
          return [
            { point: 'park/site/energy', step: '1h' as const, start, total: site * KWH },
            { point: 'park/a/main/energy', step: '1h' as const, start, total: a * KWH },
            { point: 'park/b/main/energy', step: '1h' as const, start, total: b * KWH },
          ]
        })
        const view = await usage({ buckets, by: 'building' })
        const whole = rows.reduce((n, [site]) => n + site, 0)
        expect(view.total.total).toBeCloseTo(whole, 6)
        expect(view.groups.reduce((n, g) => n + (g.total ?? 0), view.rest?.total ?? 0)).toBeCloseTo(whole, 6)
      }),
    )
  })
})

const TARIFF = {
  id: 't',
  carrier: 'electricity',
  sites: null,
  currency: 'CNY',
  from: null,
  to: null,
  demand: 48,
  fixed: null,
  publisher: 'a test',
  document: 'a page',
}

describe('the usage of a medium in money and in CO2', () => {
  const accounting = (prices: object[]): World['campus'] =>
    ({ accounting: { carriers: [], tariffs: [{ ...TARIFF, prices }] } }) as unknown as World['campus']

  it('has each hour at the price that holds then, whatever the step of the answer', async () => {
    const prices = [
      { name: 'peak', price: 2, months: null, days: ['workday'], hours: [{ from: 600, to: 720 }] },
      { name: 'flat', price: 1, months: null, days: null, hours: null },
    ]
    for (const step of ['1h', '1d'] as const) {
      const view = await usage({ buckets: WHOLE, measure: 'cost', step, campus: accounting(prices) ?? {} })
      expect([view.unit, view.total.total, view.unpriced]).toEqual(['CNY', 2400 + 200, []])
    }
  })

  it('names the sites that no price holds for, and makes up no amount', async () => {
    const view = await usage({
      buckets: WHOLE,
      measure: 'cost',
      campus: accounting([{ name: 'x', price: 1, months: [7], days: null, hours: null }]) ?? {},
    })
    expect([view.total.total, view.unpriced]).toEqual([null, ['park']])
  })

  it('is in kilograms by the grid factor of the site', async () => {
    const row = {
      id: 'r',
      kind: 'grid.co2',
      set: '*',
      region: null,
      value: 0.5,
      unit: 'tCO2/MWh',
      from: null,
      to: null,
      publisher: 'a',
      document: 'b',
      note: '',
      verified: true,
      recordedAt: instant(0),
    }
    const view = await usage({ buckets: WHOLE, measure: 'co2', factors: [row as Factor] })
    expect([view.unit, view.total.total]).toEqual(['kgCO2', 1200])
  })
})
