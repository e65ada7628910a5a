/** What a fault rule sees of a day: the quarter hours of its roles, and the days before by clock hours. */

import type { Instant } from '../domain/index.ts'

/** Quarter hours that a day has in front of it, so that hold-offs and sums of the last hours work from midnight on. */
export const LEAD_SLOTS = 24
/** Days of history, besides the day itself. */
export const PAST_DAYS = 35

export interface PastDay {
  readonly isWorkday: boolean
  /** By clock hour, 00:00 first; rates of registers, means of gauges; NaN: not enough is known. */
  readonly hours: Float64Array
}

/** One role of a rule in one unit: a point, or the sum of several. */
export interface RoleSeries {
  /** Quarter hours from `LEAD_SLOTS` before local midnight on. kW and m3/h for loads, the point's unit for gauges. */
  readonly slots: Float64Array
  /** The day itself first, then the days before it. */
  readonly past: readonly PastDay[]
  /** Smallest difference that its meter can show, as a rate over a quarter hour. */
  readonly resolution: number
}

/** Time of a slot, as rules ask for it. */
export interface SlotTime {
  readonly at: Instant
  /** Local clock, 0 <= hour < 24. */
  readonly hour: number
  readonly isWorkday: boolean
  /** Elevation of the sun, degrees; NaN without a place. */
  readonly sun: number
  /** Whether the season of the rule holds; NaN where the campus file does not name it. */
  readonly season: number
}

export interface UnitDay {
  readonly roles: Readonly<Record<string, RoleSeries>>
  readonly times: readonly SlotTime[]
  readonly settings: Readonly<Record<string, number>>
}
