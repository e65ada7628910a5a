/** Factor rows as inputs of figures: chosen for a month, said when one stands in for another. */

import { type ChosenFactor, factorAt, type FactorKind } from '../../domain/index.ts'
import { type InputReference, type FigureValue, missing, type Remark, remark, remarked, scaled } from './figure-value.ts'
import { constant, type How, product } from './calculation.ts'
import type { FigureInputs, Month } from './figure-inputs.ts'
import { type Message, message } from '../messages/reasons.ts'

export function inputOf({ factor, provisional }: ChosenFactor): InputReference {
  return { kind: 'factor', factor: factor.id, value: factor.value, unit: factor.unit, provisional }
}

export const leafOf = ({ factor }: ChosenFactor): How => ({ op: 'factor', factor: factor.id, value: factor.value })

export function standsIn({ factor, provisional }: ChosenFactor, month: Month): Remark[] {
  return provisional ? [remark('provisional-factor', 'stands-in', { factor: factor.id, month: month.id })] : []
}

/** A factor made of rows, or why there is none. */
export type FactorPrice = { readonly value: number; readonly how: How; readonly rows: readonly ChosenFactor[] } | { readonly why: Message }

/** One row of a kind, for a region and month. */
export function rowOf(ledger: FigureInputs, kind: FactorKind, month: Month, region: string | null = null): ChosenFactor | null {
  return factorAt(ledger.factors, kind, month.from, region)
}

export function priceOf(ledger: FigureInputs, kind: FactorKind, month: Month, region: string | null = null): FactorPrice {
  const row = rowOf(ledger, kind, month, region)
  if (row === null) return { why: message('no-factor', { kind, month: month.id }) }
  return { value: row.factor.value, how: leafOf(row), rows: [row] }
}

/** An amount times a factor, with the rows as inputs; divided by `per`, which the units ask for. */
export function priced(amount: FigureValue, price: FactorPrice, month: Month, per = 1): FigureValue {
  if (amount.value === null) return amount
  if ('why' in price) return { ...missing(price.why), inputs: amount.inputs }
  const noted = price.rows.reduce(
    (known, row) => remarked({ ...known, inputs: [...known.inputs, inputOf(row)] }, ...standsIn(row, month)),
    amount,
  )
  const how = per === 1 ? price.how : product(price.how, constant(1 / per, `1 / ${per}`))
  return scaled(noted, price.value / per, null, how)
}
