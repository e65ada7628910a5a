import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '../../../src/domain/index.ts'
import type { LatestReading } from '../../../src/ports/index.ts'
import { createLiveFeed } from '../../../src/views/live.ts'
import type { LiveEvent } from '../../../src/views/live-types.ts'
import { createHandClock } from '../../support/fakes/clock.ts'

const row = (point: string, value: number): LatestReading => ({ point, time: instant(0), value, quality: 'good' })
const valuesOf = (event: LiveEvent | undefined) =>
  ((event?.data ?? { readings: [] }) as { readings: { point: string; value: number }[] }).readings.map((r) => [r.point, r.value])

function rig(ring: { ringSize?: number; ringReadings?: number } = {}) {
  const clock = createHandClock()
  const feed = createLiveFeed({ clock, unitOf: (id) => (id === 'a' ? 'W' : 'kWh'), ...ring })
  const seen: LiveEvent[] = []
  feed.subscribe((event) => seen.push(event))
  return { clock, feed, seen }
}

describe('the live feed', () => {
  it('sends the first reading at once, and then at most one event a second with the newest of each point', async () => {
    const { clock, feed, seen } = rig()
    feed.publish([row('a', 1)])
    await clock.advance(0)
    expect(seen.map(valuesOf)).toEqual([[['a', 1]]])
    feed.publish([row('a', 2), row('b', 9)])
    feed.publish([row('a', 3)])
    await clock.advance(999)
    expect(seen).toHaveLength(1)
    await clock.advance(1)
    expect(valuesOf(seen[1])).toEqual([
      ['a', 3],
      ['b', 9],
    ])
    expect(seen[1]?.data).toMatchObject({ readings: [{ unit: 'W' }, { unit: 'kWh' }] })
  })

  it('sends nothing while nothing happens', async () => {
    const { clock, seen } = rig()
    await clock.advance(60_000)
    expect(seen).toEqual([])
  })

  it('gives a reader who comes back what it has missed, and then what follows, each once and in order', () => {
    fc.assert(
      fc.property(fc.nat({ max: 30 }), fc.nat({ max: 30 }), fc.nat({ max: 60 }), (before, after, lostAt) => {
        const { feed, seen } = rig({ ringSize: 1000 })
        for (let i = 0; i < before; i++) feed.publishAlarm({ i })
        const lastSeen = seen[Math.min(lostAt, before) - 1]?.id ?? feed.lastId() - before
        const again: number[] = []
        feed.subscribe((event) => again.push(event.id), lastSeen)
        for (let i = 0; i < after; i++) feed.publishAlarm({ i })
        expect(again).toEqual(seen.map((e) => e.id).filter((id) => id > lastSeen))
      }),
    )
  })

  it('holds a bounded number of events', () => {
    const { feed } = rig({ ringSize: 10 })
    for (let i = 0; i < 1000; i++) feed.publishAlarm({ i })
    const held: LiveEvent[] = []
    feed.subscribe((event) => held.push(event), 0)
    expect(held.map((e) => (e.data as { i: number }).i)).toEqual([990, 991, 992, 993, 994, 995, 996, 997, 998, 999])
  })

  it('holds a bounded number of readings: in a flood over many points, fewer events', async () => {
    const { clock, feed } = rig({ ringReadings: 5 })
    for (let i = 0; i < 4; i++) {
      feed.publish([row('a', i), row('b', i)])
      await clock.advance(1000)
    }
    const held = (): unknown[] => {
      const seen: LiveEvent[] = []
      feed.subscribe((event) => seen.push(event), 0)()
      return seen.map((event) => valuesOf(event).map(([, value]) => value))
    }
    expect(held()).toEqual([
      [2, 2],
      [3, 3],
    ])
    feed.publish(['a', 'b', 'c', 'd', 'e', 'f'].map((point) => row(point, 9)))
    await clock.advance(1000)
    expect(held()).toEqual([[9, 9, 9, 9, 9, 9]])
  })

  it('numbers on after a restart, so that a reader from before gets what is held', async () => {
    const clock = createHandClock()
    const before = createLiveFeed({ clock, unitOf: () => 'W' })
    before.publishAlarm({ n: 'before' })
    await clock.advance(5000)
    const after = createLiveFeed({ clock, unitOf: () => 'W' })
    after.publishAlarm({ n: 'after' })
    const seen: unknown[] = []
    after.subscribe((event) => seen.push(event.data), before.lastId())
    expect(seen).toEqual([{ n: 'after' }])
  })

  it('sends of a job that reports often the newest state, once a second, and what waits when it closes', async () => {
    const { clock, feed, seen } = rig()
    const report = (done: number): void =>
      feed.publishProgress({ id: 'x', name: 'x', state: 'running', done, total: 9, unit: 'days', detail: '' })
    report(1)
    await clock.advance(0)
    report(2)
    report(3)
    feed.publish([row('a', 1)])
    await clock.advance(1000)
    report(4)
    feed.close()
    expect(seen.map((e) => [e.event, (e.data as { done?: number }).done])).toEqual([
      ['progress', 1],
      ['readings', undefined],
      ['progress', 3],
      ['progress', 4],
    ])
  })
})
