/** `sum`: one value of several fields, as of a register in two words. */

import { quote, refuse } from '../codec.ts'
import { exactSum } from '../values/exact-sum.ts'
import { asText } from '../values/path.ts'
import { readValue } from '../values/value.ts'
import { emit, type Scope } from './reading.ts'
import type { FieldRule, SumRule, Term } from './rules.ts'

/** Each sum of the fields that `find` gives. A message that has none of them is about something else. */
export function emitSums(sums: readonly SumRule[], find: (term: Term) => unknown, scope: Scope): void {
  for (const sum of sums) {
    const found = sum.terms.map((term) => ({ term, raw: find(term) }))
    if (found.some(({ raw }) => raw !== undefined)) emitSum(sum.rule, found, scope)
  }
}

function emitSum(rule: FieldRule, found: readonly { readonly term: Term; readonly raw: unknown }[], scope: Scope): void {
  const { out, device } = scope
  const { channel } = rule
  if (rule.ignore) return
  const parts: { value: number; scale: number }[] = []
  for (const { term, raw } of found) {
    const read = rule.nulls.includes(asText(raw)) ? 'null' : readValue(raw, false, rule.notation)
    if (read === 'null') {
      const detail = raw === undefined ? `"${term.name}" is missing` : `"${term.name}" is ${quote(raw)}`
      out.events.push({ type: 'null', device, channel, detail })
      return
    }
    if (read === 'bad' || read.unit !== undefined)
      return refuse(out, 'bad-value', `${quote(raw)} of "${term.name}" is not a number: it is a part of the sum "${channel}"`)
    parts.push({ value: read.number, scale: term.scale })
  }
  // A sum that is no finite number is refused below like any other value.
  emit(rule, { value: exactSum(parts), unit: null }, scope)
}
