/** The lineage of a figure in the JSON form that users see: enough to compute it by hand. */

import { basePerUnit, type Campus, type EdgeState, coveredMs, type Entry, type Factor, formatIn, termsBelow } from '../../domain/index.ts'
import type { How } from '../inputs/calculation.ts'
import type { Figure } from '../formulas/compute.ts'
import type { InputReference, LoadReference } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { type PriceRow, priceRows } from './price-rows.ts'
import { type FigureRow, figureRow } from './render/report.ts'
import type { Language } from '../messages/language.ts'
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
  /** What a computed point is computed of, and what of it in the period; left out for a point that is read. */
  readonly of?: readonly TermLineage[]
  /** Values in the period that others replaced at the same time; left out where there are none. */
  readonly replaced?: readonly ReplacedRow[]
}

/** A value of the meter, or of a term of it, and the one that replaced it. */
export interface ReplacedRow {
  readonly point: string
  readonly time: string
  readonly old: number
  readonly new: number
}

export interface TermLineage extends Pick<MeterLineage, 'point' | 'unit' | 'first' | 'last'> {
  /** The computed point that it is a term of: the meter itself, or one of its terms. */
  readonly in: string
  readonly times: number
  /** Of the whole months of the period, canonical unit; null when nothing is known. */
  readonly total: number | null
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

const metersOf = (figure: Figure): string[] => [...new Set(figure.inputs.flatMap((i) => (i.kind === 'meter' ? [i.point] : [])))]

/** Points whose registers an explanation wants at the ends of the period: its meters, and what they are computed of. */
export function registersOf({ points }: Pick<Campus, 'points'>, figure: Figure): string[] {
  const byId = new Map(points.map((p) => [p.id, p]))
  return [...new Set(metersOf(figure).flatMap((id) => [id, ...termsBelow(byId, id)]))]
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
  const { first, last } = endsOf(inputs, id, edges)
  const added = addableAmounts(amounts)
  const total = added.reduce((sum, i) => sum + i.value, 0)
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
    ...(point?.of === undefined ? {} : { of: termsOf(inputs, id, edges) }),
  }
}

/** The registers of a point at the ends of the period, canonical unit. */
function endsOf({ campus }: FigureInputs, id: string, edges: EdgeRegisters): Pick<MeterLineage, 'first' | 'last'> {
  const point = campus.points.find((p) => p.id === id)
  const per = point === undefined ? 1 : basePerUnit(point.quantity)
  const end = (closing: EdgeState | undefined): MeterLineage['first'] =>
    closing === undefined ? null : { time: formatIn(campus.timezone, closing.time), index: closing.value / per }
  return { first: end(edges.first.get(id)), last: end(edges.last.get(id)) }
}

/** The terms of a computed point, each followed by its own. */
function termsOf(inputs: FigureInputs, id: string, edges: EdgeRegisters): readonly TermLineage[] {
  const { points } = inputs.campus
  return (points.find((p) => p.id === id)?.of ?? []).flatMap(({ point: below, times }) => {
    const point = points.find((p) => p.id === below)
    const buckets = inputs.period.months.flatMap((month) => inputs.month(below, month.span.from) ?? [])
    const per = point === undefined ? 1 : basePerUnit(point.quantity)
    const total = buckets.length === 0 ? null : buckets.reduce((sum, b) => sum + b.total, 0) / per
    const term = { in: id, point: below, times, unit: point?.unit ?? '', total, ...endsOf(inputs, below, edges) }
    return [term, ...termsOf(inputs, below, edges)]
  })
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
  return {
    figure: figureRow(figure, more.language),
    period: inputs.period.id,
    zone: campus.timezone,
    formula: METHODS[figure.id],
    meters,
    loads,
    factors,
    entries,
    facts: entries,
    prices: priceRows(inputs, figure),
    calculation: figure.how,
    code_version: more.version,
  }
}
