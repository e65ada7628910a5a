/** Amounts of days and months: as long as the days and months of the zone. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, dayStart, floorEdge, HOUR, type Instant, instant, nextEdge } from '../../../../src/domain/index.ts'
import { amountRulesOf } from '../../../../src/rollup/tracks/point-rules.ts'
import { firstBucketOf } from '../../../../src/rollup/range-edges.ts'
import { pointOf } from '../../../support/fixtures/campus.ts'

const ZONES = ['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Shanghai', 'Pacific/Apia'] as const

const pointWith = (interval: number, stamp: 'begin' | 'end') => {
  const point = pointOf({ id: 't/e', quantity: 'energy', kind: 'interval' })
  return { ...point, rules: { ...point.rules, interval, stamp } }
}

const day = fc.record({
  zone: fc.constantFrom(...ZONES),
  offset: fc.integer({ min: 0, max: 20 * 366 }),
  days: fc.integer({ min: 1, max: 7 }),
})

describe('an amount of whole days', () => {
  it('stamped at a midnight reaches to the midnight of the zone so many days before or after, also where clocks change', () => {
    fc.assert(
      fc.property(day, ({ zone, offset, days }) => {
        const midnight = floorEdge(zone, '1d', instant(Date.UTC(2007, 0, 1) + offset * DAY))
        let [before, after]: Instant[] = [midnight, midnight]
        for (let i = 0; i < days; i++)
          [before, after] = [floorEdge(zone, '1d', instant((before as number) - 1)), nextEdge(zone, '1d', after as Instant)]
        expect(amountRulesOf(pointWith(days * DAY, 'end'), zone).otherEnd(midnight)).toBe(before)
        expect(amountRulesOf(pointWith(days * DAY, 'begin'), zone).otherEnd(midnight)).toBe(after)
      }),
    )
  })

  it('has 25 hours where an hour occurs twice, and 23 where one is missing, at whatever clock it is read', () => {
    const lengthOf = (date: string, hour: number): number => {
      const at = dayStart('Europe/Berlin', date) + hour * HOUR
      return (at - (amountRulesOf(pointWith(DAY, 'end'), 'Europe/Berlin').otherEnd(at) ?? 0)) / HOUR
    }
    expect([lengthOf('2025-10-27', 0), lengthOf('2025-10-27', 8), lengthOf('2025-10-28', 8)]).toEqual([25, 24, 24])
    expect([lengthOf('2026-03-30', 0), lengthOf('2026-03-29', 7)]).toEqual([23, 23])
  })

  it('is computed from a bucket at or before the one that it begins in', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 95 }), ({ zone, offset, days }, quarter) => {
        const at = instant(Date.UTC(2007, 0, 1) + offset * DAY + quarter * 900_000)
        const point = pointWith(days * DAY, 'end')
        const begin = amountRulesOf(point, zone).otherEnd(at) ?? at
        expect(firstBucketOf({ point: point.id, from: at, to: at }, point)).toBeLessThanOrEqual(begin)
      }),
    )
  })
})
