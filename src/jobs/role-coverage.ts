/** How much of a period the meters behind the figures cover: a silent one lowers it, whether or not a figure can be told without it. Pure. */

import { type Bucket, type Campus, coveredMs, type Point, type Span } from '../domain/index.ts'

/** Live points that play a role at some time of the span. */
export function metersOf(campus: Campus, span: Span): readonly Point[] {
  const within = ({ from, to }: Point['role'][number]): boolean => (from === null || from < span.to) && (to === null || to > span.from)
  return campus.points.filter((p) => p.status === 'live' && p.role.some(within))
}

/** Share of the span that is known, mean over the meters of a role, for the role where it is least; 1 when no meter plays one. */
export function roleCoverage(meters: readonly Point[], months: readonly Bucket[], span: Span): number {
  const covered = new Map<string, number>()
  for (const bucket of months) covered.set(bucket.point, (covered.get(bucket.point) ?? 0) + coveredMs(bucket))
  const roles = new Map<string, number[]>()
  for (const meter of meters) {
    const share = Math.min(1, (covered.get(meter.id) ?? 0) / (span.to - span.from))
    for (const role of new Set(meter.role.map((r) => r.value))) roles.set(role, [...(roles.get(role) ?? []), share])
  }
  const means = [...roles.values()].map((shares) => shares.reduce((sum, share) => sum + share, 0) / shares.length)
  return Math.min(1, ...means)
}
