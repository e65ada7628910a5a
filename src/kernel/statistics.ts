/** Medians and quantiles of numbers; NaN takes no part. */

export function finite(values: Iterable<number>): number[] {
  const found: number[] = []
  for (const value of values) if (Number.isFinite(value)) found.push(value)
  return found
}

/** The value below which the share `q` lies, interpolated between neighbours; NaN of nothing. */
export function quantile(values: Iterable<number>, q: number): number {
  const sorted = finite(values).sort((a, b) => a - b)
  if (sorted.length === 0) return Number.NaN
  const at = q * (sorted.length - 1)
  const low = Math.floor(at)
  const [a = Number.NaN, b = a] = [sorted[low], sorted[low + 1]]
  return a + (at - low) * (b - a)
}

export const median = (values: Iterable<number>): number => quantile(values, 0.5)

export function mean(values: Iterable<number>): number {
  const found = finite(values)
  return found.length === 0 ? Number.NaN : found.reduce((sum, value) => sum + value, 0) / found.length
}
