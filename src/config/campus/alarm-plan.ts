/** Entries of `alarms:` and `maintenance:` -> AlarmPlan. */

import {
  ALARM_KIND_NAMES,
  type AlarmKind,
  alarmKindOf,
  type AlarmPlan,
  type AlarmRule,
  defaultRule,
  durationMs,
  type MaintenanceWindow,
  matchesPoint,
  SHIPPED_ALARM_RULES,
} from '../../domain/index.ts'
import type { AlarmRuleEntry, MaintenanceEntry } from '../schema/alarm.ts'
import { didYouMean } from '../yaml/nearest.ts'
import { blamePart, byId, type Examination, type ExaminedPart, isPresent, windowAt } from './examine.ts'

type Part = ExaminedPart<AlarmRuleEntry>

export interface AlarmParts {
  readonly alarms: readonly Part[]
  readonly maintenance: readonly ExaminedPart<MaintenanceEntry>[]
}

const GENERAL = ['id', 'kind', 'points', 'enabled', 'for', 'severity', 'escalate_after']

export function alarmPlanOf({ alarms, maintenance }: AlarmParts, points: readonly { readonly id: string }[], ex: Examination): AlarmPlan {
  const ids = points.map((p) => p.id)
  const own = [...byId(alarms, 'alarm rule', ex)].flatMap(([id, part]) => ruleOf(id, part, ids, ex) ?? [])
  const changed = new Map(own.map((rule) => [rule.id, rule]))
  const rules = [...SHIPPED_ALARM_RULES.map((rule) => changed.get(rule.id) ?? rule), ...own.filter((rule) => !isShipped(rule.id))]
  return { rules, maintenance: maintenance.flatMap((part) => windowOf(part, ids, ex) ?? []) }
}

const isShipped = (id: string): boolean => SHIPPED_ALARM_RULES.some((rule) => rule.id === id)

function kindOf(id: string, part: Part, ex: Examination): AlarmKind | null {
  const shipped = SHIPPED_ALARM_RULES.find((rule) => rule.id === id)?.kind
  const { kind } = part.value
  if (shipped !== undefined && kind !== undefined && kind !== shipped) {
    blamePart(part, ['kind'], ex, { message: `"${id}" is a shipped rule of kind ${shipped}`, hint: 'give the rule another id' })
    return null
  }
  const found = shipped ?? kind ?? null
  if (found === null && part.sound)
    blamePart(part, ['id'], ex, {
      message: `"${id}" is no shipped rule and has no kind`,
      hint:
        didYouMean(
          id,
          SHIPPED_ALARM_RULES.map((rule) => rule.id),
        ) ?? `add kind: ${ALARM_KIND_NAMES.join(', ')}`,
    })
  return found
}

function ruleOf(id: string, part: Part, ids: readonly string[], ex: Examination): AlarmRule | null {
  const kind = kindOf(id, part, ex)
  if (kind === null) return null
  const base = defaultRule(id, kind)
  const limits = limitsOf(part, kind, ex)
  const { enabled = true, severity = base.severity } = part.value
  checkThreshold(part, kind, limits, ex)
  return {
    ...base,
    points: patternsOf(part, part.value.points, ids, ex),
    limits: { ...base.limits, ...limits },
    hold: milliseconds(part.value.for) ?? base.hold,
    severity,
    enabled,
    escalate: escalationOf(part, severity, base),
  }
}

const milliseconds = (text: string | undefined): number | null => (text === undefined ? null : durationMs(text))

function escalationOf(part: Part, severity: AlarmRule['severity'], base: AlarmRule): number | null {
  const text = part.value.escalate_after
  if (text === 'never') return null
  return milliseconds(text) ?? (severity === base.severity ? base.escalate : null)
}

function limitsOf(part: Part, kind: AlarmKind, ex: Examination): Record<string, number> {
  const { limits } = alarmKindOf(kind)
  const found: Record<string, number> = {}
  for (const [key, value] of Object.entries(part.value)) {
    if (GENERAL.includes(key)) continue
    const limit = limits[key]
    if (limit === undefined) {
      const names = Object.keys(limits)
      const hint = names.length === 0 ? 'it has no limits' : `it has ${names.join(', ')}`
      blamePart(part, [key], ex, { message: `kind ${kind} has no "${key}"`, hint })
    } else if (typeof value === 'number') {
      if (value >= limit.min && value <= limit.max) found[key] = value
      else blamePart(part, [key], ex, { message: `"${String(value)}" is out of range`, hint: `from ${limit.min} to ${limit.max}` })
    }
  }
  return found
}

function checkThreshold(part: Part, kind: AlarmKind, { above, below }: Readonly<Record<string, number>>, ex: Examination): void {
  if (kind !== 'threshold' || !part.sound) return
  if (!isPresent(part, 'points'))
    blamePart(part, [], ex, { message: 'kind threshold needs "points"', hint: 'name the points whose values it watches' })
  if (above === undefined && below === undefined)
    blamePart(part, [], ex, { message: 'kind threshold needs "above" or "below"', hint: 'write above: 27' })
  if (above !== undefined && below !== undefined && below >= above)
    blamePart(part, ['below'], ex, {
      message: `"below" ${below} is not less than "above" ${above}`,
      hint: 'every value would break the rule',
    })
}

type Patterns = string | readonly (string | undefined)[] | undefined

/** Ids and patterns; a fault for each that matches no point. Null: all points. */
function patternsOf<T>(part: ExaminedPart<T>, wished: Patterns, ids: readonly string[], ex: Examination): readonly string[] | null {
  if (wished === undefined) return null
  const single = typeof wished === 'string'
  const patterns = (single ? [wished] : wished).filter((pattern) => pattern !== undefined)
  for (const [i, pattern] of patterns.entries()) {
    if (ids.length === 0 || ids.some((id) => matchesPoint([pattern], id))) continue
    const hint = didYouMean(pattern, ids) ?? 'an id of a point, or a pattern such as park/block-a/*'
    blamePart(part, single ? ['points'] : ['points', i], ex, { message: `"${pattern}" matches no point`, hint })
  }
  return patterns
}

function windowOf(part: ExaminedPart<MaintenanceEntry>, ids: readonly string[], ex: Examination): MaintenanceWindow | null {
  const { from, to } = windowAt(part, [], ex)
  const points = patternsOf(part, part.value.points as Patterns, ids, ex)
  if (from === null || to === null || points === null) return null
  return { points, from, to, reason: part.value.reason ?? '' }
}
