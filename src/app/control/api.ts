/** Use cases of control: what runs and why, what will happen, overrides, stop-all, the log. */

import type { CommandValue, Instant, Names, RequestContext } from '../../domain/index.ts'
import type { Refusal } from '../refusal.ts'
import type {
  ActuatorsView,
  ControlLogView,
  ControlPoliciesView,
  OverrideView,
  OverridesView,
  PreviewView,
  StopView,
} from './control-views.ts'

/** Of sentences; absent: English. */
type Language = keyof Names

export interface PreviewQuery {
  readonly language?: Language | undefined
  /** Null: now. */
  readonly from: Instant | null
  /** Local days from there on. */
  readonly days: number
  /** One actuator; null: all. */
  readonly actuator: string | null
}

export interface OverrideWish {
  readonly actuator: string
  /** `on` and `off` are texts or truth values. */
  readonly value: CommandValue
  readonly until: Instant
}

export interface ControlLogQuery {
  readonly language?: Language | undefined
  readonly from: Instant | null
  readonly to: Instant | null
  readonly actuator: string | null
  /** The newest so many. */
  readonly limit: number
}

export interface ControlApi {
  actuators(context: RequestContext, language?: Language): Promise<ActuatorsView>
  policies(context: RequestContext): Promise<ControlPoliciesView>
  preview(context: RequestContext, query: PreviewQuery): Promise<PreviewView | Refusal>
  overrides(context: RequestContext): Promise<OverridesView>
  /** The reason stands in the context. */
  addOverride(context: RequestContext, wish: OverrideWish): Promise<OverrideView | Refusal>
  endOverride(context: RequestContext, id: string): Promise<OverrideView | Refusal>
  /** The reason stands in the context, if there is one: a stop never fails for want of it. */
  stopAll(context: RequestContext): Promise<StopView>
  resume(context: RequestContext): Promise<StopView>
  log(context: RequestContext, query: ControlLogQuery): Promise<ControlLogView>
}
