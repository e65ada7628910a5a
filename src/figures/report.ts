/** A report and the lineage of a figure in the JSON form that users see. */

import { type Campus, type Closing, basePerUnit, type Fact, type Factor, formatIn, rounded } from '../domain/index.ts'
import type { Figure } from './compute.ts'
import type { Input, LoadInput } from './known.ts'
import type { Ledger } from './ledger.ts'

export interface FigureRow {
  readonly id: string
  readonly boundary: string
  /** Unrounded; null when it is missing. */
  readonly value: number | null
  readonly unit: string
  /** As it is published: half up at the figure's digits. */
  readonly published: string | null
  readonly coverage: number
  readonly estimated: number
  readonly interval90: number | null
  readonly method: string
  readonly factors: readonly string[]
  readonly findings: readonly { readonly code: string; readonly sentence: string }[]
  /** Why there is no value. */
  readonly missing: readonly string[]
}

export interface Report {
  readonly period: string
  readonly revision: number
  readonly zone: string
  readonly from: string
  readonly to: string
  readonly factor_set: string
  readonly boundary: string | null
  readonly figures: readonly FigureRow[]
}

export function figureRow(f: Figure): FigureRow {
  const { id, boundary, value, unit, digits, coverage, estimated, interval90, method, factors, remarks, missing } = f
  const published = value === null ? null : rounded(value, digits)
  return { id, boundary, value, unit, published, coverage, estimated, interval90, method, factors, findings: remarks, missing }
}

interface Frame {
  readonly ledger: Ledger
  readonly factorSet: string
  readonly boundary: string | null
}

export function reportOf({ ledger, factorSet, boundary }: Frame, figures: readonly Figure[]): Report {
  const { campus, period } = ledger
  const at = (time: Ledger['now']): string => formatIn(campus.timezone, time)
  return {
    period: period.id,
    revision: 1,
    zone: campus.timezone,
    from: at(period.span.from),
    to: at(period.span.to),
    factor_set: factorSet,
    boundary,
    figures: figures.map(figureRow),
  }
}

export interface MeterLineage {
  readonly point: string
  readonly unit: string
  /** Sum of the month buckets, canonical unit. */
  readonly total: number
  readonly coverage: number
  readonly months: readonly { readonly month: string; readonly value: number; readonly coverage: number }[]
  /** Register where the period begins and ends: the last readings at or before each. */
  readonly first: { readonly time: string; readonly index: number } | null
  readonly last: { readonly time: string; readonly index: number } | null
  /** total - (last - first): what resets, swaps and rollovers added; 0 for an undisturbed register. */
  readonly restarts: number | null
}

export interface Explanation {
  readonly figure: FigureRow
  readonly period: string
  readonly zone: string
  readonly formula: string
  readonly meters: readonly MeterLineage[]
  /** What a saving was claimed from, load by load and month by month. */
  readonly loads: readonly Omit<LoadInput, 'kind'>[]
  readonly factors: readonly (Omit<Factor, 'recordedAt'> & { readonly provisional: boolean })[]
  readonly facts: readonly (Omit<Fact, 'recordedAt'> & { readonly recorded_at: string; readonly share: number })[]
  readonly code_version: string
}

type MeterInput = Extract<Input, { kind: 'meter' }>

export interface Edges {
  readonly first: ReadonlyMap<string, Closing>
  readonly last: ReadonlyMap<string, Closing>
}

/** Points whose registers an explanation wants at the ends of the period. */
export function metersOf(figure: Figure): string[] {
  return [...new Set(figure.inputs.flatMap((i) => (i.kind === 'meter' ? [i.point] : [])))]
}

function lineageOf(campus: Campus, id: string, inputs: readonly MeterInput[], edges: Edges): MeterLineage {
  const point = campus.points.find((p) => p.id === id)
  const per = point === undefined ? 1 : basePerUnit(point.quantity)
  const end = (closing: Closing | undefined): MeterLineage['first'] =>
    closing === undefined ? null : { time: formatIn(campus.timezone, closing.time), index: closing.value / per }
  const [first, last] = [end(edges.first.get(id)), end(edges.last.get(id))]
  const total = inputs.reduce((sum, i) => sum + i.value, 0)
  const restarts = first === null || last === null ? null : Math.round((total - (last.index - first.index)) * per) / per
  return {
    point: id,
    unit: inputs[0]?.unit ?? '',
    total,
    coverage: inputs.reduce((sum, i) => sum + i.coverage, 0) / Math.max(1, inputs.length),
    months: inputs.map((i) => ({ month: i.month ?? '', value: i.value, coverage: i.coverage })),
    first,
    last,
    restarts,
  }
}

export function explanationOf(ledger: Ledger, figure: Figure, edges: Edges, version: string): Explanation {
  const { campus } = ledger
  const meters = metersOf(figure).map((id) =>
    lineageOf(
      campus,
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
    const row = input.kind === 'factor' ? ledger.factors.find((f) => f.id === input.factor) : undefined
    if (input.kind !== 'factor' || row === undefined) return []
    const { recordedAt: _recorded, ...rest } = row
    return [{ ...rest, provisional: input.provisional }]
  })
  const facts = figure.inputs.flatMap((input) => {
    const entry = input.kind === 'fact' ? ledger.facts.find((f) => f.id === input.fact) : undefined
    if (input.kind !== 'fact' || entry === undefined) return []
    const { recordedAt, ...rest } = entry
    return [{ ...rest, recorded_at: formatIn(campus.timezone, recordedAt), share: input.share }]
  })
  return {
    figure: figureRow(figure),
    period: ledger.period.id,
    zone: campus.timezone,
    formula: figure.method,
    meters,
    loads,
    factors,
    facts,
    code_version: version,
  }
}
