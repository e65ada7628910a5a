/** Entries of `findings:` -> what the campus file changes of fault rules. */

import { FAULT_RULE_SETTINGS, type FaultRuleSetting } from '../../domain/index.ts'
import type { FaultRuleEntry } from '../schema/alarm.ts'
import { didYouMean } from '../yaml/nearest.ts'
import { blamePart, type Examination, type ExaminedPart } from './examine.ts'

export function faultRulesOf(parts: readonly ExaminedPart<FaultRuleEntry>[], ex: Examination): Readonly<Record<string, FaultRuleSetting>> {
  const found: Record<string, FaultRuleSetting> = {}
  for (const part of parts) {
    const { rule, enabled = true, settings = {} } = part.value
    if (rule === undefined) continue
    const names = FAULT_RULE_SETTINGS[rule]
    if (names === undefined) {
      const ids = Object.keys(FAULT_RULE_SETTINGS)
      blamePart(part, ['rule'], ex, {
        message: `there is no fault rule "${rule}"`,
        hint: didYouMean(rule, ids) ?? `they are ${ids.join(', ')}`,
      })
      continue
    }
    for (const name of Object.keys(settings))
      if (!names.includes(name)) {
        const hint = names.length === 0 ? 'it has none' : (didYouMean(name, names) ?? `it has ${names.join(', ')}`)
        blamePart(part, ['settings', name], ex, { message: `the fault rule "${rule}" has no "${name}"`, hint })
      }
    const numbers = Object.entries(settings).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    found[rule] = { enabled, settings: Object.fromEntries(numbers) }
  }
  return found
}
