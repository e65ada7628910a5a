/** The lineage of a figure in the JSON form that users see: enough to compute it by hand. */

import { basePerUnit, type EdgeState, coveredMs, type Entry, type Factor, formatIn } from '../../domain/index.ts'
import { addDecimals } from '../../kernel/index.ts'
import type { How } from '../inputs/calculation.ts'
import type { Figure } from '../formulas/compute.ts'
import type { InputReference, LoadReference } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { type PriceRow, priceRows } from './price-rows.ts'
import { printedNumbers } from './render/printed-numbers.ts'
import { type FigureRow, figureRow } from './render/report.ts'
import { type Language, textIn } from '../messages/language.ts'
import { METHODS } from '../messages/methods.ts'

export interface MeterLineage {
  readonly point: string
  readonly unit: string
  /** Sum of the amounts below, canonical unit; a quarter of an hour that lies within one of them is not added again. */
  readonly total: number
  readonly coverage: number
  readonly months: readonly { readonly month: string; readonly value: number; readonly coverage: number }[]
  /** Register where the period begins and ends: the last readings at or before each; the first reading of all where it lies within the period. */
  readonly first: { readonly time: string; readonly index: number } | null
  readonly last: { readonly time: string; readonly index: number } | null
  /** total - (last - first): what resets, swaps and rollovers added; 0 for an undisturbed register. Null where the amounts are not those of whole months. */
  readonly restarts: number | null
}

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

type MeterInput = Extract<InputReference, { kind: 'meter' }>

export interface EdgeRegisters {
  readonly first: ReadonlyMap<string, EdgeState>
  readonly last: ReadonlyMap<string, EdgeState>
}

/** Points whose registers an explanation wants at the ends of the period. */
export function metersOf(figure: Figure): string[] {
  return [...new Set(figure.inputs.flatMap((i) => (i.kind === 'meter' ? [i.point] : [])))]
}

/** Amounts that add up. The quarter of an hour of a demand lies within a month and is not added again. */
function addableAmounts(inputs: readonly MeterInput[]): readonly MeterInput[] {
  const longer = inputs.filter((i) => i.month?.includes('T') !== true)
  return longer.length > 0 ? longer : inputs
}

/** Whether they are the whole of what the point counted in the period: its months, or months in parts by price. */
function areAllMonths(inputs: FigureInputs, id: string, amounts: readonly MeterInput[]): boolean {
  if (!amounts.every((i) => /^\d{4}-\d\d(-\d\d\/\d{4}-\d\d-\d\d)?( |$)/.test(i.month ?? ''))) return false
  const named = new Set(amounts.map((i) => i.month?.split(' ')[0]))
  return inputs.period.months.every((month) => {
    const bucket = inputs.month(id, month.span.from)
    return named.has(month.id) || bucket === null || coveredMs(bucket) === 0
  })
}

function lineageOf(inputs: FigureInputs, id: string, amounts: readonly MeterInput[], edges: EdgeRegisters): MeterLineage {
  const { campus } = inputs
  const point = campus.points.find((p) => p.id === id)
  const per = point === undefined ? 1 : basePerUnit(point.quantity)
  const end = (closing: EdgeState | undefined): MeterLineage['first'] =>
    closing === undefined ? null : { time: formatIn(campus.timezone, closing.time), index: closing.value / per }
  const [first, last] = [end(edges.first.get(id)), end(edges.last.get(id))]
  const added = addableAmounts(amounts)
  const total = addDecimals(added.map((i) => i.value))
  const whole = per > 1 && areAllMonths(inputs, id, added)
  const restarts = first === null || last === null || !whole ? null : Math.round((total - (last.index - first.index)) * per) / per
  return {
    point: id,
    unit: amounts[0]?.unit ?? '',
    total,
    coverage: amounts.reduce((sum, i) => sum + i.coverage, 0) / Math.max(1, amounts.length),
    months: amounts.map((i) => ({ month: i.month ?? '', value: i.value, coverage: i.coverage })),
    first,
    last,
    restarts,
  }
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
