import { describe, expect, it } from 'vitest'
import type { MediumNow, NowSum } from '../../../../src/views/now/now-types.ts'
import type { PointWish } from '../../../support/fixtures/campus.ts'
import { type BucketWish, type Row, viewsOf } from '../rig.ts'

const NOW = '2026-03-02T12:00:00+08:00'
const power = (point: string, value: number, time = NOW): Row => ({ point, time, value })

/** A site meter over two buildings with main meters, with uses below the first. */
const TREE: readonly PointWish[] = [
  { id: 'park/site/power', quantity: 'power', role: 'main-meter', place: { site: 'park', building: null, floor: null, zone: null } },
  { id: 'park/a/main/power', quantity: 'power', role: 'main-meter' },
  { id: 'park/a/1/light/power', quantity: 'power', use: 'lighting' },
  { id: 'park/a/1/sockets/power', quantity: 'power', use: 'sockets' },
  { id: 'park/a/1/sockets/desk/power', quantity: 'power', use: 'sockets', parent: 'park/a/1/sockets/power' },
  { id: 'park/b/main/power', quantity: 'power', role: 'main-meter' },
]

const VALUES = [
  power('park/site/power', 10_000),
  power('park/a/main/power', 6000),
  power('park/a/1/light/power', 1000),
  power('park/a/1/sockets/power', 2000),
  power('park/a/1/sockets/desk/power', 500),
  power('park/b/main/power', 3000),
]

async function electricity(points: readonly PointWish[], latest: readonly Row[], buckets: readonly BucketWish[] = []): Promise<MediumNow> {
  const { media } = await viewsOf({ points, latest, buckets, now: NOW }).views.now()
  const found = media.find((m) => m.medium === 'electricity')
  if (found === undefined) throw new Error('no electricity')
  return found
}

const short = ({ key, value, fresh, points }: NowSum) => [key, value, `${fresh} of ${points}`]

