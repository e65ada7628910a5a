import { describe, expect, it } from 'vitest'
import { instant, type RequestContext } from '../../../../src/domain/index.ts'
import { createHandClock } from '../../../support/fakes/clock.ts'
import { createFakeApi } from '../../../support/fakes/fake-api.ts'
import { campusOf } from '../../../support/fixtures/campus.ts'

const CAMPUS = campusOf([
  { id: 'park/block-a/main/energy', quantity: 'energy' },
  { id: 'shops/mall/main/energy', quantity: 'energy' },
])
const span = { from: instant(0), to: instant(1) }

const contextOf = (site: string | null): RequestContext => ({
  principal: { key: 'token:1', role: 'viewer', site, via: 'token' },
  at: instant(0),
  requestId: 'r-1',
})

describe('monitoring for a principal of one site', () => {
  const { monitoring, calls } = createFakeApi(CAMPUS, createHandClock())
  const shops = contextOf('shops')

  it('lists the points and the tree of that site', async () => {
    expect((await monitoring.points(shops)).map((p) => p.id)).toEqual(['shops/mall/main/energy'])
    expect((await monitoring.campus(shops)).sites.map((s) => s.id)).toEqual(['shops'])
  })

  it('answers for a point of another site as for one that does not exist, before its data is read', async () => {
    const point = 'park/block-a/main/energy'
    const refusal = { refused: 'unknown-point', detail: `no point "${point}" in the campus file` }
    expect(await monitoring.point(shops, point)).toEqual(refusal)
    expect(await monitoring.series(shops, { point, ...span, step: '15m' })).toEqual(refusal)
    expect(await monitoring.buckets(shops, { point, ...span, step: '15m' })).toEqual(refusal)
    expect(calls.filter((c) => c.startsWith('series') || c.startsWith('buckets'))).toEqual([])
    expect(await monitoring.series(shops, { point: 'shops/mall/main/energy', ...span, step: '15m' })).not.toHaveProperty('refused')
  })
})

describe('monitoring for a principal of all sites', () => {
  it('hands out the shared list of points as it is, without copying it', async () => {
    const { monitoring } = createFakeApi(CAMPUS, createHandClock())
    const all = contextOf(null)
    expect(await monitoring.points(all)).toBe(await monitoring.points(all))
  })
})
