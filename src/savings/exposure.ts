/** One load over the known time of one month: how long its baseline runs, and what its meter counted. */

import { type Bucket, coveredMs, type DayType, type Instant, type Span } from '../domain/index.ts'
import type { LocalDay, Profile } from './profile.ts'

export interface Exposure {
  /** Baseline share x time over the known time, whole millionths x ms. */
  readonly weight: number
  /** mWh counted in the known time. */
  readonly metered: number
  /** Days by type, parts of days as fractions. */
  readonly days: Readonly<Record<DayType, number>>
}

export interface MonthConsumption {
  /** The month bucket of the register, null when there is none. */
  readonly month: Bucket | null
  /** Day buckets by their start; there are none when the month is wholly known. */
  readonly days: ReadonlyMap<Instant, Bucket>
}

/** Whether the month bucket alone says everything: all of the month is looked at and known. */
export function isWhole(span: Span, month: Bucket | null): boolean {
  return month !== null && month.start === span.from && month.end === span.to && coveredMs(month) >= month.end - month.start
}

export function isDayWhole(day: LocalDay, bucket: Bucket): boolean {
  return bucket.start === day.from && bucket.end === day.to && coveredMs(bucket) >= bucket.end - bucket.start
}

/** Share of the span that the meter knows, 0..1. */
export function knownShare({ span, days }: Time, counted: MonthConsumption): number {
  if (isWhole(span, counted.month)) return 1
  const known = days.reduce((total, day) => total + Math.min(day.to - day.from, coveredIn(day, counted)), 0)
  return span.to <= span.from ? 0 : known / (span.to - span.from)
}

function coveredIn(day: LocalDay, { days }: MonthConsumption): number {
  const bucket = days.get(day.from)
  return bucket === undefined ? 0 : coveredMs(bucket)
}

export interface Time {
  readonly span: Span
  readonly days: readonly LocalDay[]
}

/** Baseline and meter over the same time: where the meter is silent, the baseline stands still too. `quarters` are those of days that are known in part. */
export function exposureOf(profile: Profile, { span, days }: Time, counted: MonthConsumption, quarters: readonly Bucket[]): Exposure {
  const found = { weight: 0, metered: 0, days: { workday: 0, weekend: 0, holiday: 0 } }
  const whole = isWhole(span, counted.month)
  if (whole) found.metered = counted.month?.total ?? 0
  for (const day of days) {
    const bucket = counted.days.get(day.from)
    if (whole || (bucket !== undefined && isDayWhole(day, bucket))) {
      found.weight += profile.weigh(day, day.from, day.to)
      found.days[day.type] += 1
      if (!whole) found.metered += bucket?.total ?? 0
    } else if (bucket !== undefined) addPart(found, profile, { day, bucket }, quarters)
  }
  return found
}

type Sums = { -readonly [K in keyof Exposure]: Exposure[K] } & { days: Record<DayType, number> }

function addPart(sums: Sums, profile: Profile, { day, bucket }: { day: LocalDay; bucket: Bucket }, quarters: readonly Bucket[]): void {
  sums.metered += bucket.total
  for (const q of quarters) {
    if (q.start < day.from || q.start >= day.to) continue
    const share = Math.min(1, coveredMs(q) / (q.end - q.start))
    sums.weight += Math.round(profile.weigh(day, q.start, q.end) * share)
    sums.days[day.type] += (share * (q.end - q.start)) / (bucket.end - bucket.start)
  }
}
