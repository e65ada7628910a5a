import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bucket, instant } from '../../../../src/domain/index.ts'
import { accuracyPercent } from '../../../../src/savings/accuracy.ts'
import { hoursFrom } from '../../../../src/savings/schedule/hours.ts'
import { deviation, fullOutput, median, steadyPower } from '../../../../src/savings/schedule/on-power.ts'

const HOUR = 3_600_000

function hour(min: number, max = min, measured = HOUR): Bucket {
  const known = { measured, coarse: 0, bridged: 0, estimated: 0, edge: null, findings: 0, version: 1 }
  const total = ((min + max) / 2) * measured
  return { point: 'p', step: '1h', start: instant(0), end: instant(HOUR), arithmetic: 'gauge', n: 4, total, min, max, ...known }
}

const someWatts = fc.double({ min: 0.1, max: 1e6, noNaN: true })

describe('a steady hour', () => {
  it('that never moved has the very value it stood at', () => {
    fc.assert(
      fc.property(someWatts, (watts) => {
        expect(steadyPower(hoursFrom([hour(watts)]), 0)).toBe(watts)
      }),
    )
  })

  it('may move by a twentieth, has its mean then, and is wholly known', () => {
    expect(steadyPower(hoursFrom([hour(950, 1000)]), 0)).toBe(975)
    expect(steadyPower(hoursFrom([hour(949, 1000)]), 0)).toBeNull()
    expect(steadyPower(hoursFrom([hour(1000, 1000, HOUR - 1)]), 0)).toBeNull()
    expect(steadyPower(hoursFrom([hour(0)]), 0)).toBeNull()
  })
})

describe('full output', () => {
  it('is the median of the hours that reach nine tenths of the greatest', () => {
    const hours = [100, 100, 100, 890, 900, 950, 1000].map((w) => hour(w))
    expect(fullOutput(hoursFrom(hours), 0)).toMatchObject({ median: 950, hours: 3, top: 1000, scatter: 50 })
  })

  it('is none without a steady hour, or below the floor', () => {
    expect(fullOutput(hoursFrom([hour(0), hour(10, 1000)]), 0)).toBeNull()
    expect(fullOutput(hoursFrom([hour(50)]), 100)).toBeNull()
  })

  it('of equal hours has a scatter of exactly nothing', () => {
    fc.assert(
      fc.property(someWatts, fc.integer({ min: 2, max: 400 }), (watts, n) => {
        const of = fullOutput(hoursFrom(Array.from({ length: n }, () => hour(watts))), 0)
        expect(of).toEqual({ median: watts, hours: n, scatter: 0, top: watts, running: n })
      }),
    )
  })
})

describe('median and deviation', () => {
  it('are those of the textbook', () => {
    expect(median([1, 2, 10])).toBe(2)
    expect(median([1, 2, 4, 10])).toBe(3)
    expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12)
    expect(deviation([5])).toBeNull()
  })
})

describe('an accuracy class', () => {
  it('is a number with or without S, or a letter of EN 50470', () => {
    expect(['0.5S', '1', '2.0', 'B', 'c', '0,5', 'x', ''].map(accuracyPercent)).toEqual([0.5, 1, 2, 1, 0.5, null, null, null])
    expect(accuracyPercent(null)).toBeNull()
  })
})
