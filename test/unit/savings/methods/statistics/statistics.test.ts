/** Statistics against values from tables and from the published unit vector; they share no code with what they test. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correlation, effectivePoints, fitStatistics } from '../../../../../src/savings/methods/statistics/fit-statistics.ts'
import { fitLinear, solveSymmetric } from '../../../../../src/savings/methods/statistics/least-squares.ts'
import { fractionalBand, guideline14Band, periodFactor } from '../../../../../src/savings/methods/statistics/saving-bands.ts'
import { studentCdf, studentQuantile } from '../../../../../src/savings/methods/statistics/student-t.ts'

describe("Student's quantile", () => {
  it('is that of tables, for whole and broken degrees of freedom', () => {
    const table: readonly (readonly [number, number, number])[] = [
      [0.95, 24, 1.7108820799],
      [0.95, 363, 1.6490621367],
      [0.95, 10, 1.8124611228],
      [0.84, 30, 1.0112157435],
      [0.975, 5, 2.5705818366],
      [0.95, 63.8, 1.6690898738],
      [0.95, 1, 6.3137515147],
    ]
    for (const [p, degrees, t] of table) expect(studentQuantile(p, degrees)).toBeCloseTo(t, 8)
  })

  it('inverts the distribution, is odd, and is no number without a degree of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0.6, max: 3000, noNaN: true }), (p, degrees) => {
        const t = studentQuantile(p, degrees)
        expect(studentCdf(t, degrees)).toBeCloseTo(p, 9)
        expect(studentQuantile(1 - p, degrees)).toBeCloseTo(-t, 6)
      }),
    )
    expect(studentQuantile(0.95, 0)).toBeNaN()
  })
})

describe('the statistics of a fit', () => {
  const fit = fitStatistics([1, 3, 4, 1, 6], [2, 3, 3, 2, 4], 2)

  it('are those of the published unit vector', () => {
    expect(fit.r2).toBeCloseTo(0.9722222, 7)
    expect(fit.r2Adjusted).toBeCloseTo(0.9444444, 7)
    expect(fit.rmse).toBeCloseTo(1.183216, 7)
    expect(fit.rmseAdjusted).toBeCloseTo(1.5275252, 7)
    expect(fit.cvrmse).toBeCloseTo(0.3944053, 7)
    expect(fit.autocorrelation).toBeCloseTo(-0.6741999, 7)
    expect(effectivePoints(fit)).toBeCloseTo(25.6936642, 6)
  })

  it('have a positive bias where the model is too low', () => {
    expect(fitStatistics([2, 3, 4, 5], [1, 2, 3, 4], 0).nmbe).toBeGreaterThan(0)
    expect(fitStatistics([1, 2, 3, 4], [2, 3, 4, 5], 0).nmbe).toBeLessThan(0)
  })

  it('have no correlation with a constant', () => {
    expect(correlation([1, 2, 3], [5, 5, 5])).toBeNull()
    expect(fitStatistics([4, 4, 4], [4, 4, 4], 0)).toMatchObject({ r2: null, cvrmse: 0, autocorrelation: null })
  })
})

describe('bands of a saving', () => {
  const noise = Array.from({ length: 365 }, (_, i) => Math.sin(i * 12.9898) * 7)
  const fit = fitStatistics(
    noise.map((e) => 100 + e),
    noise.map(() => 100),
    1,
  )

  it('grow with the length of the reporting period, slower than the period', () => {
    const month = fractionalBand(fit, 'daily', 30) ?? 0
    const year = fractionalBand(fit, 'daily', 360) ?? 0
    expect(month).toBeGreaterThan(0)
    expect(year / month).toBeCloseTo((Math.sqrt(30 / 360) * periodFactor('daily', 12)) / periodFactor('daily', 1), 9)
    expect(guideline14Band(fit, 'day', 360)).toBeGreaterThan(guideline14Band(fit, 'day', 30) ?? 0)
  })

  it('are absent without a reporting period, and where the use never varies', () => {
    expect(fractionalBand(fit, 'daily', 0)).toBeNull()
    expect(guideline14Band(fit, 'hour', 0)).toBeNull()
    const flat = fitStatistics([5, 5, 5, 5], [5, 5, 5, 5], 0)
    expect(fractionalBand(flat, 'daily', 30)).toBeNull()
  })
})

describe('least squares', () => {
  it('recover the coefficients of exact data, whatever the weights and however large the common part', () => {
    const coefficient = fc.integer({ min: -50, max: 50 })
    fc.assert(
      fc.property(
        coefficient,
        coefficient,
        fc.integer({ min: 0, max: 1e6 }),
        fc.infiniteStream(fc.double({ min: 0.1, max: 9, noNaN: true })),
        (a, b, c, w) => {
          const x = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i) * 10)
          const z = Float64Array.from({ length: 40 }, (_, i) => (i * 7) % 11)
          const weights = Float64Array.from({ length: 40 }, () => w.next().value ?? 1)
          const fit = fitLinear(
            [x, z],
            x.map((v, i) => c + a * v + b * (z[i] ?? 0)),
            weights,
          )
          expect(fit?.slopes[0]).toBeCloseTo(a, 6)
          expect(fit?.slopes[1]).toBeCloseTo(b, 6)
          expect(fit?.intercept).toBeCloseTo(c, 4)
        },
      ),
    )
  })

  it('leave a column that others determine at 0, and still reproduce the data', () => {
    const x = Float64Array.from([1, 2, 3, 4, 7])
    const fit = fitLinear(
      [x, x.map((v) => 2 * v)],
      x.map((v) => 5 + 3 * v),
      null,
    )
    expect(fit?.slopes.filter((s) => s === 0)).toHaveLength(1)
    expect((fit?.slopes[0] ?? 0) + 2 * (fit?.slopes[1] ?? 0)).toBeCloseTo(3, 12)
    expect(solveSymmetric([[0]], [0])).toEqual([0])
    expect(fitLinear([], new Float64Array(0), null)).toBeNull()
  })
})
