/** The typical band of points over a span, each day from the days before it. */

import {
  arithmeticOf,
  type Campus,
  DAY,
  HOUR,
  floorEdge,
  instant,
  nextEdge,
  type Point,
  QUARTER,
  type Span,
  span,
} from '../../domain/index.ts'
import { type ExpectedDay, expectDays, HISTORY_DAYS } from '../../expected/band.ts'
import { profileDays } from '../../expected/profile-day.ts'
import type { Buckets } from '../../ports/index.ts'
import { readDayContext } from './day-context.ts'
import { readSeries, type SeriesSlot } from './read-series.ts'

export interface ExpectedWish {
  readonly step: SeriesSlot
  readonly span: Span
}

export interface ExpectedSources {
  readonly campus: Campus
  readonly buckets: Pick<Buckets, 'read'>
  /** Lets other work of the event loop run between points. */
  readonly pause?: () => Promise<void>
}

/** By point: the local days that touch the span. Points without any data have none. */
export async function readExpected(
  { campus, buckets, pause }: ExpectedSources,
  points: readonly Point[],
  wish: ExpectedWish,
): Promise<ReadonlyMap<string, readonly ExpectedDay[]>> {
  const zone = campus.timezone
  const first = floorEdge(zone, '1d', wish.span.from)
  const until = nextEdge(zone, '1d', instant(wish.span.to - 1))
  const whole = span(floorEdge(zone, '1d', instant(first - HISTORY_DAYS * DAY)), until)
  const series = await readSeries(buckets, points, { step: wish.step, span: whole })
  const context = await readDayContext(campus, buckets, { site: points[0]?.place.site ?? '', span: whole })
  const found = new Map<string, readonly ExpectedDay[]>()
  for (const point of points) {
    const own = series.get(point.id)
    if (own === undefined) continue
    await pause?.()
    const days = profileDays(own, context)
    const from = days.findIndex((day) => day.start >= first)
    found.set(point.id, expectDays(days, Math.max(0, from), { positive: isPositive(point) }))
  }
  return found
}

const NEVER_NEGATIVE = new Set(['power', 'flow', 'occupancy', 'occupants', 'illuminance', 'irradiance', 'co2', 'humidity', 'level'])

function isPositive({ kind, quantity, rules }: Point): boolean {
  return (arithmeticOf(kind) === 'register' && kind !== 'net' && rules.signed !== true) || NEVER_NEGATIVE.has(quantity)
}

export const slotMs = (step: SeriesSlot): number => (step === '1h' ? HOUR : QUARTER)
