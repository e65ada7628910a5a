/** What the judges of alarm rules look at. */

import type { AlarmRule, Campus, Instant, Point } from '../../domain/index.ts'
import { matchesPoint, valueAt } from '../../domain/index.ts'
import type { SubjectVerdict } from '../../alarms/judgement.ts'
import type { ReportingApi } from '../../figures/api.ts'
import type { Buckets, LatestReading, Readings } from '../../ports/index.ts'
import type { AvailabilityOfDevice } from '../monitoring/availability.ts'

export interface RuleContext {
  readonly campus: Campus
  readonly now: Instant
  readonly buckets: Pick<Buckets, 'read'>
  readonly readings: Pick<Readings, 'scan'>
  readonly latest: ReadonlyMap<string, LatestReading>
  readonly availability: readonly AvailabilityOfDevice[]
  /** Since when messages could arrive without a break. */
  readonly listeningSince: Instant
  readonly reporting: Pick<ReportingApi, 'document'>
  /** Lets other work of the event loop run. */
  readonly pause: () => Promise<void>
}

export type Judge = (rule: AlarmRule, context: RuleContext) => Promise<readonly SubjectVerdict[]>

/** Points of the rule that are in operation and have devices. */
export function pointsOf({ points }: AlarmRule, { campus }: RuleContext, fits: (point: Point) => boolean = () => true): readonly Point[] {
  return campus.points.filter((p) => p.status === 'live' && p.of === undefined && matchesPoint(points, p.id) && fits(p))
}

export const limitOf = ({ limits }: AlarmRule, name: string): number => limits[name] ?? 0

/** The meter above a point at that time, or null. */
export function parentsAt(campus: Campus, at: Instant): (point: string) => string | null {
  const parents = new Map(campus.points.map((p) => [p.id, valueAt(p.parent, at)]))
  return (point) => parents.get(point) ?? null
}
