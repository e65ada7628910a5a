/** A point with its last value, in the JSON form that clients see. */

import type { Coverage, Finding, Names, Place, PointTerm, Quality } from '../../domain/index.ts'

export interface LastValue {
  readonly time: string
  readonly value: number
  readonly quality: Quality
  readonly age_s: number
  /** Older than the point's gap limit. */
  readonly stale: boolean
}

export interface DeviceRow {
  readonly source: string
  readonly device: string
  readonly field: string
  readonly from: string | null
  readonly to: string | null
  readonly serial: string | null
  /** CT x PT ratio that values of the meter are multiplied by. */
  readonly multiplier: number
}

export interface PointView {
  readonly id: string
  readonly name: Names
  readonly place: Place
  readonly use: string | null
  readonly medium: string | null
  readonly role: string | null
  readonly parent: string | null
  readonly status: 'live' | 'commissioning'
  readonly quantity: string
  readonly unit: string
  readonly kind: string
  /** Expected time between readings, or the length of an amount, seconds; null when unknown. */
  readonly interval_s: number | null
  /** Length of an amount of calendar months; null otherwise. */
  /** Of values in files that name none. */
  readonly file_unit: string
  readonly interval_months: number | null
  /** The end of their interval that amounts are stamped with; null where the point holds no amounts. */
  readonly stamp: 'begin' | 'end' | null
  readonly last: LastValue | null
  /** Measured share of the last 24 h, 0..1; null before any data. */
  readonly coverage: number | null
  readonly coverage_detail: Coverage | null
  /** A `last` older than this, seconds, is stale: clients mark it without another request. */
  readonly stale_after_s: number
  readonly devices: readonly DeviceRow[]
  /** The terms of a computed point; left out for one that is read. */
  readonly of?: readonly PointTerm[]
  readonly findings: readonly Finding[]
}
