/** Measures that save energy: the controlled loads, and the baseline that they are compared with. */

import type { Names } from './names.ts'
import type { DayType } from '../time/calendar.ts'
import type { Span } from '../time/instant.ts'

/** A window of a local day by wall clock, milliseconds after midnight, with its share of full output. Time outside all windows has share 0. */
export interface ShareWindow {
  readonly from: number
  readonly to: number
  /** 0..1, to six decimals. */
  readonly share: number
}

/** Share of full output by day type; windows ascend and do not overlap. */
export type ShareSchedule = Readonly<Record<DayType, readonly ShareWindow[]>>

/** Operation without the measure: a written schedule, or one learned from the time before control. */
export type Baseline = { readonly kind: 'schedule'; readonly schedule: ShareSchedule } | { readonly kind: 'learned'; readonly within: Span }

/** A controlled load: its register and its power. */
export interface Load {
  readonly energy: string
  readonly power: string
  /** W at full output by a commissioning test, or null. */
  readonly rated: number | null
}

/** How lighting and plugs weigh on the cooling. */
export interface CoolingInteraction {
  /** A season of `seasons`. */
  readonly season: string
  /** Coefficient of performance of the cooling. */
  readonly cop: number
  /** Share of the heat that the cooling carries away, 0..1. */
  readonly share: number
}

export interface Measure {
  readonly id: string
  readonly name: Names
  /** Free text, such as S1. */
  readonly system: string | null
  readonly baseline: Baseline
  readonly loads: readonly Load[]
  /** First local day of control, YYYY-MM-DD; nothing is claimed before it. */
  readonly from: string | null
  /** Absent: nothing is known of the cooling. */
  readonly cooling?: CoolingInteraction
}

/** Shares are stored as whole millionths, so that sums of share x time are exact. */
export const SHARE_UNITS = 1_000_000
