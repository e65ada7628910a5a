import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMonitoring, type MonitoringParts } from '../../../src/app/monitoring/monitoring.ts'
import { instant, type Principal, QUANTITIES, type Quantity, type RequestContext } from '../../../src/domain/index.ts'
import type { LiveEvent } from '../../../src/views/live-types.ts'
import { createLiveFeed } from '../../../src/views/live.ts'
import { isPublic, LEAST_GROUP } from '../../../src/views/people.ts'
import { viewsOf } from './rig.ts'

const groupOf = (members: number): { readonly point: string; readonly times: number }[] =>
  Array.from({ length: members }, (_, i) => ({ point: `p${i}`, times: 1 }))

describe('a point without a login', () => {
  it('of occupancy is shown only where it joins at least five points; one that is named twice counts once', () => {
    expect(isPublic({ quantity: 'occupancy' })).toBe(false)
    expect([LEAST_GROUP - 1, LEAST_GROUP].map((n) => isPublic({ quantity: 'occupants', of: groupOf(n) }))).toEqual([false, true])
    expect(isPublic({ quantity: 'occupants', of: [...groupOf(4), ...groupOf(4)] })).toBe(false)
  })

  it('of any other quantity is shown, whatever it is computed of', () => {
    const others = (Object.keys(QUANTITIES) as Quantity[]).filter((q) => q !== 'occupancy' && q !== 'occupants')
    fc.assert(fc.property(fc.constantFrom(...others), fc.nat(10), (quantity, n) => isPublic({ quantity, of: groupOf(n) })))
  })
})

const WORLD = {
  points: [
    { id: 'park/block-a/room/occupancy', quantity: 'occupancy' },
    { id: 'park/block-a/room/energy', quantity: 'energy' },
  ],
  now: '2026-03-02T12:00:00Z',
  latest: [
    { point: 'park/block-a/room/occupancy', time: '2026-03-02T11:59:00Z', value: 1 },
    { point: 'park/block-a/room/energy', time: '2026-03-02T11:59:00Z', value: 7 },
  ],
} as const
const [ROOM, METER] = ['park/block-a/room/occupancy', 'park/block-a/room/energy']

const contextOf = (via: Principal['via']): RequestContext => ({
  principal: { key: via, role: 'viewer', site: null, via },
  at: instant(0),
  requestId: 'r-1',
})

describe('monitoring for a visitor without a login', () => {
  const { views, clock, latest } = viewsOf(WORLD)
  const live = createLiveFeed({ clock, unitOf: () => '1' })
  const monitoring = createMonitoring({ views, live, expected: async () => ({ refused: 'refused' }) } as unknown as MonitoringParts)
  const [visitor, viewer] = [contextOf('anonymous'), contextOf('token')]
  const query = { point: ROOM, from: instant(0), to: instant(1), step: '15m' } as const

  it('lists the point of a room without its value, and whoever signs in sees it', async () => {
    const lastOf = async (context: RequestContext): Promise<unknown[]> => (await monitoring.points(context)).map(({ last }) => last?.value)
    expect(await lastOf(visitor)).toEqual([undefined, 7])
    expect(await lastOf(viewer)).toEqual([1, 7])
    expect(await monitoring.point(visitor, ROOM)).toMatchObject({ last: null, coverage: null })
    expect(await monitoring.point(viewer, ROOM)).toMatchObject({ last: { value: 1 } })
  })

  it('refuses its series, buckets, expected values and charts of several points, with the words to sign in', async () => {
    const refusal = { refused: 'refused', detail: expect.stringContaining('sign in') as string }
    expect(await monitoring.series(visitor, query)).toEqual(refusal)
    expect(await monitoring.buckets(visitor, query)).toEqual(refusal)
    expect(await monitoring.expected(visitor, query)).toEqual(refusal)
    expect(await monitoring.chosen(visitor, { ...query, points: [METER, ROOM] })).toEqual(refusal)
    expect(await monitoring.series(viewer, query)).not.toHaveProperty('refused')
  })

  it('leaves its readings out of the live stream', async () => {
    const seen: [string, LiveEvent][] = []
    for (const context of [visitor, viewer])
      (await monitoring.live(context)).subscribe((event) => seen.push([context.principal.via, event]))
    live.publish([...latest.values()])
    live.close()
    const points = seen.map(([via, { data }]) => [via, (data as { readings: { point: string }[] }).readings.map(({ point }) => point)])
    expect(points).toEqual([
      ['anonymous', [METER]],
      ['token', [ROOM, METER]],
    ])
  })
})
