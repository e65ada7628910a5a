/** Factor rows as inputs of figures: chosen for a month, with a remark when an earlier row stands in. */

import {
  type CalendarMonth,
  type ChosenFactor,
  type Factor,
  factorAt,
  type FactorKind,
  missingFactorAt,
  type Regions,
  regionsOf,
  type Site,
} from '../../domain/index.ts'
import { MISSING_FACTORS } from '../factors/tables/missing-rows.ts'
import { decimalText, divideDecimals } from '../../kernel/index.ts'
import { type InputReference, type FigureValue, missing, type Remark, remark, addRemarks, scale } from './figure-value.ts'
import { constant, type How, product } from './calculation.ts'
import { type FigureInputs, memoize } from './figure-inputs.ts'
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

/** Regions of a site, the narrowest first. */
export function siteRegions({ campus }: Pick<FigureInputs, 'campus'>, site: string | Site): Regions {
  const found = typeof site === 'string' ? campus.sites.find((s) => s.id === site) : site
  return found === undefined ? null : regionsOf(campus, found)
}

/** Each figure looks up the same few kinds for each site and month. */
const rowsOfKind = (rows: readonly Factor[], kind: FactorKind): readonly Factor[] =>
  memoize(rows, kind, () => rows.filter((row) => row.kind === kind))

/** One row of a kind, for regions and month. Null too where the row of the month was looked for, and none may stand in. */
export function findRow(inputs: FigureInputs, kind: FactorKind, month: CalendarMonth, regions: Regions = null): ChosenFactor | null {
  const row = factorAt(rowsOfKind(inputs.factors, kind), kind, month.from, regions)
  if (row?.provisional !== true) return row
  return missingFactorAt(MISSING_FACTORS, kind, month.from, regions)?.standIn === false ? null : row
}

export function lookUpFactor(inputs: FigureInputs, kind: FactorKind, month: CalendarMonth, regions: Regions = null): FactorLookup {
  const row = findRow(inputs, kind, month, regions)
  if (row !== null) return { value: row.factor.value, how: factorLeaf(row), rows: [row] }
  const looked = missingFactorAt(MISSING_FACTORS, kind, month.from, regions)
  if (looked === null) return { reason: message('no-factor', { kind, month: month.id }) }
  const { publisher, document, why } = looked
  return { reason: message('factor-not-shipped', { kind, month: month.id, publisher, document, why: message(why) }) }
}

/** An amount times a factor, with the rows as inputs; divided by `per`, which the units ask for. */
export function applyFactor(amount: FigureValue, lookup: FactorLookup, month: CalendarMonth, per = 1): FigureValue {
  if (amount.value === null) return 'reason' in lookup ? { ...amount, whole: null } : scale(amount, divideDecimals(lookup.value, per))
  if ('reason' in lookup) return { ...missing(lookup.reason), inputs: amount.inputs }
  const amountWithRows = lookup.rows.reduce(
    (total, row) => addRemarks({ ...total, inputs: [...total.inputs, factorReference(row)] }, ...provisionalRemarks(row, month)),
    amount,
  )
  const how = per === 1 ? lookup.how : product(lookup.how, constant(1 / per, `1 / ${decimalText(per)}`))
  return scale(amountWithRows, divideDecimals(lookup.value, per), null, how)
}
