/** Every figure by its id over its boundary. Pure: the ledger holds all there is to know. */

import { CURRENCY, FIGURE_IDS, type FigureId, FIGURES } from '../../domain/index.ts'
import { type Boundary, boundaryOf } from '../inputs/boundary.ts'
import type { How } from '../inputs/calculation.ts'
import { currencyOf } from './cost.ts'
import { FORMULAS } from './formulas.ts'
import { calculationOf, type InputReference, type FigureValue, missing, type Remark, remark, remarked } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { message, type Message } from '../messages/reasons.ts'

export interface Figure {
  readonly id: FigureId
  readonly boundary: string
  readonly value: number | null
  readonly unit: string
  readonly digits: number
  readonly coverage: number
  readonly estimated: number
  readonly interval90: number | null
  readonly method: string
  readonly factors: readonly string[]
  readonly remarks: readonly Remark[]
  /** Why there is no value. */
  readonly missing: readonly Message[]
  readonly inputs: readonly InputReference[]
  /** How the value came about; null when there is none. */
  readonly how: How | null
}

/** Money has the currency of its tariff. */
function unitOf(ledger: FigureInputs, id: FigureId): string {
  const { unit } = FIGURES[id]
  if (unit !== CURRENCY) return unit
  return currencyOf(ledger, id === 'electricity.cost' ? 'electricity' : id === 'gas.cost' ? 'gas' : 'water') ?? unit
}

/** A period ahead has no figures; one that is not over has figures to date. */
function known(ledger: FigureInputs, id: FigureId, boundary: Boundary): FigureValue {
  const { now, period } = ledger
  if (boundary.sites.length === 0) return missing(message('no-site', { boundary: boundary.id }))
  if (now <= period.span.from) return missing(message('not-begun', { period: period.id }))
  const found = FORMULAS[id].of(ledger, boundary)
  const ahead = now < period.span.to && found.value !== null
  return ahead ? remarked(found, remark('to-date', 'to-date', { period: period.id })) : found
}

/** One figure over a boundary. */
export function figureWithin(ledger: FigureInputs, id: FigureId, boundary: Boundary): Figure {
  const { value, coverage, estimated, remarks, missing: reasons, inputs, ...rest } = known(ledger, id, boundary)
  return {
    id,
    boundary: boundary.id,
    value,
    unit: unitOf(ledger, id),
    digits: FIGURES[id].digits,
    coverage,
    estimated,
    interval90: rest.interval90 ?? null,
    method: FORMULAS[id].text,
    factors: [...new Set(inputs.flatMap((i) => (i.kind === 'factor' ? [i.factor] : [])))],
    remarks,
    missing: reasons,
    inputs,
    how: value === null ? null : calculationOf({ value, coverage, estimated, remarks, missing: reasons, inputs, ...rest }),
  }
}

/** The same; `boundary` by its name, the figure's own when null. Null: the campus has no such boundary. */
export function figureOf(ledger: FigureInputs, id: FigureId, boundaryName: string | null): Figure | null {
  const boundary = boundaryOf(ledger.campus, boundaryName ?? FIGURES[id].boundary)
  return boundary === null ? null : figureWithin(ledger, id, boundary)
}

/** All figures, each once, at its own boundary or at the one that was asked for. */
export function figuresOf(ledger: FigureInputs, boundaryName: string | null): Figure[] {
  return FIGURE_IDS.flatMap((id) => figureOf(ledger, id, boundaryName) ?? [])
}
