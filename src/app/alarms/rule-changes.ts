/** What people switch off or change of alarm rules on the page: records over the campus file. */

import { type AlarmPlan, type AlarmRule, type AlarmRuleChange, changeRule, type Instant } from '../../domain/index.ts'
import { createProjection } from '../../kernel/index.ts'
import type { Clock, Records } from '../../ports/index.ts'

export interface RecordedRuleChange extends AlarmRuleChange {
  readonly by: string
  readonly at: Instant
  readonly reason: string
}

export interface AlarmRuleChanges {
  /** The rules in force, and the last change of each. */
  read(plan: AlarmPlan): Promise<{ readonly rules: readonly AlarmRule[]; readonly changes: ReadonlyMap<string, RecordedRuleChange> }>
  /** Replaces the change of the rule before. */
  write(rule: string, change: AlarmRuleChange & { readonly by: string; readonly reason: string }): Promise<void>
}

const STREAM = 'alarm-rules'

export function createAlarmRuleChanges({ records, clock }: { readonly records: Records; readonly clock: Clock }): AlarmRuleChanges {
  const changes = new Map<string, RecordedRuleChange>()
  const log = createProjection(records, STREAM, ({ id, at, body }) => {
    changes.set(id, { ...(body as Omit<RecordedRuleChange, 'at'>), at })
  })
  return {
    async read(plan) {
      await log.refresh()
      return { rules: plan.rules.map((rule) => changeRule(rule, changes.get(rule.id))), changes }
    },
    async write(rule, change) {
      await records.append(STREAM, rule, clock.now(), change)
      await log.refresh()
    },
  }
}
