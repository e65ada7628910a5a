/** Series and buckets of a point, in the JSON form that clients see. */

import type { Finding, Instant, Quality, Step } from '../../domain/index.ts'

export interface SeriesQuery {
  readonly point: string
  readonly from: Instant
  readonly to: Instant
  readonly step: SeriesStep
}

export interface BucketsQuery {
  readonly point: string
  readonly from: Instant
  readonly to: Instant
  readonly step: Step
}

export type SeriesStep = 'raw' | Step

export interface SeriesValue {
  readonly time: string
  /** Closed-open end of the span; equal to `time` for raw readings. */
  readonly end: string
  /** Consumption of a register, mean of a gauge, in the series' unit; null when nothing is known. */
  readonly value: number | null
  readonly coverage: number
  readonly bridged: number
  readonly estimated: number
  readonly missing: number
  readonly min: number | null
  readonly max: number | null
  readonly n: number
  readonly quality?: Quality
  readonly findings: readonly string[]
}

export interface SeriesView {
  readonly point: string
  readonly quantity: string
  readonly unit: string
  readonly kind: string
  readonly step: SeriesStep
  readonly zone: string
  readonly from: string
  readonly to: string
  readonly values: readonly SeriesValue[]
  readonly findings: readonly Finding[]
}

/** One bucket with every field; spans in milliseconds. */
export interface BucketView {
  readonly start: string
  readonly end: string
  readonly n: number
  /** A register: integer base units consumed. A gauge: the integral of value over covered time, value x ms. */
  readonly total: number
  readonly min: number | null
  readonly max: number | null
  readonly measured_ms: number
  readonly coarse_ms: number
  readonly bridged_ms: number
  readonly estimated_ms: number
  /** The last accepted reading at or before the end: a register's index in base units. */
  readonly closing: { readonly time: string; readonly value: number } | null
  readonly findings: readonly string[]
  readonly version: number
}

export interface BucketsView {
  readonly point: string
  readonly quantity: string
  readonly unit: string
  readonly base_unit: string
  readonly base_per_unit: number
  readonly step: Step
  readonly from: string
  readonly to: string
  readonly buckets: readonly BucketView[]
}

/** Why a query has no answer, and which query has one. */
export interface RefusedQuery {
  readonly refused: 'unknown-point' | 'too-many-values'
  readonly detail: string
}
