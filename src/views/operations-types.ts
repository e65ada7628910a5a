/** Drafts, alarms and notices in the JSON form that clients see. */

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
  readonly raised: string
  readonly cleared: string | null
  readonly acknowledged: { readonly by: string; readonly at: string; readonly note: string | null } | null
}

export interface NoticeView {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly channel: 'webhook' | 'mail'
  readonly state: 'waiting' | 'delivered' | 'lost'
  readonly attempts: number
  readonly queued: string
  /** Of the last attempt, or null. */
  readonly tried: string | null
  /** Of the next attempt, or null. */
  readonly next: string | null
  readonly reason: string | null
}
