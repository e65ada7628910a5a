/** Factor rows as inputs of figures: chosen for a month, with a remark when an earlier row stands in. */

import { type CalendarMonth, type ChosenFactor, factorAt, type FactorKind } from '../../domain/index.ts'
import { type InputReference, type FigureValue, missing, type Remark, remark, addRemarks, scale } from './figure-value.ts'
import { constant, type How, product } from './calculation.ts'
import type { FigureInputs } from './figure-inputs.ts'
import { type Message, message } from '../messages/message.ts'

export function factorReference({ factor, provisional }: ChosenFactor): InputReference {
  return { kind: 'factor', factor: factor.id, value: factor.value, unit: factor.unit, provisional }
}

export const factorLeaf = ({ factor }: ChosenFactor): How => ({ op: 'factor', factor: factor.id, value: factor.value })

export function provisionalRemarks({ factor, provisional }: ChosenFactor, month: CalendarMonth): Remark[] {
  return provisional ? [remark('provisional-factor', 'stands-in', { factor: factor.id, month: month.id })] : []
}

/** A factor computed from rows, or why no row fits. */
export type FactorLookup =
  | { readonly value: number; readonly how: How; readonly rows: readonly ChosenFactor[] }
  | { readonly reason: Message }

/** One row of a kind, for a region and month. */
export function findRow(inputs: FigureInputs, kind: FactorKind, month: CalendarMonth, region: string | null = null): ChosenFactor | null {
  return factorAt(inputs.factors, kind, month.from, region)
}

export function lookUpFactor(inputs: FigureInputs, kind: FactorKind, month: CalendarMonth, region: string | null = null): FactorLookup {
  const row = findRow(inputs, kind, month, region)
  if (row === null) return { reason: message('no-factor', { kind, month: month.id }) }
  return { value: row.factor.value, how: factorLeaf(row), rows: [row] }
}

/** An amount times a factor, with the rows as inputs; divided by `per`, which the units ask for. */
export function applyFactor(amount: FigureValue, lookup: FactorLookup, month: CalendarMonth, per = 1): FigureValue {
  if (amount.value === null) return 'reason' in lookup ? { ...amount, whole: null } : scale(amount, lookup.value / per)
  if ('reason' in lookup) return { ...missing(lookup.reason), inputs: amount.inputs }
  const amountWithRows = lookup.rows.reduce(
    (total, row) => addRemarks({ ...total, inputs: [...total.inputs, factorReference(row)] }, ...provisionalRemarks(row, month)),
    amount,
  )
  const how = per === 1 ? lookup.how : product(lookup.how, constant(1 / per, `1 / ${per}`))
  return scale(amountWithRows, lookup.value / per, null, how)
}
