/** How well a model reproduces its baseline (ASHRAE Guideline 14, CalTRACK 3.4.3; signs and divisors as stated beside each). */

export interface FitStatistics {
  /** Points that were fitted. */
  readonly n: number
  /** Slopes: coefficients without the intercept. */
  readonly slopes: number
  readonly mean: number
  /** Population variance of the observed values. */
  readonly variance: number
  /** Squared correlation of observed and modelled values; null where one of them is constant. */
  readonly r2: number | null
  readonly r2Adjusted: number | null
  /** sqrt(SSE / n), in the unit of the values. */
  readonly rmse: number
  /** sqrt(SSE / (n - slopes)). */
  readonly rmseAdjusted: number
  readonly sse: number
  /** rmse / mean of |observed|, 0..; null for a mean of 0. */
  readonly cvrmse: number | null
  readonly cvrmseAdjusted: number | null
  /** Sum of (observed - modelled) / ((n - slopes - 1) x mean): positive where the model is too low; null for a mean of 0. */
  readonly nmbe: number | null
  /** Correlation of neighbouring residuals; null where residuals do not vary. */
  readonly autocorrelation: number | null
}

/** Pearson's correlation; null where one side is constant. */
export function correlation(a: readonly number[], b: readonly number[]): number | null {
  const n = Math.min(a.length, b.length)
  if (n < 2) return null
  const meanOf = (values: readonly number[]): number => values.slice(0, n).reduce((sum, v) => sum + v, 0) / n
  const [ma, mb] = [meanOf(a), meanOf(b)]
  let [saa, sbb, sab] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const [da, db] = [(a[i] ?? 0) - ma, (b[i] ?? 0) - mb]
    saa += da * da
    sbb += db * db
    sab += da * db
  }
  const scale = Math.sqrt(saa * sbb)
  return scale > 1e-12 * n * Math.max(Math.abs(ma * mb), Number.MIN_VALUE) ? sab / scale : null
}

/** `observed` and `modelled` in order of time, of one length; `slopes` coefficients beside the intercept. */
export function fitStatistics(observed: readonly number[], modelled: readonly number[], slopes: number): FitStatistics {
  const n = observed.length
  const residuals = observed.map((y, i) => y - (modelled[i] ?? 0))
  const mean = observed.reduce((sum, y) => sum + Math.abs(y), 0) / n
  const plainMean = observed.reduce((sum, y) => sum + y, 0) / n
  const variance = observed.reduce((sum, y) => sum + (y - plainMean) ** 2, 0) / n
  const sse = residuals.reduce((sum, r) => sum + r * r, 0)
  const related = correlation(observed, modelled)
  const r2 = related === null ? null : related ** 2
  const rmse = Math.sqrt(sse / n)
  const rmseAdjusted = Math.sqrt(sse / (n - slopes))
  const relative = (value: number): number | null => (mean === 0 ? null : value / mean)
  return {
    n,
    slopes,
    mean,
    variance,
    r2,
    r2Adjusted: r2 === null ? null : 1 - ((1 - r2) * (n - 1)) / (n - slopes - 1),
    rmse,
    rmseAdjusted,
    sse,
    cvrmse: relative(rmse),
    cvrmseAdjusted: relative(rmseAdjusted),
    nmbe: relative(residuals.reduce((sum, r) => sum + r, 0) / (n - slopes - 1)),
    autocorrelation: correlation(residuals.slice(1), residuals.slice(0, -1)),
  }
}

/** Points that carry information of their own: n (1 - rho) / (1 + rho). */
export function effectivePoints({ n, autocorrelation: rho }: Pick<FitStatistics, 'n' | 'autocorrelation'>): number {
  return rho === null ? n : (n * (1 - rho)) / (1 + rho)
}
