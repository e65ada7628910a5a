/** What remains of a rule for values that need no interpretation: most values of most devices. */

import { canonicalUnit, converterOf, type Kind, quantityOf } from '../../domain/index.ts'
import type { FieldRule } from './rules.ts'

export interface PlainRule {
  readonly kind: Kind
  /** Null: the value has the canonical unit. */
  readonly convert: ((value: number) => number) | null
  /** The limits of the rule and those of the quantity together. */
  readonly min: number
  readonly max: number
}

const NO_LIMITS = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }

/** Null: the rule does more than to change the unit. */
export function plainRuleOf(rule: Omit<FieldRule, 'plain'>): PlainRule | null {
  const { kind, from, unit, quantity, min, max } = rule
  const changes = rule.regex ?? rule.map ?? rule.notation ?? rule.fault
  if (
    kind === 'unusable' ||
    changes !== null ||
    rule.ignore ||
    rule.fromString ||
    rule.nulls.length > 0 ||
    rule.scale !== 1 ||
    rule.offset !== 0
  )
    return null
  const hard = quantityOf(quantity).hard ?? NO_LIMITS
  const same = from === null || rule.bool || canonicalUnit(from) === unit
  const convert = same ? null : converterOf(from, quantity)
  if (!same && convert === null) return null
  return { kind, convert, min: Math.max(min, hard.min), max: Math.min(max, hard.max) }
}
