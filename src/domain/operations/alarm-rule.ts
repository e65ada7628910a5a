/** Alarm rules as data: those that ship, those of the campus file, and what people switch off or change on the page. */

import { matchesGlob } from '../../kernel/index.ts'
import { type Instant, MINUTE } from '../time/instant.ts'
import { ALARM_KIND_NAMES, type AlarmKind, alarmKindOf } from './alarm-kinds.ts'

export interface AlarmRule {
  /** A shipped rule has the name of its kind. */
  readonly id: string
  readonly kind: AlarmKind
  /** Ids or patterns in which `*` stands for any text; null: every point that the kind can judge. */
  readonly points: readonly string[] | null
  /** By name, as `ALARM_KINDS` lists them; one that is null there may be missing. */
  readonly limits: Readonly<Record<string, number>>
  /** Hold-off: the condition has to hold for so many ms before the alarm is raised. */
  readonly hold: number
  readonly severity: 'warning' | 'alarm'
  readonly enabled: boolean
  /** A second notice is sent when nobody has acknowledged the alarm for so many ms; null: none. */
  readonly escalate: number | null
}

/** A span in which work on these points raises no alarm. */
export interface MaintenanceWindow {
  readonly points: readonly string[]
  readonly from: Instant
  readonly to: Instant
  readonly reason: string
}

/** `alarms:` and `maintenance:` of the campus file, over the shipped rules. */
export interface AlarmPlan {
  readonly rules: readonly AlarmRule[]
  readonly maintenance: readonly MaintenanceWindow[]
}

/** What a person changed of a rule on the page; null: as the campus file has it. */
export interface AlarmRuleChange {
  readonly enabled: boolean | null
  readonly limits: Readonly<Record<string, number>>
}

/** An alarm that nobody acknowledges is announced a second time after two hours. */
const ESCALATE = 120 * MINUTE

export function defaultRule(id: string, kind: AlarmKind): AlarmRule {
  const { limits, hold, severity } = alarmKindOf(kind)
  const numbers = Object.entries(limits).flatMap(([name, { otherwise }]) => (otherwise === null ? [] : [[name, otherwise] as const]))
  const escalate = severity === 'alarm' ? ESCALATE : null
  return { id, kind, points: null, limits: Object.fromEntries(numbers), hold, severity, enabled: true, escalate }
}

export const SHIPPED_ALARM_RULES: readonly AlarmRule[] = ALARM_KIND_NAMES.filter((kind) => alarmKindOf(kind).shipped).map((kind) =>
  defaultRule(kind, kind),
)

export const DEFAULT_ALARM_PLAN: AlarmPlan = { rules: SHIPPED_ALARM_RULES, maintenance: [] }

export function changeRule(rule: AlarmRule, change: AlarmRuleChange | undefined): AlarmRule {
  if (change === undefined) return rule
  return { ...rule, enabled: change.enabled ?? rule.enabled, limits: { ...rule.limits, ...change.limits } }
}

export function matchesPoint(patterns: readonly string[] | null, point: string): boolean {
  return patterns === null || patterns.some((pattern) => matchesGlob(pattern, point))
}

/** Whether every one of these points is under maintenance. */
export function isUnderMaintenance(windows: readonly MaintenanceWindow[], points: readonly string[], at: Instant): boolean {
  const open = windows.filter(({ from, to }) => from <= at && at < to)
  return open.length > 0 && points.length > 0 && points.every((point) => open.some((w) => matchesPoint(w.points, point)))
}
