/** Half-widths of 90 % intervals around a saving, in the unit of the meter. */

import { effectivePoints, type FitStatistics } from './fit-statistics.ts'
import { studentQuantile } from './student-t.ts'

/** One tail of a two-sided 90 % interval. */
const TAIL = 0.95

/** Sun and Baltazar's polynomials of the months of reporting (ASHRAE Guideline 14, improved). */
const POLYNOMIAL = { daily: [-0.00024, 0.03535, 1.00286], billing: [-0.00022, 0.03306, 0.94054] } as const
export type BandKind = keyof typeof POLYNOMIAL

/** Factor of Guideline 14 for hourly models. */
const HOURLY = 1.26

export function periodFactor(kind: BandKind, months: number): number {
  const [a, b, c] = POLYNOMIAL[kind]
  return a * months ** 2 + b * months + c
}

/**
 * Fractional savings uncertainty as a band (openeemeter 3.1): baseline use x t x polynomial x CV x sqrt(n / n' x (1 + 2 / n') / m). `points`: days
 * or months of the reporting period. Null where nothing varies.
 */
export function fractionalBand(fit: FitStatistics, kind: BandKind, points: number): number | null {
  const effective = effectivePoints(fit)
  if (points <= 0 || fit.autocorrelation === null || fit.mean === 0 || fit.variance === 0 || !(effective > 0)) return null
  const t = studentQuantile(TAIL, fit.n - fit.slopes)
  const months = kind === 'daily' ? points / 30 : points
  const spread = Math.sqrt((fit.n / effective) * (1 + 2 / effective) * (1 / points))
  return fit.n * fit.mean * t * periodFactor(kind, months) * (fit.rmseAdjusted / fit.mean) * spread
}

/** Error of the fitted mean and of the noise, added as squares (openeemeter 3.1, OLS error band). */
export function regressionBand(fit: FitStatistics, points: number, reportingMean: number): number | null {
  const effective = effectivePoints(fit)
  if (points <= 0 || fit.variance === 0 || !(effective > 0)) return null
  const t = studentQuantile(TAIL, fit.n - fit.slopes)
  const lever = Math.sqrt(1 + (fit.mean - reportingMean) ** 2 / fit.variance)
  const model = ((t * fit.rmseAdjusted * points) / Math.sqrt(fit.n)) * lever
  const noise = t * fit.rmseAdjusted * Math.sqrt((points * fit.n) / effective)
  return Math.hypot(model, noise)
}

/** Below this correlation of residuals the points count as independent (Guideline 14, annex B). */
const INDEPENDENT = 0.5

/** Guideline 14: t x factor x sqrt(MSE' x (1 + 2 / n') x m); `points` of the reporting period, hourly or daily. */
export function guideline14Band(fit: FitStatistics, step: 'hour' | 'day', points: number): number | null {
  const rho = fit.autocorrelation ?? 0
  const effective = rho < INDEPENDENT ? fit.n : effectivePoints(fit)
  const degrees = effective - fit.slopes - 1
  if (points <= 0 || !(degrees > 0)) return null
  const factor = step === 'hour' ? HOURLY : periodFactor('daily', points / 30)
  return studentQuantile(TAIL, degrees) * factor * Math.sqrt((fit.sse / degrees) * (1 + 2 / effective) * points)
}
