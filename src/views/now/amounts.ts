/** What a meter used over some buckets, and how fast: from its register, else from the integral of its rate. */

import { basePerUnit, type Bucket, coveredMs, HOUR, type Point, tidy } from '../../domain/index.ts'
import { type Medium, UNITS } from './medium.ts'
import type { Meter } from './meters.ts'

/** The point a meter's amounts come from; its register where it has one. */
export function amountPoint(meter: Meter): Point | null {
  return meter.register ?? meter.rate
}

/** Amount of a bucket in the medium's unit (kWh, m3), or null when nothing of it is covered. */
export function amountOf(point: Point, medium: Medium, bucket: Bucket): number | null {
  if (coveredMs(bucket) <= 0) return null
  if (bucket.arithmetic === 'register') return bucket.total / basePerUnit(point.quantity)
  return (bucket.total * UNITS[medium].ratePerCanonical) / HOUR
}

/** Sum of the amounts up to an instant, or null without any. A bucket that the instant cuts counts in proportion. */
export function amountSum(point: Point, medium: Medium, buckets: readonly Bucket[], until: number): number | null {
  let sum: number | null = null
  for (const bucket of buckets) {
    const amount = amountOf(point, medium, bucket)
    if (amount === null) continue
    const part = Math.min(1, (until - bucket.start) / (bucket.end - bucket.start))
    sum = (sum ?? 0) + amount * part
  }
  return sum === null ? null : tidy(sum)
}

/** Mean rate over the covered time of some buckets (kW, m3/h), or null. */
export function meanRate(point: Point, medium: Medium, buckets: readonly Bucket[]): number | null {
  let amount = 0
  let covered = 0
  for (const bucket of buckets) {
    amount += amountOf(point, medium, bucket) ?? 0
    covered += coveredMs(bucket)
  }
  return covered > 0 ? tidy((amount * HOUR) / covered) : null
}
