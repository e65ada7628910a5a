/**
 * Two straight lines that meet at a change point (four parameters: ASHRAE RP-1050). The point is the one of the least sum of squares, searched over all
 * temperatures and refined between its neighbours.
 */

import { fitLinear } from '../statistics/least-squares.ts'

export interface ChangePoint {
  /** Use at the change point. */
  readonly base: number
  readonly changePoint: number
  /** Per degree below and above it. */
  readonly below: number
  readonly above: number
  readonly sse: number
}

/** Days that each side needs. */
const FEWEST = 3

/** Null for fewer than ten days, or too few temperatures to tell two lines. */
export function fitChangePoint(temperatures: readonly number[], use: readonly number[]): ChangePoint | null {
  const sorted = [...new Set(temperatures)].sort((a, b) => a - b)
  if (use.length < 10 || sorted.length < 2 * FEWEST + 1) return null
  const y = Float64Array.from(use)
  const at = (point: number): ChangePoint | null => fitAt(point, temperatures, y)
  const inner = sorted.slice(FEWEST - 1, sorted.length - FEWEST + 1)
  const scores = inner.map((point) => at(point)?.sse ?? Infinity)
  const best = scores.indexOf(Math.min(...scores))
  const near = [best - 1, best, best + 1].flatMap((i) => inner[i] ?? [])
  return near
    .slice(1)
    .reduce<ChangePoint | null>((found, to, i) => better(found, refine(at, near[i] ?? to, to)), at(inner[best] ?? Number.NaN))
}

function better(a: ChangePoint | null, b: ChangePoint | null): ChangePoint | null {
  if (a === null || b === null) return a ?? b
  return b.sse < a.sse ? b : a
}

const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Golden-section search between two neighbouring temperatures, where the sum of squares has one minimum. */
function refine(at: (point: number) => ChangePoint | null, from: number, to: number): ChangePoint | null {
  const score = (point: number): number => at(point)?.sse ?? Infinity
  let [low, high] = [from, to]
  while (high - low > 1e-7 * Math.max(1, Math.abs(high))) {
    const [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
    if (score(a) < score(b)) high = b
    else low = a
  }
  return at((low + high) / 2)
}

function fitAt(changePoint: number, temperatures: readonly number[], y: Float64Array): ChangePoint | null {
  const below = Float64Array.from(temperatures, (t) => Math.min(t - changePoint, 0))
  const above = Float64Array.from(temperatures, (t) => Math.max(t - changePoint, 0))
  const fit = fitLinear([below, above], y, null)
  const [lower, upper] = fit?.slopes ?? []
  if (fit === null || lower === undefined || upper === undefined) return null
  const sse = y.reduce((sum, v, i) => sum + (v - fit.intercept - lower * (below[i] as number) - upper * (above[i] as number)) ** 2, 0)
  return { base: fit.intercept, changePoint, below: lower, above: upper, sse }
}

export function predictChangePoint({ base, changePoint, below, above }: ChangePoint, temperature: number): number {
  return base + below * Math.min(temperature - changePoint, 0) + above * Math.max(temperature - changePoint, 0)
}
