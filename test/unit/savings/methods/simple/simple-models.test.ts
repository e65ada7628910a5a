import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitChangePoint, predictChangePoint } from '../../../../../src/savings/methods/simple/change-point.ts'
import { matchDay, type TypedDay } from '../../../../../src/savings/methods/simple/day-type.ts'
import { fitStraightLine, predictLine } from '../../../../../src/savings/methods/simple/straight-line.ts'

const temperatures = Array.from({ length: 120 }, (_, i) => -5 + ((i * 37) % 400) / 10)

describe('a straight line', () => {
  it('through exact points is found again', () => {
    const line = fitStraightLine(
      temperatures,
      temperatures.map((t) => 300 - 4 * t),
    )
    expect(line?.intercept).toBeCloseTo(300, 9)
    expect(line === null ? 0 : predictLine(line, 20)).toBeCloseTo(220, 9)
  })

  it('needs three days of different temperatures', () => {
    expect(fitStraightLine([1, 2], [1, 2])).toBeNull()
    expect(fitStraightLine([5, 5, 5], [1, 2, 3])).toBeNull()
  })
})

describe('a change point', () => {
  it('is found where two lines meet, between the temperatures too', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 28, noNaN: true }),
        fc.integer({ min: -9, max: -1 }),
        fc.integer({ min: 1, max: 9 }),
        (point, below, above) => {
          const use = temperatures.map((t) => 500 + below * Math.min(t - point, 0) + above * Math.max(t - point, 0))
          const fit = fitChangePoint(temperatures, use)
          expect(fit?.changePoint).toBeCloseTo(point, 3)
          expect(fit === null ? 0 : predictChangePoint(fit, 33)).toBeCloseTo(500 + above * (33 - point), 2)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('needs ten days', () => {
    expect(fitChangePoint([1, 2, 3], [1, 2, 3])).toBeNull()
  })
})

describe('a matched day', () => {
  const day = (dayOfYear: number, use: number, type: TypedDay['type'] = 'workday'): TypedDay => ({ dayOfYear, use, type })

  it('is the mean of at least ten days of its type within 45 days, over the turn of the year too', () => {
    const baseline = [...Array.from({ length: 10 }, (_, i) => day((340 + 5 * i) % 366, i)), day(5, 1000, 'weekend'), day(180, 1000)]
    expect(matchDay(baseline, day(2, 0))).toMatchObject({ mean: 4.5, days: 10 })
    expect(matchDay(baseline.slice(1), day(2, 0))).toBeNull()
  })

  it('falls back on the season', () => {
    // March to May are days 60 to 150: these days are more than 45 days from 20 May.
    const baseline = Array.from({ length: 12 }, (_, i) => day(62 + i, 7))
    expect(matchDay(baseline, day(140, 0))).toMatchObject({ mean: 7, deviation: 0 })
    expect(matchDay(baseline, day(200, 0))).toBeNull()
  })
})
