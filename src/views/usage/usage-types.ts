/** What a medium's meters used over time, by place or use, in the JSON form that clients see. */

import type { Instant, Step } from '../../domain/index.ts'

export const USAGE_MEASURES = ['amount', 'cost', 'co2'] as const
export type UsageMeasure = (typeof USAGE_MEASURES)[number]

/** `place-use` names its groups `park/block-a|lighting`. */
export const USAGE_GROUPINGS = ['none', 'building', 'floor', 'zone', 'use', 'place-use', 'meter'] as const
export type UsageGrouping = (typeof USAGE_GROUPINGS)[number]

export const USAGE_STEPS = ['15m', '1h', '1d', '1M'] as const
export type UsageStep = Exclude<Step, '1y'>

export interface UsageQuery {
  /** As points name it: electricity, tap-water, gas. */
  readonly medium: string
  readonly from: Instant
  readonly to: Instant
  readonly step: UsageStep
  /** A site, or site/building; null: the whole campus. */
  readonly place: string | null
  readonly by: UsageGrouping
  readonly measure: UsageMeasure
}

export interface MeterSeries {
  readonly key: string
  /** Ids of the points that it is the sum of; empty for a rest. */
  readonly points: readonly string[]
  /** Over the whole range, in the unit of the answer; null when nothing of it is known. */
  readonly total: number | null
  /** Measured share of the time that has passed, 0 to 1; null while none has passed. */
  readonly coverage: number | null
  readonly bridged: number
  readonly estimated: number
  /** Per span; null where nothing is known. */
  readonly values: readonly (number | null)[]
  /** Measured share of each span, 0 to 1. */
  readonly measured: readonly number[]
}

export interface UsageView {
  readonly medium: string
  /** kWh, m3, kgCO2, or a currency. */
  readonly unit: string
  readonly measure: UsageMeasure
  readonly zone: string
  readonly step: UsageStep
  readonly place: string | null
  readonly by: UsageGrouping
  /** Edges of the spans: one more than there are values. */
  readonly edges: readonly string[]
  readonly total: MeterSeries
  readonly groups: readonly MeterSeries[]
  /** What the total has beyond the groups; negative where they have more than it. Null without groups. */
  readonly rest: MeterSeries | null
  /** Why amounts have no price or factor: sites without one. Empty for amounts. */
  readonly unpriced: readonly string[]
}
