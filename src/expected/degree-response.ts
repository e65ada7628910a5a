/** How the mean of a day follows the outdoor temperature: least squares on heating and cooling degrees. Pure. */

/** Mean of a day as intercept + heating x max(balance - T, 0) + cooling x max(T - balance, 0). */
export interface DegreeResponse {
  readonly intercept: number
  readonly heating: number
  readonly cooling: number
  readonly balance: number
}

interface Observed {
  readonly temperature: number
  readonly value: number
}

/** Balance points that are tried, Cel. */
const BALANCES = [12, 15, 18, 21] as const
const LEAST_DAYS = 20
/** Fewer degrees than this over all days say nothing about the slope. */
const LEAST_DEGREES = 20

/** Null: too few days with a temperature, or no response. A slope that would be negative is 0: nobody heats more when it is warm. */
export function fitResponse(observed: readonly Observed[]): DegreeResponse | null {
  if (observed.length < LEAST_DAYS) return null
  let best: { readonly fit: DegreeResponse; readonly error: number } | null = null
  for (const balance of BALANCES) {
    const fit = fitAt(observed, balance)
    if (fit === null) continue
    const error = observed.reduce((sum, { temperature, value }) => sum + (value - respond(fit, temperature)) ** 2, 0)
    if (best === null || error < best.error) best = { fit, error }
  }
  return best?.fit ?? null
}

export function respond({ intercept, heating, cooling, balance }: DegreeResponse, temperature: number): number {
  return intercept + heating * Math.max(balance - temperature, 0) + cooling * Math.max(temperature - balance, 0)
}

function fitAt(observed: readonly Observed[], balance: number): DegreeResponse | null {
  const h = observed.map(({ temperature }) => Math.max(balance - temperature, 0))
  const c = observed.map(({ temperature }) => Math.max(temperature - balance, 0))
  const y = observed.map(({ value }) => value)
  const useful = (degrees: readonly number[]): boolean => degrees.reduce((a, b) => a + b, 0) >= LEAST_DEGREES
  const [heats, cools] = [useful(h), useful(c)]
  if (!heats && !cools) return null
  let [heating, cooling] = slopes(h, c, y, { heats, cools })
  if (heating < 0) [heating, cooling] = slopes(h, c, y, { heats: false, cools })
  if (cooling < 0) [heating, cooling] = slopes(h, c, y, { heats: heating > 0, cools: false })
  heating = Math.max(0, heating)
  cooling = Math.max(0, cooling)
  const average = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length
  return { intercept: average(y) - heating * average(h) - cooling * average(c), heating, cooling, balance }
}

function slopes(
  h: readonly number[],
  c: readonly number[],
  y: readonly number[],
  { heats, cools }: { readonly heats: boolean; readonly cools: boolean },
): [heating: number, cooling: number] {
  const [hh, hc, cc] = [covariance(h, h), covariance(h, c), covariance(c, c)]
  const [hy, cy] = [covariance(h, y), covariance(c, y)]
  const determinant = hh * cc - hc * hc
  if (heats && cools && determinant > 1e-9 * hh * cc) return [(hy * cc - cy * hc) / determinant, (cy * hh - hy * hc) / determinant]
  return [heats && hh > 0 ? hy / hh : 0, cools && cc > 0 ? cy / cc : 0]
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const n = a.length
  const [ma, mb] = [a.reduce((s, v) => s + v, 0) / n, b.reduce((s, v) => s + v, 0) / n]
  return a.reduce((sum, value, i) => sum + (value - ma) * ((b[i] as number) - mb), 0)
}
