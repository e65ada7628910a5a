/** Temperature bins of the time-of-week model (CalTRACK 3.9; Mathieu 2011). */

/** Endpoints to begin with, F. */
const ENDPOINTS: readonly number[] = [30, 45, 55, 65, 75, 90]
/** Hours that each bin needs. */
const FEWEST = 20

/** Hours in each bin: ] -inf, B1 ], ] B1, B2 ], ... ] BN, inf [. */
function countBins(temperatures: Float64Array, endpoints: readonly number[]): number[] {
  const counts = Array.from({ length: endpoints.length + 1 }, () => 0)
  for (const t of temperatures) {
    let bin = 0
    while (bin < endpoints.length && t > (endpoints[bin] as number)) bin++
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

/** Endpoints whose bins hold too few hours: from the outside first, then the right ends of inner bins. */
function emptyEndpoints(counts: readonly number[], endpoints: readonly number[]): ReadonlySet<number> {
  const isEmpty = (bin: number): boolean => (counts[bin] ?? 0) < FEWEST
  const outer = [...(isEmpty(0) ? endpoints.slice(0, 1) : []), ...(isEmpty(endpoints.length) ? endpoints.slice(-1) : [])]
  return new Set(outer.length > 0 ? outer : endpoints.filter((_, i) => i > 0 && isEmpty(i)))
}

/** The endpoints that remain, ascending; none when all hours are too few. */
export function fitBins(temperatures: Float64Array): readonly number[] {
  let endpoints = ENDPOINTS
  while (endpoints.length > 0) {
    const empty = emptyEndpoints(countBins(temperatures, endpoints), endpoints)
    if (empty.size === 0) break
    endpoints = endpoints.filter((e) => !empty.has(e))
  }
  return endpoints
}

/** Degrees of a temperature in each bin: they add up to the temperature. Writes into `out` from `offset` on. */
export function fillBins(temperature: number, endpoints: readonly number[], out: Float64Array, offset = 0): void {
  let left = 0
  for (const [k, right] of endpoints.entries()) {
    out[offset + k] = k === 0 ? Math.min(temperature, right) : Math.min(Math.max(temperature - left, 0), right - left)
    left = right
  }
  out[offset + endpoints.length] = endpoints.length === 0 ? temperature : Math.max(temperature - left, 0)
}

/** Bins of one temperature, as an array. */
export function binsOf(temperature: number, endpoints: readonly number[]): number[] {
  const out = new Float64Array(endpoints.length + 1)
  fillBins(temperature, endpoints, out)
  return [...out]
}
