/** Which meters of a period are not covered in full, worst first. Pure. */

import { type Bucket, coveredMs, type Span } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'

/** A span in which a point plays a role, with the role. */
export interface DutySpan {
  readonly point: string
  readonly role: string
  readonly span: Span
}

export interface MeterGap {
  readonly point: string
  readonly role: string
  /** Share of the time in which it plays the role that its readings cover, 0..1. */
  readonly coverage: number
}

/** Meters with a coverage below 1; `buckets` have one bucket a duty span and point, or none. */
export function findMeterGaps(duties: readonly DutySpan[], buckets: readonly Bucket[]): readonly MeterGap[] {
  const covered = new Map(buckets.map((b) => [`${b.start} ${b.point}`, coveredMs(b)]))
  const gaps = [...groupBy(duties, (d) => `${d.role} ${d.point}`).values()].flatMap((own): MeterGap[] => {
    const [first] = own
    if (first === undefined) return []
    const length = own.reduce((sum, { span }) => sum + span.to - span.from, 0)
    const known = own.reduce((sum, { span, point }) => sum + Math.min(span.to - span.from, covered.get(`${span.from} ${point}`) ?? 0), 0)
    return [{ point: first.point, role: first.role, coverage: length === 0 ? 1 : known / length }]
  })
  return gaps.filter((g) => g.coverage < 1).sort((a, b) => a.coverage - b.coverage || (a.point < b.point ? -1 : 1))
}
