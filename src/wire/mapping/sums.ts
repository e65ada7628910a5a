/** `sum`: one value of several fields, as of a register in two words. */

import type { PointRule } from '../../domain/index.ts'
import { quote, refuse } from '../codec.ts'
import { exactSum } from '../values/exact-sum.ts'
import { asText, parsePath } from '../values/path.ts'
import { readValue } from '../values/value.ts'
import { emit, type Scope } from './reading.ts'
import { compileRule, type FieldRule } from './rules.ts'

export interface Term {
  /** As the mapping writes it; the name of an item or column where these have names. */
  readonly name: string
  readonly path: readonly string[]
  readonly scale: number
}

export interface SumRule {
  readonly rule: FieldRule
  readonly terms: readonly Term[]
}

/** The sums of the rules, in their order. */
export function compileSums(points: Readonly<Record<string, PointRule>>): readonly SumRule[] {
  return Object.entries(points).flatMap(([name, rule]) => {
    if (rule.sum === undefined) return []
    const terms = rule.sum.map(({ path, scale }) => ({ name: path, path: parsePath(path), scale: scale ?? 1 }))
    return [{ rule: compileRule(name, rule), terms }]
  })
}

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
