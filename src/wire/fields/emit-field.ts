/** The hot path of conventions: a number or a flag under a rule that changes nothing but the unit. All else goes through the full rules. */

import { emit, type Scope } from '../mapping/reading.ts'
import type { PlainRule } from '../mapping/plain-rule.ts'
import type { FieldRule } from '../mapping/rules.ts'
import { isDecimal } from '../values/value.ts'

/** The number of a value that needs no interpretation; NaN for any other. */
function plainNumber(value: unknown, bool: boolean): number {
  if (typeof value === 'number') return value
  if (bool) return typeof value === 'boolean' ? Number(value) : Number.NaN
  return typeof value === 'string' && isDecimal(value) ? Number(value) : Number.NaN
}

/** `unit`: as it stands in the message; null: the rule says it. */
export function emitField(rule: FieldRule, value: unknown, unit: string | null, scope: Scope): void {
  const { plain } = rule
  if (plain === null || unit !== null || (scope.message.retain && scope.timeSource === 'receive')) return emit(rule, { value, unit }, scope)
  if (value === null) return void scope.out.events.push({ type: 'null', device: scope.device, channel: rule.channel, detail: 'null' })
  const number = plainNumber(value, rule.bool)
  const converted = plain.convert === null ? number : plain.convert(number)
  if (Number.isFinite(converted) && Number.isFinite(number)) keepPlain(rule, plain, converted, scope)
  else emit(rule, { value, unit }, scope)
}

function keepPlain({ channel, quantity, unit }: FieldRule, { kind, min, max }: PlainRule, value: number, scope: Scope): void {
  const { device, time, timeSource, out } = scope
  const quality = value >= min && value <= max ? 'good' : 'bad'
  out.readings.push({ device, channel, quantity, unit, kind, value, time, timeSource, quality })
}
