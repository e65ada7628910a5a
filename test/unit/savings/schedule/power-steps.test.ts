import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSteps } from '../../../../src/savings/schedule/power-steps.ts'

/** Levels of days that scatter by up to 3 % around `watts`, from a day on. */
const days = (first: number, count: number, watts: number, scatter = 0.03) =>
  Array.from({ length: count }, (_, i) => ({ day: first + i, watts: watts * (1 + scatter * Math.sin((first + i) * 12.9898)) }))

const lengthOfPart = fc.integer({ min: 3, max: 20 })

describe('steps of the power at full output', () => {
  it('are found on their day when the level changes by a fifth or more and stays', () => {
    const ratio = fc.oneof(fc.double({ min: 0.2, max: 0.8, noNaN: true }), fc.double({ min: 1.25, max: 4, noNaN: true }))
    fc.assert(
      fc.property(lengthOfPart, lengthOfPart, ratio, (before, after, r) => {
        expect(findSteps([...days(0, before, 1000), ...days(before, after, 1000 * r)])).toEqual([before])
      }),
    )
  })

  it('are none in scatter, however many days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0, max: 0.04, noNaN: true }), (count, scatter) => {
        expect(findSteps(days(0, count, 1000, scatter))).toEqual([])
      }),
    )
  })

  it('are none where full and half days take turns, as of a load that is dimmed', () => {
    expect(findSteps(Array.from({ length: 30 }, (_, day) => ({ day, watts: day % 2 === 0 ? 1000 : 500 })))).toEqual([])
  })

  it('need three days on either side', () => {
    expect(findSteps([...days(0, 10, 1000), ...days(10, 2, 500)])).toEqual([])
    expect(findSteps([...days(0, 10, 1000), ...days(10, 3, 500)])).toEqual([10])
  })

  it('may be several in a month', () => {
    expect(findSteps([...days(0, 8, 1000), ...days(8, 8, 500), ...days(16, 8, 250)])).toEqual([8, 16])
  })
})
