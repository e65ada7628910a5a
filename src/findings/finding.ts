/** What was found on a day, and what people do about it. Records of two streams, folded into findings. Pure. */

import type { Instant } from '../domain/index.ts'
import type { Resource } from './rules/fault-rule.ts'

/** A rule that fired on a day in one unit. Amounts in kWh or m3. */
export interface FaultHit {
  readonly rule: string
  readonly subject: string
  readonly site: string
  readonly resource: Resource
  readonly points: readonly string[]
  /** Minutes of the day in which it fired, and the first of them after midnight. */
  readonly minutes: number
  readonly begins: number
  readonly amount: number
  readonly low: number
  readonly high: number
  /** By the tariff of each hour; null without one. */
  readonly money: number | null
  readonly currency: string | null
  /** kg CO2 by the factor of the day; null without one. */
  readonly co2: number | null
}

export interface FindingDay {
  /** Local day. */
  readonly date: string
  readonly hits: readonly FaultHit[]
}

export const FINDING_STATUSES = ['open', 'planned', 'done', 'dismissed'] as const
export type FindingStatus = (typeof FINDING_STATUSES)[number]

/** Body of a record; the id of the record is that of the finding. */
export type FindingAction =
  | { readonly type: 'status'; readonly by: string; readonly status: FindingStatus; readonly note: string | null }
  | { readonly type: 'owner'; readonly by: string; readonly owner: string | null }
  | { readonly type: 'comment'; readonly by: string; readonly text: string }

export interface FindingComment {
  readonly by: string
  readonly at: Instant
  readonly text: string
}

export interface FindingState {
  readonly status: FindingStatus
  /** When it became so. */
  readonly since: Instant | null
  readonly owner: string | null
  readonly comments: readonly FindingComment[]
}

export const UNTOUCHED: FindingState = { status: 'open', since: null, owner: null, comments: [] }

export function findingId(rule: string, subject: string): string {
  return `${rule}:${subject}`
}

export function applyFindingAction(state: FindingState, at: Instant, action: FindingAction): FindingState {
  if (action.type === 'owner') return { ...state, owner: action.owner }
  if (action.type === 'comment') return { ...state, comments: [...state.comments, { by: action.by, at, text: action.text }] }
  const { by, note, status } = action
  const comments = note === null ? state.comments : [...state.comments, { by, at, text: note }]
  return { ...state, status, since: at, comments }
}
