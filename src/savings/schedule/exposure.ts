/** One load over the covered time of one month: how long its baseline runs, and what its meter counted. */

import { type Bucket, coveredMs, type DayType, type Instant, type Span } from '../../domain/index.ts'
import type { LocalDay, Profile } from './profile.ts'

export interface Exposure {
  /** Baseline share x time over the covered time, whole millionths x ms. */
  readonly weight: number
  /** mWh counted in the covered time. */
  readonly metered: number
  /** Days by type, parts of days as fractions. */
  readonly days: Readonly<Record<DayType, number>>
}

export interface MonthConsumption {
  /** The month bucket of the register, null when there is none. */
  readonly month: Bucket | null
  /** Day buckets by their start; none when the month is wholly covered. */
  readonly days: ReadonlyMap<Instant, Bucket>
}

/** Whether the month bucket alone says everything: all of the month is in scope and covered. */
export function isWhole(span: Span, month: Bucket | null): boolean {
  return month !== null && month.start === span.from && month.end === span.to && coveredMs(month) >= month.end - month.start
}

export function isDayWhole(day: LocalDay, bucket: Bucket): boolean {
  return bucket.start === day.from && bucket.end === day.to && coveredMs(bucket) >= bucket.end - bucket.start
}

/** Share of the span that the meter knows, 0..1. */
export function coveredShare({ span, days }: Time, consumption: MonthConsumption): number {
  if (isWhole(span, consumption.month)) return 1
  const covered = days.reduce((total, day) => total + Math.min(day.to - day.from, coveredOn(day, consumption)), 0)
  return span.to <= span.from ? 0 : covered / (span.to - span.from)
}

function coveredOn(day: LocalDay, { days }: MonthConsumption): number {
  const bucket = days.get(day.from)
  return bucket === undefined ? 0 : coveredMs(bucket)
}

export interface Time {
  readonly span: Span
  readonly days: readonly LocalDay[]
}

/** Baseline and meter over the same time: where the meter is silent, the baseline stands still too. `quarters` are those of partly covered days. */
export function exposureOf(profile: Profile, { span, days }: Time, consumption: MonthConsumption, quarters: readonly Bucket[]): Exposure {
  const sums = { weight: 0, metered: 0, days: { workday: 0, weekend: 0, holiday: 0 } }
  const whole = isWhole(span, consumption.month)
  if (whole) sums.metered = consumption.month?.total ?? 0
  for (const day of days) {
    const bucket = consumption.days.get(day.from)
    if (whole || (bucket !== undefined && isDayWhole(day, bucket))) {
      sums.weight += profile.weigh(day, day.from, day.to)
      sums.days[day.type] += 1
      if (!whole) sums.metered += bucket?.total ?? 0
    } else if (bucket !== undefined) addPartialDay(sums, profile, { day, bucket }, quarters)
  }
  return sums
}

type Sums = { -readonly [K in keyof Exposure]: Exposure[K] } & { days: Record<DayType, number> }

function addPartialDay(
  sums: Sums,
  profile: Profile,
  { day, bucket }: { day: LocalDay; bucket: Bucket },
  quarters: readonly Bucket[],
): void {
  sums.metered += bucket.total
  for (const q of quarters) {
    if (q.start < day.from || q.start >= day.to) continue
    const share = Math.min(1, coveredMs(q) / (q.end - q.start))
    sums.weight += Math.round(profile.weigh(day, q.start, q.end) * share)
    sums.days[day.type] += (share * (q.end - q.start)) / (bucket.end - bucket.start)
  }
}
