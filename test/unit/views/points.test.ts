import { describe, expect, it } from 'vitest'
import { findingBit } from '../../../src/domain/index.ts'
import { type BucketWish, viewsOf } from './rig.ts'

const NOW = '2026-03-02T12:00:00+08:00'
const ID = 'park/a/1/lobby/energy'

/** The 24 hours before NOW, each known to the given share. */
const hours = (share: number): BucketWish[] =>
  Array.from({ length: 24 }, (_, i) => ({
    point: ID,
    step: '1h',
    start: new Date(Date.parse(NOW) - (24 - i) * 3_600_000).toISOString(),
    total: 1e6,
    share,
  }))

describe('a point', () => {
  it('has its last value with age, and goes stale after its gap limit', async () => {
    const { views, clock } = viewsOf({
      points: [{ id: ID, quantity: 'energy' }],
      now: NOW,
      latest: [{ point: ID, time: '2026-03-02T11:59:00+08:00', value: 12.5 }],
    })
    expect((await views.point(ID))?.last).toEqual({
      time: '2026-03-02T03:59:00.000Z',
      value: 12.5,
      quality: 'good',
      age_s: 60,
      stale: false,
    })
    await clock.advance(30 * 60_000)
    expect((await views.point(ID))?.last).toMatchObject({ age_s: 1860, stale: true })
  })

  it('has no coverage before any data, not one of 0', async () => {
    const { views } = viewsOf({ points: [{ id: ID, quantity: 'energy' }], now: NOW })
    expect(await views.point(ID)).toMatchObject({ last: null, coverage: null, coverage_detail: null, findings: [] })
  })

  it('has the measured share of the last 24 hours', async () => {
    const latest = [{ point: ID, time: NOW, value: 1 }]
    const { views } = viewsOf({ points: [{ id: ID, quantity: 'energy' }], now: NOW, latest, buckets: hours(0.75) })
    expect((await views.points())[0]).toMatchObject({
      coverage: 0.75,
      coverage_detail: { measured: 0.75, bridged: 0, estimated: 0, missing: 0.25 },
    })
  })

  it('of a device that speaks once a day is measured over a day', async () => {
    const latest = [{ point: ID, time: NOW, value: 1 }]
    const daily = hours(0).map((b) => ({ ...b, coarse: 1 }))
    const { views } = viewsOf({ points: [{ id: ID, quantity: 'energy', gapLimit: 25 * 3_600_000 }], now: NOW, latest, buckets: daily })
    expect((await views.point(ID))?.coverage).toBe(1)
  })

  it('carries the findings of its last day in words', async () => {
    const [first, ...rest] = hours(1)
    const buckets = first === undefined ? [] : [{ ...first, findings: findingBit('counter-reset') }, ...rest]
    const { views } = viewsOf({ points: [{ id: ID, quantity: 'energy' }], now: NOW, latest: [{ point: ID, time: NOW, value: 1 }], buckets })
    expect((await views.point(ID))?.findings).toMatchObject([
      { code: 'counter-reset', severity: 'warning', sentence: 'the register fell and was taken to have started again' },
    ])
  })

  it('is null when the campus file has none of that name', async () => {
    expect(await viewsOf({ points: [], now: NOW }).views.point('constructor')).toBeNull()
  })
})

describe('the campus', () => {
  it('is the tree of places its points stand in, floors in the order people count', () => {
    const ids = ['park/b/10/x/power', 'park/b/2/x/power', 'park/b/2/a/power', 'park/a/1/lobby/power', 'shops/mall/1/x/power']
    const { views } = viewsOf({ points: ids.map((id) => ({ id, quantity: 'power' })), now: NOW })
    expect(views.campus()).toMatchObject({
      id: 'test',
      timezone: 'Asia/Shanghai',
      sites: [
        {
          id: 'park',
          buildings: [
            { id: 'a', floors: [{ id: '1', zones: ['lobby'] }] },
            {
              id: 'b',
              floors: [
                { id: '2', zones: ['a', 'x'] },
                { id: '10', zones: ['x'] },
              ],
            },
          ],
        },
        { id: 'shops', buildings: [{ id: 'mall' }] },
      ],
      sources: [{ id: 'native', preset: 'native', topic: 'campus/{campus}/{device}/telemetry' }],
    })
  })
})
