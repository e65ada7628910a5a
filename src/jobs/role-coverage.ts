/** How much of a period the meters behind the figures cover: a silent one lowers it, whether or not a figure still has a value. Pure. */

import { type Bucket, type CalendarMonth, type Campus, coveredMs, monthsOf, type Span, valueAt } from '../domain/index.ts'

/** A month in which a live point plays a role: the one that it has at the beginning of the month. Figures count a role from its day. */
export interface RoleMonth {
  readonly point: string
  readonly role: string
  readonly month: CalendarMonth
}

/** The months of a period in which meters play a role. */
export function roleMonthsOf({ points, timezone }: Campus, period: Span): readonly RoleMonth[] {
  const live = points.filter((p) => p.status === 'live' && p.role.length > 0)
  return monthsOf(timezone, period).flatMap((month) =>
    live.flatMap(({ id, role: dated }) => {
      const role = valueAt(dated, month.span.from)
      return role === null ? [] : [{ point: id, role, month }]
    }),
  )
}

/** Share of the time of the role months that buckets cover, 0..1, for the role where it is least; 1 when no meter plays one. */
export function roleCoverage(roleMonths: readonly RoleMonth[], buckets: readonly Bucket[]): number {
  const covered = new Map(buckets.map((b) => [`${b.start} ${b.point}`, coveredMs(b)]))
  const roles = new Map<string, { covered: number; length: number }>()
  for (const { point, role, month } of roleMonths) {
    const { from, to } = month.span
    const sums = roles.get(role) ?? { covered: 0, length: 0 }
    const share = Math.min(to - from, covered.get(`${from} ${point}`) ?? 0)
    roles.set(role, { covered: sums.covered + share, length: sums.length + to - from })
  }
  return Math.min(1, ...[...roles.values()].map((sums) => sums.covered / sums.length))
}
