/** Quarters of an hour of the few points whose figures need them: demand and time-of-use prices, cooling modes, solar loops without a heat meter. */

import {
  basePerUnit,
  type Bucket,
  carriersOf,
  coveredMs,
  isTimed,
  type Point,
  QUARTER,
  type Span,
  span,
  type Tariff,
} from '../../../domain/index.ts'
import type { Buckets } from '../../../ports/index.ts'
import { type Boundary, boundaryOf } from '../boundary.ts'
import { type FigureInputs, pointsWithRole, type Quarters } from '../figure-inputs.ts'
import { loopPoints } from '../../formulas/solar/solar-heat.ts'

interface Frame extends Pick<FigureInputs, 'campus' | 'period'> {
  readonly tariffs: readonly Tariff[]
}

/** Prices look at each site by itself: its topmost meters, also where another site's meter stands above them. */
function sitesOf(boundary: Boundary): Boundary[] {
  return boundary.sites.map((site) => ({ ...boundary, sites: [site] }))
}

export function pointsByQuarter(frame: Frame, boundary: string | null): readonly Point[] {
  const { campus, tariffs } = frame
  const within = (own: string): Boundary | null => boundaryOf(campus, boundary ?? own)
  const all = within('all')
  const [main, dc] = [within('main'), within('data-centre')]
  const electricity = carriersOf(campus.accounting?.carriers ?? []).find((c) => c.id === 'electricity')
  const hasTimedPrices = tariffs.some((t) => t.carrier === 'electricity' && (t.demand !== null || t.prices.some(isTimed)))
  const boundaries = all === null ? [] : [all, ...(hasTimedPrices ? sitesOf(all) : [])]
  const meters = electricity === undefined ? [] : boundaries.flatMap((b) => pointsWithRole(frame, b, electricity))
  const modes =
    dc === null ? [] : (['mode', 'state'] as const).flatMap((quantity) => pointsWithRole(frame, dc, { role: 'cooling-mode', quantity }))
  return [...new Set([...meters, ...modes, ...(main === null ? [] : loopPoints(frame, main))])]
}

function empty(period: FigureInputs['period']): Quarters {
  const { from, to } = period.span
  const length = Math.round((to - from) / QUARTER)
  const unknown = (): Float64Array => new Float64Array(length).fill(Number.NaN)
  return {
    start: from,
    value: unknown(),
    min: unknown(),
    max: unknown(),
    measured: new Float64Array(length),
    covered: new Float64Array(length),
  }
}

function put(quarters: Quarters, point: Point, bucket: Bucket): void {
  const i = (bucket.start - quarters.start) / QUARTER
  const covered = coveredMs(bucket)
  if (covered === 0) return
  quarters.value[i] = bucket.arithmetic === 'register' ? bucket.total / basePerUnit(point.quantity) : bucket.total / covered
  quarters.min[i] = bucket.min ?? Number.NaN
  quarters.max[i] = bucket.max ?? Number.NaN
  quarters.measured[i] = bucket.measured
  quarters.covered[i] = covered
}

/** Quarters of an hour in memory at a time. A store takes nearly as long for a few rows as for many. */
const ROWS = 100_000

/** Months that follow each other, as spans of at most ROWS rows of so many points. */
function spansOf(months: FigureInputs['period']['months'], points: number): Span[] {
  const spans: Span[] = []
  for (const { span: month } of months) {
    const last = spans.at(-1)
    const rows = last === undefined ? 0 : (points * (month.to - last.from)) / QUARTER
    if (last !== undefined && last.to === month.from && rows <= ROWS) spans[spans.length - 1] = span(last.from, month.to)
    else spans.push(month)
  }
  return spans
}

/** In parts, so that a year of many meters never stands in memory at once. */
export async function readQuarters(
  buckets: Pick<Buckets, 'read'>,
  period: FigureInputs['period'],
  points: readonly Point[],
): Promise<ReadonlyMap<string, Quarters>> {
  const found = new Map<string, Quarters>()
  if (points.length === 0) return found
  const byId = new Map(points.map((p) => [p.id, p]))
  for (const within of spansOf(period.months, points.length))
    for (const bucket of await buckets.read({ step: '15m', span: within, points: [...byId.keys()] })) {
      const point = byId.get(bucket.point)
      if (point === undefined) continue
      const quarters = found.get(point.id) ?? empty(period)
      found.set(point.id, quarters)
      put(quarters, point, bucket)
    }
  return found
}
