/** The lineage of a figure in the JSON form that users see: enough to compute it by hand. */

import { type Entry, type Factor, formatIn } from '../../domain/index.ts'
import type { How } from '../inputs/calculation.ts'
import type { Figure } from '../formulas/compute.ts'
import type { LoadReference } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { type EdgeRegisters, lineageOf, type MeterInput, type MeterLineage, metersOf } from './meter-lineage.ts'
import { type PriceRow, priceRows } from './price-rows.ts'
import { printedNumbers } from './render/printed-numbers.ts'
import { type FigureRow, figureRow } from './render/report.ts'
import { type Language, textIn } from '../messages/language.ts'
import { METHODS } from '../messages/methods.ts'

/** `share`: what of the entry falls into the period. */
export type ExplainedEntry = Omit<Entry, 'recordedAt' | 'withdrawn'> & { readonly recorded_at: string; readonly share: number }

export interface Explanation {
  readonly figure: FigureRow
  readonly period: string
  readonly zone: string
  readonly formula: string
  readonly meters: readonly MeterLineage[]
  /** What a saving was claimed from, load by load and month by month. */
  readonly loads: readonly Omit<LoadReference, 'kind'>[]
  readonly factors: readonly (Omit<Factor, 'recordedAt' | 'withdrawn'> & { readonly provisional: boolean })[]
  readonly entries: readonly ExplainedEntry[]
  /** The same: the former name of `entries`. */
  readonly facts: readonly ExplainedEntry[]
  readonly prices: readonly PriceRow[]
  /** How the value comes about from the amounts of the meters, the rows and the entries above: compute it and you have the figure. */
  readonly calculation: How | null
  readonly code_version: string
}

export function explanationOf(
  inputs: FigureInputs,
  figure: Figure,
  edges: EdgeRegisters,
  more: { version: string; language: Language },
): Explanation {
  const { campus } = inputs
  const meters = metersOf(figure).map((id) =>
    lineageOf(
      inputs,
      id,
      figure.inputs.filter((i): i is MeterInput => i.kind === 'meter' && i.point === id),
      edges,
    ),
  )
  const loads = figure.inputs.flatMap((input) => {
    if (input.kind !== 'load') return []
    const { kind: _kind, ...load } = input
    return [load]
  })
  const factors = figure.inputs.flatMap((input) => {
    const row = input.kind === 'factor' ? inputs.factors.find((f) => f.id === input.factor) : undefined
    if (input.kind !== 'factor' || row === undefined) return []
    const { recordedAt: _recorded, withdrawn: _withdrawn, ...rest } = row
    return [{ ...rest, provisional: input.provisional }]
  })
  const entries = figure.inputs.flatMap((input): ExplainedEntry[] => {
    const entry = input.kind === 'entry' ? inputs.entries.find((f) => f.id === input.entry) : undefined
    if (input.kind !== 'entry' || entry === undefined) return []
    const { recordedAt, withdrawn: _withdrawn, ...rest } = entry
    return [{ ...rest, recorded_at: formatIn(campus.timezone, recordedAt), share: input.share }]
  })
  return printedNumbers({
    figure: figureRow(figure, more.language),
    period: inputs.period.id,
    zone: campus.timezone,
    formula: textIn(METHODS[figure.id], more.language),
    meters,
    loads,
    factors,
    entries,
    facts: entries,
    prices: priceRows(inputs, figure),
    calculation: figure.how,
    code_version: more.version,
  })
}
