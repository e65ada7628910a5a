/** Every figure by its id over its boundary. Pure: the inputs hold all that it reads. */

import { CURRENCY, FIGURE_IDS, type FigureId, FIGURES } from '../../domain/index.ts'
import { type Boundary, boundaryOf } from '../inputs/boundary.ts'
import type { How } from '../inputs/calculation.ts'
import { currencyOf } from './cost.ts'
import { FORMULAS } from './formulas.ts'
import { calculationOf, type InputReference, type FigureValue, missing, type Remark, remark, addRemarks } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { message, type Message } from '../messages/message.ts'

export interface Figure {
  readonly id: FigureId
  readonly boundary: string
  readonly value: number | null
  readonly unit: string
  readonly digits: number
  /** Share of the amount that is known, 0..1; null: a part is missing, and nothing says how much it is. */
  readonly coverage: number | null
  readonly estimated: number
  readonly interval90: number | null
  readonly factors: readonly string[]
  readonly remarks: readonly Remark[]
  /** Why there is no value. */
  readonly missing: readonly Message[]
  readonly inputs: readonly InputReference[]
  /** How the value came about; null when there is none. */
  readonly how: How | null
}

/** Money has the currency of its tariff. */
function unitOf(inputs: FigureInputs, id: FigureId): string {
  const { unit } = FIGURES[id]
  if (unit !== CURRENCY) return unit
  return currencyOf(inputs, id === 'electricity.cost' ? 'electricity' : id === 'gas.cost' ? 'gas' : 'water') ?? unit
}

/** A period ahead has no figures; one that is not over has figures to date. */
function computeValue(inputs: FigureInputs, id: FigureId, boundary: Boundary): FigureValue {
  const { now, period } = inputs
  if (boundary.sites.length === 0) return missing(message('no-site', { boundary: boundary.id }))
  if (now <= period.span.from) return missing(message('not-begun', { period: period.id }))
  const computed = FORMULAS[id](inputs, boundary)
  const ahead = now < period.span.to && computed.value !== null
  return ahead ? addRemarks(computed, remark('to-date', 'to-date', { period: period.id })) : computed
}

/** One figure over a boundary. */
export function computeFigureWithin(inputs: FigureInputs, id: FigureId, boundary: Boundary): Figure {
  const computed = computeValue(inputs, id, boundary)
  const { value, estimated, remarks, missing: reasons } = computed
  const coverage = value !== null && computed.whole === null ? null : computed.coverage
  return {
    id,
    boundary: boundary.id,
    value,
    unit: unitOf(inputs, id),
    digits: FIGURES[id].digits,
    coverage,
    estimated,
    interval90: computed.interval90 ?? null,
    factors: [...new Set(computed.inputs.flatMap((i) => (i.kind === 'factor' ? [i.factor] : [])))],
    remarks,
    missing: reasons,
    inputs: computed.inputs,
    how: value === null ? null : calculationOf(computed),
  }
}

/** The same; `boundary` by its name, the figure's own when null. Null: the campus has no such boundary. */
export function computeFigure(inputs: FigureInputs, id: FigureId, boundaryName: string | null): Figure | null {
  const boundary = boundaryOf(inputs.campus, boundaryName ?? FIGURES[id].boundary)
  return boundary === null ? null : computeFigureWithin(inputs, id, boundary)
}

/** All figures, each once, at its own boundary or all at one. */
export function computeFigures(inputs: FigureInputs, boundaryName: string | null): Figure[] {
  return FIGURE_IDS.flatMap((id) => computeFigure(inputs, id, boundaryName) ?? [])
}
