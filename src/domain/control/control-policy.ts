/** Policies of control, one task each, and the limits that all of them keep. The campus file describes them; `src/control` carries them out. */

import type { DayType } from '../time/calendar.ts'
import type { Span } from '../time/instant.ts'
import type { Actuator, PolicyValue } from './actuator.ts'

/** In the order in which they decide. Overrides by people stand at the head of `people`. */
export const POLICY_CLASSES = ['safety', 'people', 'optimisation'] as const
export type PolicyClass = (typeof POLICY_CLASSES)[number]

export const POLICY_KINDS = ['occupancy', 'schedule', 'slots', 'sun', 'season', 'bookings', 'price', 'limit', 'daylight'] as const
export type PolicyKind = (typeof POLICY_KINDS)[number]

/** An actuator that a policy acts on, with the point it depends on there; null: it depends on none. */
export interface PolicyTarget {
  readonly actuator: string
  readonly point: string | null
}

/** Once the newest reading is older than `after` ms, the policy wants `value`; null: it has no opinion then. */
export interface StaleFallback {
  readonly after: number
  readonly value: PolicyValue | null
}

interface PolicyHead {
  readonly id: string
  readonly class: PolicyClass
  readonly targets: readonly PolicyTarget[]
  /** In force only within this season. */
  readonly season: string | null
  /** In force only on days of these types. */
  readonly days: readonly DayType[] | null
  /** In force only while one of these prices holds. */
  readonly prices: PriceHours | null
}

/** Hours of the electricity tariff of a site, by the names of its prices. */
export interface PriceHours {
  readonly site: string
  readonly names: readonly string[]
}

/** `value` while somebody is there and until `holdOff` ms after the last one has left, then `otherwise`. */
export interface OccupancyPolicy extends PolicyHead {
  readonly kind: 'occupancy'
  readonly holdOff: number
  readonly value: PolicyValue
  readonly otherwise: PolicyValue | null
  readonly stale: StaleFallback
}

/** A window by wall clock, ms after midnight. `to` beyond a day: it ends on the next one. */
export interface PlanWindow {
  readonly from: number
  readonly to: number
  readonly value: PolicyValue
  /** As the file writes it: 07:30-19:00. */
  readonly text: string
}

/** Weekly plan by day type; a window belongs to the day on which it begins. */
export interface SchedulePolicy extends PolicyHead {
  readonly kind: 'schedule'
  readonly plan: Readonly<Record<DayType, readonly PlanWindow[]>>
  readonly otherwise: PolicyValue | null
}

/** A value from a clock time on, ms after midnight, until the next slot; the last one holds over midnight. Ascending. */
export interface SlotsPolicy extends PolicyHead {
  readonly kind: 'slots'
  readonly slots: readonly { readonly at: number; readonly value: PolicyValue; readonly text: string }[]
}

/** A moment of the day: of the sun with an offset, or by wall clock; both in ms. */
export type SunMoment =
  | { readonly event: 'sunrise' | 'sunset'; readonly offset: number }
  | { readonly event: 'clock'; readonly offset: number }

export interface SunPolicy extends PolicyHead {
  readonly kind: 'sun'
  readonly from: SunMoment
  readonly to: SunMoment
  /** Both as the file writes them. */
  readonly text: string
  readonly value: PolicyValue
  readonly otherwise: PolicyValue | null
}

/** `value` within the season that it names, `otherwise` outside. */
export interface SeasonPolicy extends PolicyHead {
  readonly kind: 'season'
  readonly name: string
  readonly value: PolicyValue
  readonly otherwise: PolicyValue | null
}

/** `value` while something is booked, from `before` ms before each booking on; `otherwise` between bookings. */
export interface BookingsPolicy extends PolicyHead {
  readonly kind: 'bookings'
  /** Ascending; bookings that meet are one. */
  readonly bookings: readonly Span[]
  readonly before: number
  readonly value: PolicyValue
  readonly otherwise: PolicyValue | null
}

/** `value` while one of the prices of the tariff holds, `otherwise` at other hours. */
export interface PricePolicy extends PolicyHead {
  readonly kind: 'price'
  readonly hours: PriceHours
  readonly value: PolicyValue
  readonly otherwise: PolicyValue | null
}

/**
 * `value` once a reading falls below (or rises above) the limit, until it is back beyond it by `hysteresis`; then `otherwise`. Units are the
 * canonical ones of the point.
 */
export interface LimitPolicy extends PolicyHead {
  readonly kind: 'limit'
  readonly below: number | null
  readonly above: number | null
  /** The mean of the running interval of so many ms is compared, as demand is metered; null: the newest reading. */
  readonly mean: number | null
  readonly hysteresis: number
  readonly value: PolicyValue
  readonly otherwise: PolicyValue | null
  readonly stale: StaleFallback
}

/** `value` while it is darker than `below` lx, `otherwise` while it is brighter than `above`; between them what was before. */
export interface DaylightPolicy extends PolicyHead {
  readonly kind: 'daylight'
  readonly below: number
  readonly above: number
  readonly value: PolicyValue
  readonly otherwise: PolicyValue | null
  readonly stale: StaleFallback
}

export type ControlPolicy =
  | OccupancyPolicy
  | SchedulePolicy
  | SlotsPolicy
  | SunPolicy
  | SeasonPolicy
  | BookingsPolicy
  | PricePolicy
  | LimitPolicy
  | DaylightPolicy

export interface ControlPlan {
  readonly actuators: readonly Actuator[]
  /** By class, then in the order of the file: the first with an opinion decides. */
  readonly policies: readonly ControlPolicy[]
  readonly commandsPerMinute: number
  /** Least time between two commands, ms: loads start one after another. */
  readonly stagger: number
  /** Longest time for which a switch at the wall is respected, ms. */
  readonly manualHold: number
}

export const NO_CONTROL: ControlPlan = { actuators: [], policies: [], commandsPerMinute: 60, stagger: 50, manualHold: 43_200_000 }
