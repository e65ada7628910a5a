/** What figures rest on, each input, row and entry once. */

import { type Entry, type Factor, formatIn } from '../../domain/index.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import type { InputReference } from '../inputs/figure-value.ts'
import type { EntryStatement, FactorStatement } from './report-document.ts'

export interface InputTable {
  /** Index of an input in the table; equal inputs share one. */
  index(input: InputReference): number
  readonly inputs: readonly InputReference[]
}

/** Most inputs are shared objects: only those that are not are compared by their text. */
export function createInputTable(): InputTable {
  const inputs: InputReference[] = []
  const byObject = new Map<InputReference, number>()
  const byText = new Map<string, number>()
  return {
    inputs,
    index(input) {
      const at = byObject.get(input)
      if (at !== undefined) return at
      const text = JSON.stringify(input)
      const index = byText.get(text) ?? inputs.push(input) - 1
      byText.set(text, index)
      byObject.set(input, index)
      return index
    },
  }
}

function factorStatement({ recordedAt, withdrawn: _withdrawn, note, ...row }: Factor, zone: string): FactorStatement {
  const recorded = recordedAt !== null
  return { ...row, note: recorded ? note : null, recorded_at: recorded ? formatIn(zone, recordedAt) : null }
}

function entryStatement({ recordedAt, withdrawn: _withdrawn, ...entry }: Entry, zone: string): EntryStatement {
  return { ...entry, recorded_at: formatIn(zone, recordedAt) }
}

/** Rows that inputs name, in the order of the factor table. */
export function factorStatements({ campus, factors }: FigureInputs, inputs: readonly InputReference[]): FactorStatement[] {
  const ids = new Set(inputs.flatMap((i) => (i.kind === 'factor' ? [i.factor] : [])))
  return factors.filter((row) => ids.has(row.id)).map((row) => factorStatement(row, campus.timezone))
}

/** Entries that inputs name, and `others` by id, in the order of their dates. */
export function entryStatements(
  { campus, entries }: FigureInputs,
  inputs: readonly InputReference[],
  others: readonly string[],
): EntryStatement[] {
  const ids = new Set([...inputs.flatMap((i) => (i.kind === 'entry' ? [i.entry] : [])), ...others])
  return entries.filter((entry) => ids.has(entry.id)).map((entry) => entryStatement(entry, campus.timezone))
}
