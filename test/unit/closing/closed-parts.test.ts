import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePartSums } from '../../../src/closing/closed-parts.ts'

const energy = (value: number | null) => ({ id: 'energy.indirect', boundary: 'all', unit: 'MWh', value, digits: 2 })
const share = (value: number) => ({ id: 'solar.share', boundary: 'park', unit: '%', value, digits: 1 })

describe('a year over its closed months', () => {
  it('differs from their sum by what came after they were closed, in the published digits', () => {
    const months = Array.from({ length: 12 }, () => [energy(10), share(20)])
    expect(comparePartSums([energy(120), share(20)], months)).toEqual([])
    expect(comparePartSums([energy(120.004)], months)).toEqual([])
    expect(comparePartSums([energy(120.5)], months)).toEqual([
      { figure: 'energy.indirect', boundary: 'all', unit: 'MWh', whole: 120.5, sum: 120 },
    ])
  })

  it('says nothing about a figure that a month misses, nor about shares, and nothing without months', () => {
    expect(comparePartSums([energy(120), share(9)], [[energy(null)], [energy(10)]])).toEqual([])
    expect(comparePartSums([share(90)], [[share(10)], [share(20)]])).toEqual([])
    expect(comparePartSums([energy(120)], [])).toEqual([])
  })

  it('adds months that sum to the year up to rounding for whatever amounts', () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 })
    fc.assert(
      fc.property(fc.array(cents, { minLength: 2, maxLength: 12 }), (amounts) => {
        const year = amounts.reduce((sum, a) => sum + a, 0) / 100
        expect(
          comparePartSums(
            [energy(year)],
            amounts.map((a) => [energy(a / 100)]),
          ),
        ).toEqual([])
        expect(
          comparePartSums(
            [energy(year + 0.02)],
            amounts.map((a) => [energy(a / 100)]),
          ),
        ).toHaveLength(1)
      }),
    )
  })
})
