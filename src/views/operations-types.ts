/** Drafts, alarms and notices in the JSON form that clients see. */

import type { AlarmPhase, Instant } from '../domain/index.ts'
import type { MessengerChannel } from '../ports/index.ts'

export interface DraftView {
  readonly period: string
  /** `waiting`: it is due, and `why` says what it waits for. */
  readonly state: 'draft' | 'waiting'
  readonly revision: number | null
  readonly created: string | null
  /** SHA-256 of the report document in canonical JSON, hex. */
  readonly hash: string | null
  readonly coverage: number | null
  readonly coverage_low: boolean
  readonly figures: { readonly valued: number; readonly all: number } | null
  readonly missing: readonly { readonly id: string; readonly boundary: string; readonly reasons: readonly string[] }[]
  readonly why: string | null
}

export interface DraftsView {
  /** Newest period first. */
  readonly reports: readonly DraftView[]
  /** The next one that the service makes by itself. */
  readonly next: { readonly period: string; readonly at: string }
  /** Lowest coverage that is not too low, 0..1. */
  readonly coverage_below: number
}

export interface AlarmView {
  readonly id: string
  readonly code: string
  readonly subject: string
  readonly severity: 'warning' | 'alarm'
  readonly sentence: string
  readonly evidence: Readonly<Record<string, string | number>>
  /** `open` until its cause is gone, whether acknowledged or not. */
  readonly state: 'open' | 'cleared'
  readonly phase: AlarmPhase
  /** The rule that it breaks; null for faults of the service. */
  readonly rule: string | null
  /** Since when its condition holds, by the data. */
  readonly since: string | null
  readonly points: readonly string[]
  readonly raised: string
  readonly cleared: string | null
  readonly acknowledged: { readonly by: string; readonly at: string; readonly note: string | null } | null
  readonly owner: string | null
  readonly comments: readonly { readonly by: string; readonly at: string; readonly text: string }[]
  /** Null when it is over. */
  readonly muted: { readonly by: string; readonly until: string; readonly reason: string | null } | null
  readonly escalated: string | null
  /** The alarm that took it over. */
  readonly folded_into: string | null
}

/** What a person does to an alarm. */
export type AlarmWish =
  | { readonly comment: string }
  | { readonly owner: string | null }
  /** Null ends the mute. */
  | { readonly mute: { readonly until: Instant; readonly reason: string | null } | null }

export interface AlarmRuleView {
  readonly id: string
  readonly kind: string
  readonly text: string
  /** Null: all points that the kind can judge. */
  readonly points: readonly string[] | null
  readonly limits: readonly {
    readonly name: string
    readonly value: number | null
    readonly min: number
    readonly max: number
    readonly unit: string
    readonly text: string
  }[]
  readonly for_s: number
  readonly escalate_after_s: number | null
  readonly severity: 'warning' | 'alarm'
  readonly enabled: boolean
  readonly shipped: boolean
  /** Null: not since the service started. */
  readonly judged: string | null
  readonly changed: { readonly by: string; readonly at: string; readonly reason: string } | null
}

export interface AlarmRulesView {
  readonly rules: readonly AlarmRuleView[]
  readonly maintenance: readonly {
    readonly points: readonly string[]
    readonly from: string
    readonly to: string
    readonly reason: string
  }[]
}

export interface NoticeView {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly channel: MessengerChannel
  readonly state: 'waiting' | 'delivered' | 'lost'
  readonly attempts: number
  readonly queued: string
  /** Of the last attempt, or null. */
  readonly tried: string | null
  /** Of the next attempt, or null. */
  readonly next: string | null
  readonly reason: string | null
}
