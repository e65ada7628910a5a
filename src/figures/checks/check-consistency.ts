/** Figures of one page that contradict each other: shares over two boundaries, totals and their published parts, heads, meters below meters. */

import { type FigureId, rounded, valueAt } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
import { computeFigureWithin, computeFigure, type Figure } from '../formulas/compute.ts'
import { boundaryOf } from '../inputs/boundary.ts'
import { periodDays } from '../inputs/entry-amounts.ts'
import { daysBetween } from '../inputs/entry-gaps.ts'
import { consumption, type FigureInputs } from '../inputs/figure-inputs.ts'
import { check, type PlausibilityCheck } from './check.ts'

export type FigureOf = (id: FigureId) => Figure | undefined

/** Two shares closer than this, in points, are one share. */
const SAME_SHARE = 0.5

/** A share of one site beside the same share of the whole: the other sites have to be on the other side of it. */
export function checkShares(inputs: FigureInputs, of: FigureOf): PlausibilityCheck[] {
  const own = of('water.non-traditional-share')
  const total = of('water.total')
  const all = total === undefined ? null : boundaryOf(inputs.campus, total.boundary)
  const inside = own === undefined ? null : boundaryOf(inputs.campus, own.boundary)
  if (own?.value == null || all === null || inside === null) return []
  const others = all.sites.filter((site) => !inside.sites.includes(site))
  const [whole, rest] = [all.sites, others].map(
    (sites) => computeFigureWithin(inputs, own.id, { id: all.id, sites, building: null }).value,
  ) as [number | null, number | null]
  if (whole === null || rest === null || Math.abs(whole - own.value) < SAME_SHARE) return []
  const sites = others.map((s) => s.id).join(', ')
  return [check('share-elsewhere', { figure: own.id, boundary: own.boundary, own: own.value, total: all.id, whole, rest, sites })]
}

interface ImpliedHeads {
  readonly heads: number
  readonly low: number
  readonly high: number
}

/** The head count that published numbers give, and the range that their rounding leaves. */
function impliedHeads(total: number, intensity: Figure, times: number): ImpliedHeads | null {
  const shown = Number(rounded(intensity.value ?? 0, intensity.digits))
  const half = 0.5 * 10 ** -intensity.digits
  if (shown <= half) return null
  return { heads: (total * times) / shown, low: (total * times) / (shown + half), high: (total * times) / (shown - half) }
}

const PER_PERSON: readonly (readonly [intensity: FigureId, total: FigureId, times: number])[] = [
  ['water.per-person', 'water.total', 1],
  ['waste.hazardous.per-person', 'waste.hazardous', 1000],
  ['waste.non-hazardous.per-person', 'waste.non-hazardous', 1],
  ['energy.per-person', 'energy.total', 1],
]

/** Intensities over the same persons: do the head counts that a reader computes from them agree within rounding? */
export function checkHeadCounts(inputs: FigureInputs, of: FigureOf): PlausibilityCheck[] {
  const implied = PER_PERSON.flatMap(([intensity, total, times]) => {
    const [q, t] = [of(intensity), of(total)]
    if (!q?.value || !t?.value) return []
    const own = computeFigure(inputs, total, q.boundary)
    // A total over more than the persons of the intensity says nothing about their number.
    if (own === null || own.value === null || rounded(own.value, t.digits) !== rounded(t.value, t.digits)) return []
    const heads = impliedHeads(Number(rounded(t.value, t.digits)), q, times)
    return heads === null ? [] : [{ id: intensity, ...heads }]
  })
  const different = new Set(implied.map((i) => rounded(i.heads, 0))).size
  if (implied.length < 2 || different < 2) return []
  const [low, high] = [Math.max(...implied.map((i) => i.low)), Math.min(...implied.map((i) => i.high))]
  const figures = implied.map((i) => `${i.id} ${rounded(i.heads, 0)}`).join(', ')
  if (low > high) return [check('heads-apart', { figures })]
  return [check('heads-within', { figures, low: Math.ceil(low), high: Math.floor(high) })]
}

/** Season means are those of all systems together: read as the mean of each they would give more than there was. */
export function checkSystems(inputs: FigureInputs, of: FigureOf): PlausibilityCheck[] {
  const total = of('solar.hot-water')
  const systems = new Set(total?.inputs.flatMap((i) => (i.kind === 'meter' ? [i.point] : []))).size
  const [summer, winter] = [of('solar.hot-water.summer-day')?.value ?? null, of('solar.hot-water.winter-day')?.value ?? null]
  if (total?.value == null || systems < 2 || summer === null || winter === null) return []
  const { from, to } = periodDays(inputs)
  const least = daysBetween(from, to) * systems * Math.min(summer, winter)
  return least <= total.value ? [] : [check('mean-of-systems', { systems, summer, winter, least, total: total.value })]
}

const PARTS: Readonly<Partial<Record<FigureId, readonly FigureId[]>>> = {
  'energy.total': ['energy.direct', 'energy.indirect'],
  'ghg.total': ['ghg.scope1', 'ghg.scope2'],
  'water.total': ['water.tap', 'water.reclaimed', 'water.rain'],
}

/** A reader adds the published parts: does the sum have the digits of the published total? */
export function checkPublishedSums(of: FigureOf): PlausibilityCheck[] {
  return Object.entries(PARTS).flatMap(([id, names]) => {
    const total = of(id as FigureId)
    const parts = names.flatMap((name) => of(name) ?? []).filter((f) => f.value !== null)
    if (total?.value == null || parts.length < 2 || parts.some((f) => f.boundary !== total.boundary)) return []
    const sum = parts.reduce((all, f) => all + Number(rounded(f.value ?? 0, f.digits)), 0)
    const [shown, added] = [rounded(total.value, total.digits), rounded(sum, total.digits)]
    if (shown === added) return []
    const { unit, digits } = total
    return [check('parts-apart', { figure: id, parts: parts.map((f) => f.id).join(' + '), total: Number(shown), sum, unit, digits })]
  })
}

/** Meters below a meter count at most what it counts, but for this much of inaccuracy. */
const ACCURACY = 1.02

/** Meters that stand below another and counted more than it did. */
export function checkMetersBelow(inputs: FigureInputs): PlausibilityCheck[] {
  const { campus, period } = inputs
  const byId = new Map(campus.points.map((p) => [p.id, p]))
  const at = period.span.from
  const below = groupBy(
    campus.points.filter((p) => p.status === 'live' && valueAt(p.parent, at) !== null),
    (p) => valueAt(p.parent, at) ?? '',
  )
  const amountOf = (id: string): number | null => {
    const point = byId.get(id)
    const months = point === undefined ? [] : period.months.map((m) => consumption(inputs, point, m).value)
    return months.length === 0 || months.includes(null) ? null : months.reduce<number>((sum, m) => sum + (m ?? 0), 0)
  }
  return [...below].flatMap(([parent, children]) => {
    const above = byId.get(parent)
    const total = above === undefined ? null : amountOf(parent)
    const parts = children.filter((c) => c.quantity === above?.quantity).flatMap((c) => amountOf(c.id) ?? [])
    const sum = parts.reduce((all, part) => all + part, 0)
    if (above === undefined || total === null || sum <= total * ACCURACY) return []
    return [check('meters-below-exceed', { point: parent, total, sum, count: parts.length, unit: above.unit })]
  })
}
