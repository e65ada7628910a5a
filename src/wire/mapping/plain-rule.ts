/** What remains of a rule for values that need no interpretation: most values of most devices. */

import { canonicalUnit, converterOf, type Kind, type Quantity, quantityOf } from '../../domain/index.ts'

/** What a rule may do to a value. */
export interface RuleTerms {
  readonly quantity: Quantity
  readonly unit: string
  readonly from: string | null
  readonly fromString: boolean
  readonly kind: Kind | 'unusable'
  readonly bool: boolean
  readonly scale: number
  readonly offset: number
  readonly min: number
  readonly max: number
  readonly nulls: readonly string[]
  readonly ignore: boolean
  /** Null: the rule has none of these. */
  readonly map: object | null
  readonly regex: object | null
  readonly notation: object | null
  readonly fault: string | null
}

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
export function plainRuleOf(rule: RuleTerms): PlainRule | null {
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
