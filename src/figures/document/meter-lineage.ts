/** The meters of an explanation: their amounts, and the registers that these are the difference of. */

import { addDecimals } from '../../kernel/index.ts'
import {
  basePerUnit,
  type CalendarMonth,
  type Campus,
  coveredMs,
  type EdgeState,
  findingBit,
  formatIn,
  termsBelow,
} from '../../domain/index.ts'
import type { Figure } from '../formulas/compute.ts'
import { type FigureInputs, pointOf } from '../inputs/figure-inputs.ts'
import type { InputReference } from '../inputs/figure-value.ts'

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
  /** Share of the total that interpolation over a gap across an end of the period assigned to it, 0..1. */
  readonly estimated: number
  /** What is interpolated between the readings around the beginning and the end: total - (last - first) - restarts. Null where the amounts are not those of whole months. */
  readonly edge_split: number | null
  /** What resets, swaps and rollovers added; 0 for an undisturbed register. Null like `edge_split`. */
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

export type MeterInput = Extract<InputReference, { kind: 'meter' }>

export interface EdgeRegisters {
  readonly first: ReadonlyMap<string, EdgeState>
  readonly last: ReadonlyMap<string, EdgeState>
  /** Of registers that changed in the period: the first readings after its beginning and after its end. */
  readonly afterFirst: ReadonlyMap<string, EdgeState>
  readonly afterLast: ReadonlyMap<string, EdgeState>
}

/** What makes a register another one, or the same one begin again. */
const CHANGES = ['counter-reset', 'counter-rollover', 'counter-replaced', 'meter-swapped'] as const
const CHANGE_BITS = CHANGES.reduce((bits, code) => bits | findingBit(code), 0)

/** Points of which a register restarted, rolled over or was replaced in the period. */
export function changedRegisters(inputs: FigureInputs, points: readonly string[]): string[] {
  const changed = (id: string): boolean =>
    pointOf(inputs, id)?.rules.onReset === 'daily' ||
    inputs.period.months.some((month) => ((inputs.month(id, month.span.from)?.findings ?? 0) & CHANGE_BITS) !== 0)
  return points.filter(changed)
}

/** What a register counted from `reading` to `at` by a straight line to the reading after it, base units; null where the register fell between them. */
function amountUntil(at: number, reading: EdgeState | undefined, after: EdgeState | undefined): number | null {
  if (reading === undefined || reading.time >= at) return 0
  if (after === undefined) return 0
  return after.value < reading.value ? null : ((after.value - reading.value) * (at - reading.time)) / (after.time - reading.time)
}

/** Base units that lie between the ends of the period and the readings at or before them; null where nothing tells. */
function edgeSplitOf(id: string, { from, to }: FigureInputs['period']['span'], edges: EdgeRegisters): number | null {
  const before = amountUntil(from, edges.first.get(id), edges.afterFirst.get(id))
  const behind = amountUntil(to, edges.last.get(id), edges.afterLast.get(id))
  return before === null || behind === null ? null : Math.round(behind - before)
}

export const metersOf = (figure: Figure): string[] => [...new Set(figure.inputs.flatMap((i) => (i.kind === 'meter' ? [i.point] : [])))]

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

export function lineageOf(inputs: FigureInputs, id: string, amounts: readonly MeterInput[], edges: EdgeRegisters): MeterLineage {
  const point = inputs.campus.points.find((p) => p.id === id)
  const per = point === undefined ? 1 : basePerUnit(point.quantity)
  const { first, last } = endsOf(inputs, id, edges)
  const added = addableAmounts(amounts)
  const total = addDecimals(added.map((i) => i.value))
  const whole = per > 1 && areAllMonths(inputs, id, added)
  const apart = first === null || last === null || !whole ? null : Math.round((total - (last.index - first.index)) * per)
  const changed = edges.afterFirst.has(id) || edges.afterLast.has(id)
  const edge = apart === null ? null : changed ? (edgeSplitOf(id, inputs.period.span, edges) ?? 0) : apart
  return {
    point: id,
    unit: amounts[0]?.unit ?? '',
    total,
    coverage: amounts.reduce((sum, i) => sum + i.coverage, 0) / Math.max(1, amounts.length),
    months: amounts.map((i) => ({ month: i.month ?? '', value: i.value, coverage: i.coverage })),
    first,
    last,
    estimated: estimatedShare(inputs, id, total * per),
    edge_split: edge === null ? null : edge / per,
    restarts: edge === null || apart === null ? null : (apart - edge) / per,
    ...(point?.of === undefined ? {} : { of: termsOf(inputs, id, edges) }),
  }
}

/** Share of an amount in base units that interpolation assigned. */
function estimatedShare(inputs: FigureInputs, id: string, total: number): number {
  if (total === 0) return 0
  const shareOf = ({ span }: CalendarMonth): number =>
    (inputs.interpolated?.(id, span.from) ?? 0) * (inputs.month(id, span.from)?.total ?? 0)
  return Math.min(1, Math.abs(inputs.period.months.reduce((sum, month) => sum + shareOf(month), 0) / total))
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
