/** All fault rules with their conditions parsed. */

import { type Expression, parseExpression } from '../expression/parse.ts'
import type { FaultRule } from './fault-rule.ts'
import { OCCUPANCY_RULES } from './occupancy-rules.ts'
import { PLANT_RULES } from './plant-rules.ts'
import { WATER_RULES } from './water-rules.ts'

export interface CompiledRule extends FaultRule {
  readonly condition: Expression
  readonly waste: Expression | null
  readonly width: Expression
}

export function compileRule(rule: FaultRule): CompiledRule {
  const waste = rule.wasted === null ? null : parseExpression(rule.wasted)
  return { ...rule, condition: parseExpression(rule.when), waste, width: parseExpression(rule.band) }
}

export const FAULT_RULES: readonly CompiledRule[] = [...OCCUPANCY_RULES, ...PLANT_RULES, ...WATER_RULES].map(compileRule)
export const FAULT_RULE_IDS: readonly string[] = FAULT_RULES.map((rule) => rule.id)
