/** How much of a period the meters behind the figures cover: a silent one lowers it, whether or not a figure can be told without it. Pure. */

import { type Bucket, type Campus, coveredMs, type Instant, nextEdge, type Span, valueAt } from '../domain/index.ts'

/** A month in which a live point plays a role. It plays the one that it has at the beginning of the month, as in the figures. */
interface Duty {
  readonly point: string
  readonly role: string
  readonly month: Span
}

function monthsOf(zone: string, { from, to }: Span): readonly Span[] {
  const months: Span[] = []
  for (let at: Instant = from; at < to; at = nextEdge(zone, '1M', at)) months.push({ from: at, to: nextEdge(zone, '1M', at) })
  return months
}

/** What is asked of the meters in whole local months. */
export function dutiesOf({ points, timezone }: Campus, span: Span): readonly Duty[] {
  const live = points.filter((p) => p.status === 'live' && p.role.length > 0)
  return monthsOf(timezone, span).flatMap((month) =>
    live.flatMap(({ id, role }) => {
      const played = valueAt(role, month.from)
      return played === null ? [] : [{ point: id, role: played, month }]
    }),
  )
}

/** Share of the time asked for that is known, 0..1, for the role where it is least; 1 when no meter plays one. */
export function roleCoverage(duties: readonly Duty[], months: readonly Bucket[]): number {
  const covered = new Map(months.map((b) => [`${b.start} ${b.point}`, coveredMs(b)]))
  const roles = new Map<string, { known: number; asked: number }>()
  for (const { point, role, month } of duties) {
    const { known, asked } = roles.get(role) ?? { known: 0, asked: 0 }
    const length = month.to - month.from
    roles.set(role, { known: known + Math.min(length, covered.get(`${month.from} ${point}`) ?? 0), asked: asked + length })
  }
  return Math.min(1, ...[...roles.values()].map(({ known, asked }) => known / asked))
}
