/** One point as a row of equal slots: what profiles, alarms and findings compute with. */

import { HOUR, type Span } from '../time/instant.ts'
import { type Bucket, coveredMs, meanOf } from './bucket.ts'
import { basePerUnit, type Quantity } from '../quantity/quantity.ts'

export interface PointSeries {
  readonly from: number
  /** Length of a slot, ms. */
  readonly slot: number
  /** A register: its rate in units per hour (kW of kWh, m3/h of m3). A gauge: its mean in its unit. NaN: nothing, or too little, is known. */
  readonly values: Float64Array
}

/** A slot that is covered by less than this is no evidence. */
const LEAST_COVERED = 0.5

/** Buckets of one point and step within the span; a slot that is bridged has a total, but no shape, and stays NaN unless `bridged` is taken. */
export function seriesOf(
  quantity: Quantity,
  buckets: readonly Bucket[],
  within: Span & { readonly slot: number; readonly bridged?: boolean },
): PointSeries {
  const { from, to, slot, bridged = false } = within
  const values = new Float64Array(Math.max(0, Math.ceil((to - from) / slot))).fill(Number.NaN)
  const base = basePerUnit(quantity)
  for (const bucket of buckets) {
    const i = Math.floor((bucket.start - from) / slot)
    const known = bridged ? coveredMs(bucket) : bucket.measured
    if (i < 0 || i >= values.length || known < LEAST_COVERED * (bucket.end - bucket.start)) continue
    values[i] = bucket.arithmetic === 'gauge' ? (meanOf(bucket) ?? Number.NaN) : bucket.total / base / (coveredMs(bucket) / HOUR)
  }
  return { from, slot, values }
}
