/** The hot path of conventions: a number or a flag under a rule that changes nothing but the unit. All else goes through the full rules. */

import { canonicalUnit, converterOf, type Kind, quantityOf } from '../../domain/index.ts'
import { emit, type Scope } from '../mapping/reading.ts'
import type { FieldRule } from '../mapping/rules.ts'
import { isDecimal } from '../values/value.ts'

/** What remains of a rule for values that need no interpretation. */
interface PlainRule {
  readonly kind: Kind
  /** Null: the value has the canonical unit. */
  readonly convert: ((value: number) => number) | null
  /** The limits of the rule and those of the quantity together. */
  readonly min: number
  readonly max: number
}

const PLAIN = new WeakMap<FieldRule, PlainRule | 'full'>()

function plainRuleOf(rule: FieldRule): PlainRule | 'full' {
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
    return 'full'
  const hard = quantityOf(quantity).hard ?? { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }
  const same = from === null || rule.bool || canonicalUnit(from) === unit
  const convert = same ? null : converterOf(from, quantity)
  if (!same && convert === null) return 'full'
  return { kind, convert, min: Math.max(min, hard.min), max: Math.min(max, hard.max) }
}

function plainOf(rule: FieldRule): PlainRule | 'full' {
  const cached = PLAIN.get(rule)
  if (cached !== undefined) return cached
  const plain = plainRuleOf(rule)
  PLAIN.set(rule, plain)
  return plain
}

/** `unit`: as it stands in the message; null: the rule says it. */
export function emitField(rule: FieldRule, value: unknown, unit: string | null, scope: Scope): void {
  const plain = plainOf(rule)
  const simple = typeof value === 'number' || (rule.bool ? typeof value === 'boolean' : typeof value === 'string' && isDecimal(value))
  if (
    plain === 'full' ||
    !simple ||
    unit !== null ||
    !Number.isFinite(Number(value)) ||
    (scope.message.retain && scope.timeSource === 'receive')
  )
    return emit(rule, { value, unit }, scope)
  const number = plain.convert === null ? Number(value) : plain.convert(Number(value))
  if (!Number.isFinite(number)) return emit(rule, { value, unit }, scope)
  scope.out.readings.push({
    device: scope.device,
    channel: rule.channel,
    quantity: rule.quantity,
    unit: rule.unit,
    kind: plain.kind,
    value: number,
    time: scope.time,
    timeSource: scope.timeSource,
    quality: number >= plain.min && number <= plain.max ? 'good' : 'bad',
  })
}
