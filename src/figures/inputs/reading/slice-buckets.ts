/** Buckets of the points that figures read, by slices of a period. */

import { type Bucket, type CalendarMonth, type Campus, instant, type Span, termsBelow } from '../../../domain/index.ts'
import { groupBy } from '../../../kernel/index.ts'
import type { Buckets } from '../../../ports/index.ts'
import { isPart, joinBuckets } from '../slices.ts'

/** Roles of which figures read days, not only months. */
const DAILY = new Set(['solar-hot-water', 'solar-irradiance', 'solar-heat'])

/** Points that figures read by the month: those with a role, what these are computed of, and the meters below them that a balance needs. */
export function figurePoints(campus: Campus): { all: string[]; daily: string[] } {
  const roles = campus.points.filter((p) => p.role.length > 0)
  const withRole = new Set(roles.map((p) => p.id))
  const byId = new Map(campus.points.map((p) => [p.id, p]))
  const terms = roles.flatMap((p) => termsBelow(byId, p.id))
  const below = campus.points.filter((p) => p.quantity === 'volume' && !withRole.has(p.id) && p.parent.some((r) => withRole.has(r.value)))
  return {
    all: [...new Set([...[...roles, ...below].map((p) => p.id), ...terms])],
    daily: roles.filter((p) => p.role.some((r) => DAILY.has(r.value))).map((p) => p.id),
  }
}

const around = (slices: readonly CalendarMonth[]): Span => ({
  from: slices[0]?.span.from ?? instant(0),
  to: slices.at(-1)?.span.to ?? instant(0),
})

type Store = Pick<Buckets, 'read'>

export async function readByPoint(
  buckets: Store,
  step: '1M' | '1d',
  span: Span,
  points: readonly string[],
): Promise<Map<string, Bucket[]>> {
  return points.length === 0 ? new Map<string, Bucket[]>() : groupBy(await buckets.read({ step, span, points }), (b) => b.point)
}

/** Of a whole month its bucket; of a part of one its days as one. */
export async function readSlices(
  buckets: Store,
  slices: readonly CalendarMonth[],
  points: readonly string[],
): Promise<Map<string, Bucket[]>> {
  const whole = slices.filter((s) => !isPart(s))
  // Months that are cut lie between whole ones: what they counted altogether is not what a part of them did.
  const starts = new Set(whole.map((s) => s.span.from))
  const months = whole.length === 0 ? [] : [...(await readByPoint(buckets, '1M', around(whole), points))]
  const found = new Map(months.map(([point, buckets]) => [point, buckets.filter((b) => starts.has(b.start))]))
  for (const slice of slices.filter(isPart))
    for (const [point, days] of await readByPoint(buckets, '1d', slice.span, points)) {
      const bucket = joinBuckets(days, slice.span)
      if (bucket !== null) found.set(point, [...(found.get(point) ?? []), bucket])
    }
  return found
}
