/** Several points over the same spans, in the JSON form that clients see. */

import type { Instant, Step } from '../../domain/index.ts'

export interface ChosenQuery {
  readonly points: readonly string[]
  readonly from: Instant
  readonly to: Instant
  readonly step: Exclude<Step, '1y'>
}

export interface ChosenSeries {
  readonly point: string
  readonly quantity: string
  readonly unit: string
  readonly kind: string
  /** Amount of each span for a register, mean for a gauge; null where nothing is known. */
  readonly values: readonly (number | null)[]
  /** Measured share of each span, 0 to 1. */
  readonly measured: readonly number[]
  /** Bridged and estimated share of each span, 0 to 1: the total is known, the course is not. */
  readonly inferred: readonly number[]
}

export interface ChosenView {
  readonly zone: string
  readonly step: ChosenQuery['step']
  /** Edges of the spans: one more than there are values. */
  readonly edges: readonly string[]
  readonly series: readonly ChosenSeries[]
}

/** Points of one answer. */
export const MOST_POINTS = 20
