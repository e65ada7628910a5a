/** One rule of a mapping, and units: whether they are known and measure the quantity. */

import { canonicalUnit, readableUnits, type Quantity, quantityOf, unitFits } from '../../../domain/index.ts'
import { compileValuePattern } from '../../../domain/campus/value-pattern.ts'
import { errorText } from '../../../kernel/index.ts'
import type { RuleEntry, SourceEntry } from '../../schema/source.ts'
import { didYouMean } from '../../yaml/nearest.ts'
import type { DeepPartial } from '../../yaml/read.ts'
import type { PathStep } from '../../yaml/tree.ts'
import { blamePart, type Examination, type ExaminedPart } from '../examine.ts'
import { checkZone } from '../head.ts'

/** Why values in this unit cannot be values of the quantity, or null. With null for the quantity the unit must only be known. */
export function unitFault(unit: string, quantity: Quantity | null): { message: string; hint: string | null } | null {
  if (canonicalUnit(unit) === null)
    return {
      message: `"${unit}" is not a known unit`,
      hint: didYouMean(unit, readableUnits()) ?? `known are ${readableUnits().join(', ')}`,
    }
  if (quantity === null || quantity === 'unknown' || unitFits(quantity, unit)) return null
  return { message: `"${unit}" is not a unit of ${quantity}`, hint: `${quantity} is kept in ${quantityOf(quantity).unit}` }
}

export function checkRule(
  part: ExaminedPart<SourceEntry>,
  steps: readonly PathStep[],
  rule: DeepPartial<RuleEntry>,
  ex: Examination,
): void {
  const blame = (key: string, message: string, hint: string | null = null): void => blamePart(part, [...steps, key], ex, { message, hint })
  if (rule.unit !== undefined && rule.unit !== 'from-string') {
    const fault = unitFault(rule.unit, rule.quantity ?? null)
    if (fault) blame('unit', fault.message, fault.hint)
  }
  if (rule.min !== undefined && rule.max !== undefined && rule.min > rule.max)
    blame('min', `the smallest value ${rule.min} is above the greatest ${rule.max}`, 'swap min and max')
  if (rule.scale === 0) blame('scale', 'a scale of 0 makes every value 0', 'write the factor from the message to the unit')
  const thousands = rule.thousands
  if (thousands !== undefined && thousands === (rule.decimal ?? '.')) {
    const hint = thousands === '.' ? 'add decimal: ","' : 'leave one of the two out'
    blame('thousands', `"${thousands}" cannot be the decimal separator and separate thousands`, hint)
  }
  checkSum(rule, blame)
  const groups = rule.regex === undefined ? null : groupsOf(rule.regex)
  if (typeof groups === 'string') blame('regex', `not a regular expression: ${groups}`, 'write it in the syntax of RE2')
  if (rule.time === undefined) return
  if (rule.time.tz !== undefined) checkZone(part.place, [...steps, 'time', 'tz'], ex.faults)
  const { group } = rule.time
  if (group === undefined || typeof groups === 'string') return
  if (groups === null) blame('time', 'a time from a group needs a regex', 'add regex: with a named group')
  else if (!groups.includes(group))
    blamePart(part, [...steps, 'time', 'group'], ex, {
      message: `the regex has no group "${group}"`,
      hint: didYouMean(group, groups) ?? `its groups are ${groups.join(', ') || 'none'}`,
    })
}

const NOT_BESIDE_SUM = ['regex', 'map', 'time', 'as'] as const

function checkSum(rule: DeepPartial<RuleEntry>, blame: (key: string, message: string, hint: string) => void): void {
  if (rule.sum === undefined) return
  for (const key of NOT_BESIDE_SUM)
    if (rule[key] !== undefined)
      blame(key, `"${key}" does not go with sum`, key === 'as' ? 'the key of the rule is the name' : 'leave it out')
  if (rule.unit === 'from-string') blame('unit', 'the parts of a sum are numbers without units', 'write the unit of the sum')
  if (rule.sum.some((term) => term?.scale === 0)) blame('sum', 'a scale of 0 makes its part 0', 'leave the part out')
}

/** Names of the groups, or why the expression does not compile. */
function groupsOf(regex: string): readonly string[] | string {
  try {
    return compileValuePattern(regex).groups
  } catch (error) {
    return errorText(error)
  }
}
