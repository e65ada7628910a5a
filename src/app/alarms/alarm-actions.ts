/** Use cases: what people see of alarms and their rules, and what they do with them. */

import type { AlarmKeeper } from '../../alarms/keeper.ts'
import {
  type AlarmLimit,
  alarmKindOf,
  type AlarmRule,
  type AlarmRuleChange,
  formatIn,
  type Instant,
  iso,
  type RequestContext,
  SHIPPED_ALARM_RULES,
} from '../../domain/index.ts'
import type { Clock } from '../../ports/index.ts'
import type { AlarmRulesView, AlarmRuleView, AlarmView, AlarmWish } from '../../views/operations-types.ts'
import type { AppState } from '../context.ts'
import type { OperationsApi } from '../operations/api.ts'
import { alarmView, pendingView } from '../operations/operations-views.ts'
import type { Refusal } from '../refusal.ts'
import type { AlarmRuleChanges, RecordedRuleChange } from './rule-changes.ts'
import type { RuleWatch } from './rule-watch.ts'

export interface AlarmActionParts {
  readonly state: AppState
  readonly alarms: AlarmKeeper
  readonly watch: RuleWatch
  readonly changes: AlarmRuleChanges
  readonly clock: Clock
}

export type AlarmActions = Pick<OperationsApi, 'alarms' | 'acknowledgeAlarm' | 'actOnAlarm' | 'alarmRules' | 'changeAlarmRule'>

const unknownAlarm = (id: string): Refusal => ({ refused: 'unknown-alarm', detail: `no alarm "${id}"; \`campus alarms\` lists them` })

export function alarmActions(parts: AlarmActionParts): AlarmActions {
  const { state, alarms, watch, clock } = parts
  const zone = (): string => state.campus.timezone
  const view = async (id: string, action: Parameters<AlarmKeeper['act']>[1]): Promise<AlarmView | Refusal> => {
    const alarm = await alarms.act(id, action)
    return alarm === null ? unknownAlarm(id) : alarmView(zone(), alarm, clock.now())
  }
  return {
    async alarms(_context, wanted) {
      if (wanted === 'pending') return watch.pending().map((cause, i) => pendingView(zone(), cause, { number: i + 1, now: clock.now() }))
      const views = (await alarms.list()).map((alarm) => alarmView(zone(), alarm, clock.now()))
      return wanted === null ? views : views.filter((alarm) => alarm.state === wanted || alarm.phase === wanted)
    },
    acknowledgeAlarm: ({ principal }, id, note) => view(id, { type: 'acknowledged', by: principal.key, note }),
    actOnAlarm: ({ principal, at }, id, wish) => {
      const faults = faultOf(wish, at)
      return faults === null
        ? view(id, actionOf(wish, principal.key, at))
        : Promise.resolve({ refused: 'invalid-request', faults: [faults] })
    },
    alarmRules: () => rulesView(parts),
    changeAlarmRule: (context, id, change) => changeRuleOf(parts, context, id, change),
  }
}

function faultOf(wish: AlarmWish, now: Instant): { path: string; message: string } | null {
  if ('mute' in wish && wish.mute !== null && wish.mute.until <= now)
    return { path: 'until', message: `"${iso(wish.mute.until)}" is over; name a time in the future` }
  return null
}

function actionOf(wish: AlarmWish, by: string, at: Instant): Parameters<AlarmKeeper['act']>[1] {
  if ('comment' in wish) return { type: 'commented', by, text: wish.comment }
  if ('owner' in wish) return { type: 'assigned', by, owner: wish.owner }
  // A mute that ends now ends the one before.
  return { type: 'muted', by, until: wish.mute?.until ?? at, reason: wish.mute?.reason ?? null }
}

async function rulesView({ state, changes, watch }: AlarmActionParts): Promise<AlarmRulesView> {
  const zone = state.campus.timezone
  const { rules, changes: own } = await changes.read(state.config.alarms)
  return {
    rules: rules.map((rule) => ruleView(rule, { zone, change: own.get(rule.id), judgedAt: watch.judgedAt(rule.id) })),
    maintenance: state.config.alarms.maintenance.map(({ points, from, to, reason }) => ({
      points,
      from: formatIn(zone, from),
      to: formatIn(zone, to),
      reason,
    })),
  }
}

interface RuleSurroundings {
  readonly zone: string
  readonly change: RecordedRuleChange | undefined
  readonly judgedAt: Instant | null
}

function ruleView(rule: AlarmRule, { zone, change, judgedAt }: RuleSurroundings): AlarmRuleView {
  const { id, kind, points, limits, hold, severity, enabled, escalate } = rule
  const { text, limits: definitions } = alarmKindOf(kind)
  return {
    id,
    kind,
    text,
    points,
    limits: Object.entries(definitions).map(([name, limit]) => limitView(name, limit, limits[name])),
    for_s: hold / 1000,
    escalate_after_s: escalate === null ? null : escalate / 1000,
    severity,
    enabled,
    shipped: SHIPPED_ALARM_RULES.some((shipped) => shipped.id === id),
    judged: judgedAt === null ? null : formatIn(zone, judgedAt),
    changed: change === undefined ? null : { by: change.by, at: formatIn(zone, change.at), reason: change.reason },
  }
}

function limitView(name: string, { min, max, unit, text }: AlarmLimit, value: number | undefined): AlarmRuleView['limits'][number] {
  return { name, value: value ?? null, min, max, unit, text }
}

async function changeRuleOf(
  { state, changes, watch }: AlarmActionParts,
  { principal, reason }: RequestContext,
  id: string,
  wish: AlarmRuleChange,
): Promise<AlarmRuleView | Refusal> {
  const rule = state.config.alarms.rules.find((r) => r.id === id)
  if (rule === undefined) return { refused: 'unknown-rule', detail: `no alarm rule "${id}"` }
  const definitions = alarmKindOf(rule.kind).limits
  const faults = Object.entries(wish.limits).flatMap(([name, value]) => limitFault(name, value, definitions[name]))
  if (faults.length > 0) return { refused: 'invalid-request', faults }
  const before = (await changes.read(state.config.alarms)).changes.get(id)
  const limits = { ...before?.limits, ...wish.limits }
  await changes.write(id, { enabled: wish.enabled ?? before?.enabled ?? null, limits, by: principal.key, reason: reason ?? '' })
  const now = await changes.read(state.config.alarms)
  const changed = now.rules.find((r) => r.id === id) ?? rule
  return ruleView(changed, { zone: state.campus.timezone, change: now.changes.get(id), judgedAt: watch.judgedAt(id) })
}

function limitFault(name: string, value: number, limit: AlarmLimit | undefined): { path: string; message: string }[] {
  const path = `limits/${name}`
  if (limit === undefined) return [{ path, message: `the rule has no limit "${name}"` }]
  return value >= limit.min && value <= limit.max
    ? []
    : [{ path, message: `"${value}" is out of range: from ${limit.min} to ${limit.max}` }]
}
