/** Totals of a point as they are and as they would be with another campus file, on both sides of a moment. */

import {
  arithmeticOf,
  basePerUnit,
  type Bucket,
  type Correction,
  coveredMs,
  DAY,
  edges,
  floorEdge,
  type Instant,
  instant,
  type Point,
  type Span,
  span,
} from '../../../domain/index.ts'
import type { Buckets } from '../../../ports/index.ts'
import { createRoller } from '../../../rollup/roller.ts'
import type { Config } from '../../../config/types.ts'
import type { AppParts } from '../../context.ts'
import { overlayReadings } from './overlay-readings.ts'
import type { PointReadings } from './read-again.ts'

/** A part of the time, with the total of a register or the mean of a gauge; null: no reading covers it. */
export interface TotalOfPart {
  readonly span: Span
  readonly old: number | null
  readonly new: number | null
}

export interface PointTotals {
  readonly point: string
  readonly unit: string
  readonly form: 'total' | 'mean'
  /** In order, without those that no reading covers; a meter change has two, up to the moment and after it. */
  readonly parts: readonly TotalOfPart[]
}

export interface TotalsQuery {
  readonly config: Config
  readonly point: Point
  /** Readings within this span are replaced. */
  readonly replaced: Span
  readonly again: PointReadings
  readonly parts: readonly Span[]
}

type TotalsParts = Pick<AppParts, 'readings' | 'buckets' | 'clock'> & { readonly corrections: () => Promise<readonly Correction[]> }

export async function previewTotals(
  parts: TotalsParts,
  { config, point, replaced, again, parts: spans }: TotalsQuery,
): Promise<PointTotals> {
  const { readings, buckets, clock, corrections } = parts
  const roller = createRoller({
    readings: overlayReadings(readings, { point: point.id, span: replaced, again }),
    buckets,
    points: () => config.campus.points,
    zone: config.campus.timezone,
    clock,
    corrections,
  })
  const own = (await corrections()).filter((c) => c.point === point.id)
  const overlay = await roller.preview(point.id, recomputedSpan(config.campus.timezone, spans, replaced), own)
  const totals: TotalOfPart[] = []
  for (const part of spans) {
    const [old, fresh] = [await sumOf(buckets, point, part), await sumOf(overlay.buckets, point, part)]
    if (old !== null || fresh !== null) totals.push({ span: part, old, new: fresh })
  }
  return { point: point.id, unit: point.unit, form: isGauge(point) ? 'mean' : 'total', parts: totals }
}

const isGauge = ({ kind }: Point): boolean => arithmeticOf(kind) === 'gauge'

/** From the day of the last reading before: what lies between it and the first replaced one changes too. */
function recomputedSpan(zone: string, parts: readonly Span[], replaced: Span): Span {
  const first = parts.reduce((least, { from }) => Math.min(least, from), replaced.from as number)
  return span(floorEdge(zone, '1d', instant(first - DAY)), replaced.to)
}

/** Over quarter hours: a moment may lie within a day. */
async function sumOf(buckets: Pick<Buckets, 'read'>, point: Point, within: Span): Promise<number | null> {
  const quarters = (await buckets.read({ step: '15m', span: within, points: [point.id] })).filter((b) => coveredMs(b) > 0)
  if (quarters.length === 0) return null
  if (!isGauge(point)) return quarters.reduce((sum, b) => sum + b.total, 0) / basePerUnit(point.quantity)
  return meanOf(quarters)
}

function meanOf(quarters: readonly Bucket[]): number {
  const covered = quarters.reduce((sum, b) => sum + coveredMs(b), 0)
  return quarters.reduce((sum, b) => sum + b.total, 0) / covered
}

/** From the month of a moment up to it, and from it on. A quarter hour belongs to the part that its beginning lies in. */
export function partsAround(zone: string, at: Instant, to: Instant): readonly Span[] {
  const edge = floorEdge(zone, '15m', at)
  const begin = floorEdge(zone, '1M', at)
  return edge <= begin ? [span(edge, to)] : [span(begin, edge), span(edge, to)]
}

/** Months whose totals a preview shows. */
const MOST_MONTHS = 36

/** The last months of a span. */
export function monthsOf(zone: string, within: Span): readonly Span[] {
  const starts = [...edges(zone, '1M', within)]
  return starts
    .slice(0, -1)
    .map((from, i) => span(from, starts[i + 1] ?? from))
    .slice(-MOST_MONTHS)
}