describe('power now', () => {
  it('is what the topmost meters say: a meter and those below it are never added', async () => {
    const { total, by_building } = await electricity(TREE, VALUES)
    expect(short(total)).toEqual(['total', 10, '1 of 1'])
    expect(total.unit).toBe('kW')
    expect(by_building.map(short)).toEqual([
      ['park/a', 6, '1 of 1'],
      ['park/b', 3, '1 of 1'],
    ])
  })

  it('by building shows a site without buildings as one part, and what stands outside as its own', async () => {
    const outside = { building: null, floor: null, zone: null }
    const points: PointWish[] = [
      ...TREE,
      { id: 'park/outdoor/power', quantity: 'power', use: 'lighting', place: { site: 'park', ...outside } },
      { id: 'shop/main/power', quantity: 'power', role: 'main-meter', place: { site: 'shop', ...outside } },
      { id: 'shop/light/power', quantity: 'power', use: 'lighting', parent: 'shop/main/power', place: { site: 'shop', ...outside } },
    ]
    const latest = [...VALUES, power('park/outdoor/power', 700), power('shop/main/power', 2000), power('shop/light/power', 400)]
    const { total, by_building } = await electricity(points, latest)
    expect(total.value).toBe(12)
    expect(by_building.map(short)).toEqual([
      ['park/a', 6, '1 of 1'],
      ['park/b', 3, '1 of 1'],
      ['park', 0.7, '1 of 1'],
      ['shop', 2, '1 of 1'],
    ])
  })

  it('by use counts the topmost meter of each use, and shows the rest as unmetered', async () => {
    const { by_use } = await electricity(TREE, VALUES)
    expect(by_use.map(short)).toEqual([
      ['lighting', 1, '1 of 1'],
      ['sockets', 2, '1 of 1'],
      ['unmetered', 7, '3 of 3'],
    ])
  })

  it('has no unmetered rest where the uses exceed the main meter, and an unknown one where a part is unknown', async () => {
    const small = TREE.filter((p) => p.id.startsWith('park/a'))
    const over = await electricity(small, [power('park/a/main/power', 2500), ...VALUES.slice(2, 5)])
    expect(over.by_use.map((s) => s.key)).toEqual(['lighting', 'sockets'])
    const gone = await electricity(small, [power('park/a/main/power', 6000), power('park/a/1/sockets/power', 2000)])
    expect(gone.by_use.map(short)).toEqual([
      ['lighting', null, '0 of 1'],
      ['sockets', 2, '1 of 1'],
      ['unmetered', null, '2 of 3'],
    ])
  })

  it('without main meters is the sum of the meters, and says how many spoke lately', async () => {
    const points: PointWish[] = ['x', 'y', 'z'].map((n) => ({ id: `park/a/1/${n}/power`, quantity: 'power', use: 'lighting' }))
    const { total, by_use } = await electricity(points, [
      power('park/a/1/x/power', 1000),
      power('park/a/1/y/power', 2000, '2026-03-02T11:00:00+08:00'),
    ])
    expect(short(total)).toEqual(['total', 1, '1 of 3'])
    expect(by_use.map(short)).toEqual([['lighting', 1, '1 of 3']])
  })

  it('is null, never 0, when nobody spoke', async () => {
    const { total, today, yesterday_same_time } = await electricity(TREE, [])
    expect(total.value).toBeNull()
    expect([today, yesterday_same_time]).toEqual([
      { value: null, unit: 'kWh', coverage: 0 },
      { value: null, unit: 'kWh', coverage: 0 },
    ])
  })

  it('leaves out impossible values and points in commissioning', async () => {
    const points: PointWish[] = [
      { id: 'park/a/x/power', quantity: 'power' },
      { id: 'park/a/y/power', quantity: 'power' },
      { id: 'park/a/z/power', quantity: 'power', status: 'commissioning' },
    ]
    const { total } = await electricity(points, [
      power('park/a/x/power', 1000),
      { ...power('park/a/y/power', 9e9), quality: 'bad' },
      power('park/a/z/power', 1000),
    ])
    expect(short(total)).toEqual(['total', 1, '1 of 2'])
  })

  it('survives meters that name each other as parents', async () => {
    const points: PointWish[] = [
      { id: 'park/a/x/power', quantity: 'power', parent: 'park/a/y/power' },
      { id: 'park/a/y/power', quantity: 'power', parent: 'park/a/x/power' },
    ]
    expect(short((await electricity(points, [])).total)).toEqual(['total', null, '0 of 0'])
  })

  it('comes from the last two buckets of a register that has no power beside it', async () => {
    const points: PointWish[] = [{ id: 'park/a/x/energy', quantity: 'energy' }]
    const quarter = (start: string, kWh: number): BucketWish => ({ point: 'park/a/x/energy', step: '15m', start, total: kWh * 1e6 })
    const buckets = [
      quarter('2026-03-02T11:15:00+08:00', 99),
      quarter('2026-03-02T11:30:00+08:00', 2),
      quarter('2026-03-02T11:45:00+08:00', 3),
    ]
    const { total } = await electricity(points, [{ point: 'park/a/x/energy', time: NOW, value: 1000 }], buckets)
    expect(short(total)).toEqual(['total', 10, '1 of 1'])
    const silent = await electricity(points, [{ point: 'park/a/x/energy', time: '2026-03-02T10:00:00+08:00', value: 1000 }], buckets)
    expect(short(silent.total)).toEqual(['total', null, '0 of 1'])
  })

  it('takes the register and the power of one device as one meter', async () => {
    const from = [
      {
        source: 'native',
        device: 'm1',
        field: '',
        from: null,
        to: null,
        firstIndex: null,
        lastIndex: null,
        multiplier: 1,
        serial: null,
        accuracyClass: null,
      },
    ]
    const points: PointWish[] = [
      { id: 'park/a/x/e', quantity: 'energy', from },
      { id: 'park/a/x/p', quantity: 'power', from },
    ]
    expect(short((await electricity(points, [power('park/a/x/p', 1000)])).total)).toEqual(['total', 1, '1 of 1'])
  })
})

