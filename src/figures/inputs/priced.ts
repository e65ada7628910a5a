/** Factor rows as inputs of figures: chosen for a month, said when one stands in for another. */

import { type ChosenFactor, factorAt, type FactorKind } from '../../domain/index.ts'
import { type Input, type Known, missing, type Remark, remark, remarked, scaled } from './figure-value.ts'
import { constant, type How, product } from './calculation.ts'
import type { Ledger, Month } from './figure-inputs.ts'
import { type Said, said } from '../messages/reasons.ts'

export function inputOf({ factor, provisional }: ChosenFactor): Input {
  return { kind: 'factor', factor: factor.id, value: factor.value, unit: factor.unit, provisional }
}

export const leafOf = ({ factor }: ChosenFactor): How => ({ op: 'factor', factor: factor.id, value: factor.value })

export function standsIn({ factor, provisional }: ChosenFactor, month: Month): Remark[] {
  return provisional ? [remark('provisional-factor', 'stands-in', { factor: factor.id, month: month.id })] : []
}

/** A factor made of rows, or why there is none. */
export type Price = { readonly value: number; readonly how: How; readonly rows: readonly ChosenFactor[] } | { readonly why: Said }

/** One row of a kind, for a region and month. */
export function rowOf(ledger: Ledger, kind: FactorKind, month: Month, region: string | null = null): ChosenFactor | null {
  return factorAt(ledger.factors, kind, month.from, region)
}

export function priceOf(ledger: Ledger, kind: FactorKind, month: Month, region: string | null = null): Price {
  const row = rowOf(ledger, kind, month, region)
  if (row === null) return { why: said('no-factor', { kind, month: month.id }) }
  return { value: row.factor.value, how: leafOf(row), rows: [row] }
}

/** An amount times a factor, with the rows as inputs; divided by `per`, which the units ask for. */
export function priced(amount: Known, price: Price, month: Month, per = 1): Known {
  if (amount.value === null) return amount
  if ('why' in price) return { ...missing(price.why), inputs: amount.inputs }
  const noted = price.rows.reduce(
    (known, row) => remarked({ ...known, inputs: [...known.inputs, inputOf(row)] }, ...standsIn(row, month)),
    amount,
  )
  const how = per === 1 ? price.how : product(price.how, constant(1 / per, `1 / ${per}`))
  return scaled(noted, price.value / per, null, how)
}
