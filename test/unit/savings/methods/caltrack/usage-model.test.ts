/** CalTRACK daily and billing on data whose answer is known beforehand: null, recovery, and each rule on both sides of its limit. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '../../../../../src/domain/index.ts'
import { fitUsageModel, predictUsage, type UsageModel } from '../../../../../src/savings/methods/caltrack/usage-model.ts'
import type { MeterObservation } from '../../../../../src/savings/methods/observation.ts'

const DAY = 86_400_000
const F = { unit: 'F', billing: false, cooling: true } as const

/** A year of daily means, 20 to 85 F with weather on top. */
const yearF = Array.from({ length: 365 }, (_, d) => 52 - 30 * Math.cos((2 * Math.PI * d) / 365) + 8 * Math.sin(d * 1.7))

const days = (temperatures: readonly number[], use: (t: number) => number): MeterObservation[] =>
  temperatures.map((t, i) => ({ start: instant(i * DAY), days: 1, length: 1, total: use(t), temperatures: [t] }))

describe('the usage model', () => {
  it('recovers both balance points and slopes of a building that follows them exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 58 }),
        fc.integer({ min: 60, max: 75 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (heating, cooling, cold, warm) => {
          const model = fitUsageModel(
            days(yearF, (t) => 100 + cold * Math.max(heating - t, 0) + warm * Math.max(t - cooling, 0)),
            F,
          )
          expect(model).toMatchObject({ heatingBalance: heating, coolingBalance: cooling, slopes: 2 })
          expect(model?.betaHdd).toBeCloseTo(cold, 6)
          expect(model?.betaCdd).toBeCloseTo(warm, 6)
          expect(model?.intercept).toBeCloseTo(100, 5)
          expect(model?.r2Adjusted).toBeCloseTo(1, 9)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('of a load without weather is its mean alone', () => {
    const flat = days(yearF, () => 42)
    expect(fitUsageModel(flat, F)).toEqual({
      intercept: 42,
      betaHdd: null,
      betaCdd: null,
      heatingBalance: null,
      coolingBalance: null,
      r2Adjusted: 0,
      slopes: 0,
    })
  })

  it('never has a negative coefficient: a load that falls with cold and with heat is its mean', () => {
    const odd = days(yearF, (t) => 200 - Math.abs(t - 55))
    const model = fitUsageModel(odd, F) as UsageModel
    for (const value of [model.intercept, model.betaHdd ?? 0, model.betaCdd ?? 0]) expect(value).toBeGreaterThanOrEqual(0)
    expect(
      fitUsageModel(
        days(yearF, () => -1),
        F,
      ),
    ).toBeNull()
    expect(fitUsageModel([], F)).toBeNull()
  })

  it('of gas has no cooling', () => {
    const gas = days(yearF, (t) => 5 + 2 * Math.max(60 - t, 0) + 9 * Math.max(t - 70, 0))
    expect(fitUsageModel(gas, { ...F, cooling: false })).toMatchObject({ betaCdd: null, coolingBalance: null })
  })

  it('needs ten days with degree days and twenty degree days, except for the days in billing periods', () => {
    const hot = (n: number): number[] => yearF.map((t, i) => (i < n ? 70 + 2 * i : Math.min(t, 60)))
    const use = (t: number): number => 10 + 3 * Math.max(t - 65, 0)
    expect(fitUsageModel(days(hot(9), use), F)?.coolingBalance ?? 0).toBeLessThan(61)
    expect(fitUsageModel(days(hot(10), use), F)).toMatchObject({ betaCdd: expect.closeTo(3, 6) as number })
    expect(fitUsageModel(days(hot(9), use), { ...F, billing: true })).toMatchObject({ coolingBalance: 65 })
  })

  it('has the same prediction in Celsius where the balance point lies on both grids', () => {
    const use = (t: number): number => 50 + 4 * Math.max(59 - t, 0)
    const fahrenheit = fitUsageModel(days(yearF, use), F) as UsageModel
    const celsius = yearF.map((t) => (t - 32) / 1.8)
    const inCelsius = fitUsageModel(
      days(celsius, (t) => use(32 + 1.8 * t)),
      { ...F, unit: 'C' },
    ) as UsageModel
    expect(fahrenheit.heatingBalance).toBe(59)
    expect(inCelsius.heatingBalance).toBe(15)
    expect(predictUsage(inCelsius, { days: 1, temperatures: [0] })).toBeCloseTo(
      predictUsage(fahrenheit, { days: 1, temperatures: [32] }),
      6,
    )
  })

  it('of billing periods weighs each by its days', () => {
    // 30 days at 40 F and 10 a day, 10 days at 40 F and 50 a day: the mean is 20, not 30.
    const period = (start: number, length: number, perDay: number): MeterObservation => ({
      start: instant(start * DAY),
      days: length,
      length: 1,
      total: length * perDay,
      temperatures: Array.from({ length }, () => 40),
    })
    const model = fitUsageModel([period(0, 30, 10), period(30, 10, 50)], { ...F, billing: true })
    expect(model?.intercept).toBeCloseTo(20, 12)
  })

  it('recovers the truth from monthly sums of a building that follows its balance point', () => {
    const use = (t: number): number => 20 + 3 * Math.max(60 - t, 0)
    const months = Array.from({ length: 12 }, (_, m): MeterObservation => {
      const temperatures = yearF.slice(m * 30, m * 30 + 30)
      return { start: instant(m * 30 * DAY), days: 30, length: 1, total: temperatures.reduce((sum, t) => sum + use(t), 0), temperatures }
    })
    const model = fitUsageModel(months, { ...F, billing: true }) as UsageModel
    expect(model).toMatchObject({ heatingBalance: 60 })
    expect(model.betaHdd).toBeCloseTo(3, 6)
    expect(months.map((m) => predictUsage(model, m) - m.total).every((e) => Math.abs(e) < 1e-6)).toBe(true)
  })
})
