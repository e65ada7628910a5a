import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecastYear } from '../../../../src/figures/document/forecast.ts'

const amount = fc.double({ min: 1, max: 1000, noNaN: true })
const year = fc.array(amount, { minLength: 12, maxLength: 12 })
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

describe('the forecast of a year', () => {
  it('of a year that repeats the one before at another level is that year at that level, without doubt', () => {
    fc.assert(
      fc.property(year, fc.double({ min: 0.5, max: 2, noNaN: true }), fc.integer({ min: 2, max: 12 }), (before, level, over) => {
        const found = forecastYear({ months: before.slice(0, over).map((m) => m * level), before, count: 12 })
        expect(found?.value).toBeCloseTo(total(before) * level, 4)
        expect((found?.high ?? 0) - (found?.low ?? 0)).toBeCloseTo(0, 4)
        expect(found?.method).toBe('shape')
      }),
    )
  })

  it('is what the months have once all are over, never below what is known, and lies within its band', () => {
    fc.assert(
      fc.property(year, year, fc.integer({ min: 2, max: 12 }), (now, before, over) => {
        const found = forecastYear({ months: now.slice(0, over), before, count: 12 })
        if (found === null || found.low === null || found.high === null) throw new Error('a forecast is missing')
        expect(found.low).toBeGreaterThanOrEqual(found.known - 1e-9)
        expect(found.value).toBeGreaterThanOrEqual(found.low - 1e-9)
        expect(found.value).toBeLessThanOrEqual(found.high + 1e-9)
        if (over === 12) expect(found.value).toBeCloseTo(total(now), 6)
      }),
    )
  })

  it('holds the truth in about nine of ten years whose months scatter around a common level', () => {
    let seed = 12_345
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
    const before = [90, 80, 70, 60, 50, 60, 80, 85, 60, 55, 70, 90]
    const years = 1000
    let held = 0
    for (let n = 0; n < years; n++) {
      const now = before.map((m) => m * Math.exp(0.1 + 0.05 * normal()))
      const found = forecastYear({ months: now.slice(0, 6), before, count: 12 })
      if (found?.low != null && found.high != null && total(now) >= found.low && total(now) <= found.high) held += 1
    }
    expect(held / years).toBeGreaterThan(0.86)
    expect(held / years).toBeLessThan(0.94)
  })

  it('goes by the mean month without a year before, by that year before the first month is over, and says nothing without either', () => {
    expect(forecastYear({ months: [10, 10, 10], before: [], count: 12 })).toMatchObject({ value: 120, method: 'mean', low: 120, high: 120 })
    expect(forecastYear({ months: [], before: Array<number>(12).fill(5), count: 12 })).toMatchObject({
      value: 60,
      method: 'before',
      low: null,
    })
    expect(forecastYear({ months: [10], before: Array<number>(12).fill(5), count: 12 })).toMatchObject({
      value: 120,
      low: null,
      high: null,
    })
    expect(forecastYear({ months: [], before: [], count: 12 })).toBeNull()
    expect(forecastYear({ months: [1, null], before: [], count: 12 })).toBeNull()
  })
})
