/** How much of a period the meters behind the figures cover: a silent one lowers it, whether or not a figure still has a value. Pure. */

import {
  type Bucket,
  type Campus,
  coveredMs,
  edges,
  type Instant,
  instant,
  monthsOf,
  type Span,
  type Step,
  valueAt,
} from '../domain/index.ts'

/** A month or day in which a live point plays a role: the one that it has at its beginning. Figures count a role from its day. */
export interface RoleSpan {
  readonly point: string
  readonly role: string
  readonly span: Span
}

/** The step of the buckets that a period consists of: months; of a week days, it may begin within a month. */
export function stepOfPeriod(zone: string, period: Span): Extract<Step, '1M' | '1d'> {
  const months = monthsOf(zone, period)
  return months[0]?.span.from === period.from && months.at(-1)?.span.to === period.to ? '1M' : '1d'
}

/** The months, of a week the days, of a period in which meters play a role. */
export function roleSpansOf({ points, timezone }: Campus, period: Span): readonly RoleSpan[] {
  const live = points.filter((p) => p.status === 'live' && p.role.length > 0)
  return spansOf(timezone, period).flatMap((span) =>
    live.flatMap(({ id, role: dated }) => {
      const role = valueAt(dated, span.from)
      return role === null ? [] : [{ point: id, role, span }]
    }),
  )
}

function spansOf(zone: string, period: Span): readonly Span[] {
  const cuts = [...edges(zone, stepOfPeriod(zone, period), period)].map((edge): Instant => instant(edge))
  return cuts.slice(0, -1).map((from, i) => ({ from, to: cuts[i + 1] ?? from }))
}

/** Share of the time of the role spans that buckets cover, 0..1, for the role where it is least; 1 when no meter plays one. */
export function roleCoverage(roleSpans: readonly RoleSpan[], buckets: readonly Bucket[]): number {
  const covered = new Map(buckets.map((b) => [`${b.start} ${b.point}`, coveredMs(b)]))
  const roles = new Map<string, { covered: number; length: number }>()
  for (const { point, role, span } of roleSpans) {
    const { from, to } = span
    const sums = roles.get(role) ?? { covered: 0, length: 0 }
    const share = Math.min(to - from, covered.get(`${from} ${point}`) ?? 0)
    roles.set(role, { covered: sums.covered + share, length: sums.length + to - from })
  }
  return Math.min(1, ...[...roles.values()].map((sums) => sums.covered / sums.length))
}