describe('amounts today', () => {
  const METER: PointWish = { id: 'park/a/main/energy', quantity: 'energy', role: 'main-meter' }
  const BELOW: PointWish = { id: 'park/a/1/x/energy', quantity: 'energy', use: 'sockets' }
  const day = (point: string, kWh: number, share: number): BucketWish => ({
    point,
    step: '1d',
    start: NOW,
    total: kWh * 1e6,
    share,
    closing: NOW,
  })

  it('are the day bucket of the topmost registers, with coverage of the time that has passed', async () => {
    const latest = [
      { point: METER.id, time: NOW, value: 0 },
      { point: BELOW.id, time: NOW, value: 0 },
    ]
    const { today } = await electricity([METER, BELOW], latest, [day(METER.id, 120, 0.5), day(BELOW.id, 40, 0.5)])
    expect(today).toEqual({ value: 120, unit: 'kWh', coverage: 1 })
    const half = await electricity([METER], latest, [day(METER.id, 60, 0.25)])
    expect(half.today).toEqual({ value: 60, unit: 'kWh', coverage: 0.5 })
  })

  it('do not count as missing what a device that still speaks has not said yet', async () => {
    const quiet = { ...day(METER.id, 110, 11.75 / 24), closing: '2026-03-02T11:45:00+08:00' }
    const { today } = await electricity([METER], [{ point: METER.id, time: '2026-03-02T11:45:00+08:00', value: 0 }], [quiet])
    expect(today.coverage).toBe(1)
    const gone = await electricity(
      [METER],
      [{ point: METER.id, time: '2026-03-02T06:00:00+08:00', value: 0 }],
      [{ ...day(METER.id, 60, 0.25), closing: '2026-03-02T06:00:00+08:00' }],
    )
    expect(gone.today.coverage).toBe(0.5)
  })

  it('have no coverage yet just after midnight, rather than one of 0', async () => {
    const latest = [{ point: METER.id, time: '2026-03-01T23:59:00+08:00', value: 0 }]
    const { media, coverage_today } = await viewsOf({ points: [METER], now: '2026-03-02T00:00:30+08:00', latest }).views.now()
    expect([media[0]?.today, coverage_today]).toEqual([{ value: null, unit: 'kWh', coverage: null }, null])
  })

  it('stand beside yesterday up to the same time on the clock, the running quarter by its part', async () => {
    const quarters = Array.from({ length: 96 }, (_, i): BucketWish => {
      const start = new Date(Date.parse('2026-03-01T00:00:00+08:00') + i * 900_000).toISOString()
      return { point: METER.id, step: '15m', start, total: 1e6 }
    })
    const rig = viewsOf({ points: [METER], now: '2026-03-02T12:05:00+08:00', buckets: quarters })
    const { media } = await rig.views.now()
    expect(media[0]?.yesterday_same_time.value).toBeCloseTo(48 + 1 / 3, 9)
    expect(media[0]?.yesterday_same_time.coverage).toBe(1)
  })

  it('compare by the clock on a day after the clocks changed', async () => {
    // Berlin, 29 March 2026: 02:00 becomes 03:00. At noon of the 30th, yesterday's noon came after 11 hours.
    const quarters = Array.from({ length: 92 }, (_, i): BucketWish => {
      const start = new Date(Date.parse('2026-03-29T00:00:00+01:00') + i * 900_000).toISOString()
      return { point: METER.id, step: '15m', start, total: 1e6 }
    })
    const { media } = await viewsOf({
      points: [METER],
      now: '2026-03-30T12:00:00+02:00',
      zone: 'Europe/Berlin',
      buckets: quarters,
    }).views.now()
    expect(media[0]?.yesterday_same_time.value).toBe(44)
  })

  it('come from the integral of power where there is no register', async () => {
    const points: PointWish[] = [{ id: 'park/a/x/power', quantity: 'power' }]
    const half = 12 * 3_600_000
    const { today } = await electricity(
      points,
      [power('park/a/x/power', 1000)],
      [{ point: 'park/a/x/power', step: '1d', start: NOW, arithmetic: 'gauge', total: 1000 * half, share: 0.5, closing: NOW }],
    )
    expect(today).toEqual({ value: 12, unit: 'kWh', coverage: 1 })
  })
})

describe('water', () => {
  it('is told apart by medium, role or use, and a solar loop is not drawn from the mains', async () => {
    const points: PointWish[] = [
      { id: 'park/inlet/tap/volume', quantity: 'volume', role: 'tap-inlet' },
      { id: 'park/inlet/re/volume', quantity: 'volume', role: 'reclaimed-inlet' },
      { id: 'park/a/flush/volume', quantity: 'volume', medium: 'reclaimed-water', use: 'flushing' },
      { id: 'park/a/loop/volume', quantity: 'volume', role: 'solar-loop' },
      { id: 'park/a/gas/volume', quantity: 'volume', medium: 'gas' },
    ]
    const { media } = await viewsOf({ points, now: NOW }).views.now()
    expect(media.map((m) => [m.medium, m.total.points, m.total.unit, m.today.unit])).toEqual([
      ['tap-water', 1, 'm3/h', 'm3'],
      ['reclaimed-water', 2, 'm3/h', 'm3'],
    ])
  })
})

describe('the points of the campus', () => {
  it('are fresh, stale or silent, and the day is covered as far as all of them are', async () => {
    const points: PointWish[] = ['x', 'y', 'z'].map((n) => ({ id: `park/a/${n}/temperature`, quantity: 'temperature' }))
    const id = (n: string) => `park/a/${n}/temperature`
    const latest = [
      { point: id('x'), time: NOW, value: 20 },
      { point: id('y'), time: '2026-03-02T06:00:00+08:00', value: 20 },
    ]
    const day = (point: string, share: number, closing: string): BucketWish => ({
      point,
      step: '1d',
      start: NOW,
      arithmetic: 'gauge',
      total: 1,
      share,
      closing,
    })
    const { views } = viewsOf({
      points,
      now: NOW,
      latest,
      buckets: [day(id('x'), 0.5, NOW), day(id('y'), 0.25, '2026-03-02T06:00:00+08:00')],
    })
    expect(await views.now()).toMatchObject({ points: { total: 3, fresh: 1, stale: 1, silent: 1 }, coverage_today: 0.5 })
  })

  it('are asked for once for all who look at the same time', async () => {
    const { views, reads, clock } = viewsOf({ points: TREE, now: NOW })
    await Promise.all([views.now(), views.now(), views.points(), views.points()])
    expect(reads()).toBe(4)
    await clock.advance(1000)
    await views.now()
    expect(reads()).toBe(7)
  })
})
