/** A point with its last value and the coverage of the last 24 hours. */

import { type Bucket, type Instant, iso, type Point, valueAt } from '../../domain/index.ts'
import type { LatestReading } from '../../ports/index.ts'
import { findingsOf } from './findings.ts'
import { mediumOf } from '../now/medium.ts'
import { knowableUntil, sumCoverage, sharesOf } from '../shares.ts'
import type { DeviceRow, LastValue, PointView } from './point-types.ts'

export interface PointData {
  readonly now: Instant
  /** A local hour edge about a day ago. */
  readonly since: Instant
  readonly last: LatestReading | undefined
  /** Hour buckets from `since` on, oldest first. */
  readonly day: readonly Bucket[]
}

const orNull = (at: Instant | null): string | null => (at === null ? null : iso(at))

function lastValue(point: Point, { now, last }: PointData): LastValue | null {
  if (last === undefined) return null
  const age = Math.max(0, now - last.time)
  return {
    time: iso(last.time),
    value: last.value,
    quality: last.quality,
    age_s: Math.round(age / 100) / 10,
    stale: age > point.rules.gapLimit,
  }
}

function devices(point: Point): readonly DeviceRow[] {
  return point.from.map((row) => ({
    source: row.source,
    device: row.device,
    field: row.field,
    from: orNull(row.from),
    to: orNull(row.to),
    serial: row.serial,
    multiplier: row.ctRatio ?? row.multiplier,
  }))
}

/** Coverage of the last 24 hours, up to the moment that can be covered by now; null before any data. */
function dayShares(point: Point, data: PointData): PointView['coverage_detail'] {
  if (data.last === undefined) return null
  const until = knowableUntil(point, data.now, data.day.at(-1), data)
  return sharesOf(sumCoverage(data.day), until - data.since)
}

export function pointView(point: Point, data: PointData): PointView {
  const shares = dayShares(point, data)
  return {
    id: point.id,
    name: point.name,
    place: point.place,
    use: point.use,
    medium: mediumOf(point, data.now),
    role: valueAt(point.role, data.now),
    parent: valueAt(point.parent, data.now),
    status: point.status,
    quantity: point.quantity,
    unit: point.unit,
    kind: point.kind,
    interval_s: point.rules.interval === null ? null : point.rules.interval / 1000,
    interval_months: point.rules.calendarMonths ?? null,
    stamp: point.kind === 'interval' ? (point.rules.stamp ?? 'end') : null,
    last: lastValue(point, data),
    coverage: shares?.measured ?? null,
    coverage_detail: shares,
    file_unit: point.fileUnit ?? point.unit,
    stale_after_s: point.rules.gapLimit / 1000,
    devices: devices(point),
    ...(point.of === undefined ? {} : { of: point.of }),
    findings: findingsOf(data.day),
  }
}
