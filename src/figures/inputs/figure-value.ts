/** A number with its coverage, its inputs and why it is missing. Missing is null with a reason, never 0. */

import type { SavingFinding } from '../../domain/index.ts'
import { addDecimals, divideDecimals, multiplyDecimals } from '../../kernel/index.ts'
import { constant, type How, product } from './calculation.ts'
import { type RemarkCode, message, type Message, renderMessage } from '../messages/message.ts'
import type { Language, MessageValues } from '../messages/language.ts'

/** What a number was made from, as far down as anybody can check. */
export type InputReference =
  | {
      readonly kind: 'meter'
      readonly point: string
      /** The span: 2026-03, a day, the start of a quarter of an hour; null: the whole period. */
      readonly month: string | null
      readonly value: number
      readonly unit: string
      readonly coverage: number
    }
  | {
      readonly kind: 'entry'
      readonly entry: string
      readonly key: string
      readonly value: number
      readonly unit: string
      readonly share: number
    }
  | LoadReference
  | { readonly kind: 'factor'; readonly factor: string; readonly value: number; readonly unit: string; readonly provisional: boolean }
  | { readonly kind: 'tariff'; readonly tariff: string; readonly name: string; readonly value: number; readonly unit: string }

/** The claim of one load for one month: counterfactual = watts x baseline_hours / 1000, saving = counterfactual - metered, kWh. */
export interface LoadReference {
  readonly kind: 'load'
  readonly measure: string
  readonly energy: string
  readonly power: string
  readonly month: string
  readonly watts: number
  /** Where the power at full output is from: measured in the last 28 days of a month, or rated. */
  readonly watts_from: string
  readonly baseline_hours: number
  readonly counterfactual: number
  readonly metered: number
  readonly saving: number
  readonly coverage: number
}

/** What is remarkable about a figure: a code for programs, a message for readers. */
export interface Remark {
  readonly code:
    | 'provisional-factor'
    | 'estimated'
    | 'low-coverage'
    | 'bill-differs'
    | 'billed'
    | 'entry-gap'
    | 'entries-overlap'
    | 'meter-silent'
    | 'factor-missing'
    | 'claim-refused'
    | 'meter-finding'
    | 'to-date'
    | 'residual-mix'
    | 'instruments-exceed'
    | 'demand'
    | SavingFinding['code']
  readonly message: Message
}

export interface FigureValue {
  readonly value: number | null
  /** Share of the amount that is known, 0..1. */
  readonly coverage: number
  /**
   * The amount with what is missing of it, as far as that can be derived from what is known, the past or a bill; null: it cannot. Left out where it
   * follows from value and coverage.
   */
  readonly whole?: number | null
  /** Share of the value that is estimated, such as a bill split by days, 0..1. */
  readonly estimated: number
  readonly inputs: readonly InputReference[]
  readonly remarks: readonly Remark[]
  /** Why the value is missing; empty when it is not. */
  readonly missing: readonly Message[]
  /** Nothing of the kind is there to be measured: not part of a sum, and no reason to call the sum missing. */
  readonly absent: boolean
  /** Half-width of the 90 % interval in the unit of the value; null or left out when there is none. */
  readonly interval90?: number | null
  /** How the value came about; left out where it was computed elsewhere. */
  readonly how?: How
}

/** The tree of a value; one that came without is a leaf. */
export function calculationOf(amount: FigureValue): How {
  return amount.how ?? { op: 'given', value: amount.value ?? 0, what: 'computed by itself' }
}

export function remarkOf(code: Remark['code'], text: Message): Remark {
  return { code, message: text }
}

export function remark(code: Remark['code'], textCode: RemarkCode, values: MessageValues = {}): Remark {
  return remarkOf(code, message(textCode, values))
}

/** A remark as a reader sees it. */
export interface RenderedRemark {
  readonly code: string
  readonly sentence: string
}

export function renderRemark({ code, message: text }: Remark, language: Language): RenderedRemark {
  return { code, sentence: renderMessage(text, language) }
}

export function missing(...reasons: Message[]): FigureValue {
  return { value: null, coverage: 0, estimated: 0, inputs: [], remarks: [], missing: reasons, absent: false }
}

export function absent(...reasons: Message[]): FigureValue {
  return { ...missing(...reasons), absent: true }
}

function leafOf(input: InputReference, value: number): How {
  if (input.kind === 'load') return { op: 'load', energy: input.energy, span: input.month, value: input.counterfactual }
  if (input.kind === 'meter') return { op: 'meter', point: input.point, span: input.month ?? '', value, unit: input.unit }
  if (input.kind === 'entry') return { op: 'entry', entry: input.entry, value: input.value, share: input.share }
  if (input.kind === 'tariff') return { op: 'price', tariff: input.tariff, name: input.name, value: input.value, unit: input.unit }
  return { op: 'factor', factor: input.factor, value: input.value }
}

export function inputValue(value: number, input: InputReference): FigureValue {
  return { value, coverage: 1, estimated: 0, inputs: [input], remarks: [], missing: [], absent: false, how: leafOf(input, value) }
}

const unique = <T>(items: readonly T[]): T[] =>
  items.length < 2 ? [...items] : [...new Map(items.map((i) => [typeof i === 'string' ? i : JSON.stringify(i), i])).values()]

function mergeLineage(parts: readonly FigureValue[]): Pick<FigureValue, 'inputs' | 'remarks'> {
  return { inputs: unique(parts.flatMap((p) => p.inputs)), remarks: unique(parts.flatMap((p) => p.remarks)) }
}

const FACTOR_REASONS: ReadonlySet<Message['code']> = new Set(['no-factor', 'no-grid', 'factor-not-shipped'])

/** What is missing of a part: an entry, a factor although it was measured, or the measurement. */
function missingRemark(reason: Message): Remark {
  if (reason.code === 'entry-gap') return remarkOf('entry-gap', reason)
  return remarkOf(FACTOR_REASONS.has(reason.code) ? 'factor-missing' : 'meter-silent', reason)
}

/** The amount with what is missing of it; null when nothing says how much that is. */
export function wholeOf({ value, coverage, whole }: FigureValue): number | null {
  if (whole !== undefined) return whole
  return value === null || coverage === 0 ? null : Math.abs(value) / coverage
}

/** The wholes of all parts together; null when one is not known. */
function sumWholes(parts: readonly FigureValue[]): number | null {
  return parts.reduce<number | null>((total, part) => {
    const whole = wholeOf(part)
    return total === null || whole === null ? null : total + whole
  }, 0)
}

/** Coverage of a sum: each part weighs as much as its whole. Where a whole is not known, or all are 0, the parts weigh the same. */
function weighCoverage(parts: readonly FigureValue[], whole: number | null): number {
  if (whole === null || whole === 0) return parts.reduce((total, p) => total + p.coverage, 0) / parts.length
  return Math.min(1, parts.reduce((total, p) => total + Math.abs(p.value ?? 0), 0) / whole)
}

/**
 * The sum of the parts that have a value. Others lower the coverage by what they would have been, and become remarks; when none has a value the sum
 * is missing.
 */
export function sum(parts: readonly FigureValue[]): FigureValue {
  const presentParts = parts.filter((p) => !p.absent)
  if (presentParts.length === 0) return absent(...unique(parts.flatMap((p) => p.missing)))
  const whole = sumWholes(presentParts)
  const valued = presentParts.filter((p) => p.value !== null)
  const reasons = unique(presentParts.flatMap((p) => p.missing))
  if (valued.length === 0) return { ...missing(...reasons), ...mergeLineage(presentParts), whole }
  const value = addDecimals(valued.map((p) => p.value ?? 0))
  const coverage = weighCoverage(presentParts, whole)
  const unknown = whole === null ? { whole } : {}
  const estimated = value === 0 ? 0 : valued.reduce((total, p) => total + p.estimated * (p.value ?? 0), 0) / value
  const { inputs, remarks } = mergeLineage(presentParts)
  const how: How = valued.length === 1 && valued[0] ? calculationOf(valued[0]) : { op: 'sum', of: valued.map(calculationOf) }
  return {
    value,
    coverage,
    ...unknown,
    estimated,
    inputs,
    remarks: [...remarks, ...reasons.map(missingRemark)],
    missing: [],
    absent: false,
    how,
  }
}

/** `times` is exact knowledge: a conversion or a factor with its input. `by` says how it came about where it is neither 1 nor the input itself. */
export function scale(amount: FigureValue, times: number, input: InputReference | null = null, by: How | null = null): FigureValue {
  const inputs = input === null ? amount.inputs : unique([...amount.inputs, input])
  const whole = amount.whole == null ? {} : { whole: amount.whole * Math.abs(times) }
  if (amount.value === null) return { ...amount, ...whole, inputs }
  const interval90 = amount.interval90 == null ? null : amount.interval90 * Math.abs(times)
  const how = by ?? (input === null ? (times === 1 ? null : constant(times, 'conversion')) : leafOf(input, times))
  return {
    ...amount,
    ...whole,
    value: multiplyDecimals(amount.value, times),
    inputs,
    interval90,
    ...(how === null ? {} : { how: product(calculationOf(amount), how) }),
  }
}

/** A quotient or difference is known as far as both sides are. */
function coverageOfBoth(a: FigureValue, b: FigureValue): Pick<FigureValue, 'coverage' | 'whole'> {
  const coverage = Math.min(knownShare(a), knownShare(b))
  return wholeOf(a) === null || wholeOf(b) === null ? { coverage, whole: null } : { coverage }
}

/** Coverage by amount: that of a part by its whole. */
function knownShare(part: FigureValue): number {
  return part.value === null ? part.coverage : weighCoverage([part], wholeOf(part))
}

/** a / b; missing when either is, or when b is 0. */
export function divide(a: FigureValue, b: FigureValue, factor = 1): FigureValue {
  const reasons = unique([...a.missing, ...b.missing])
  const lineage = { ...mergeLineage([a, b]), ...coverageOfBoth(a, b), estimated: a.estimated }
  if (a.value === null || b.value === null) return { ...missing(...reasons), ...lineage }
  if (b.value === 0) return { ...missing(message('zero-divisor')), ...lineage }
  const quotient: How = { op: 'quotient', over: calculationOf(a), under: calculationOf(b) }
  const how = factor === 1 ? quotient : product(quotient, constant(factor, 'conversion'))
  return { ...lineage, value: divideDecimals(multiplyDecimals(a.value, factor), b.value), missing: [], absent: false, how }
}

/** a - b; missing when either is: a difference with a gap is none. */
export function subtract(a: FigureValue, b: FigureValue): FigureValue {
  const lineage = { ...mergeLineage([a, b]), ...coverageOfBoth(a, b), estimated: Math.max(a.estimated, b.estimated) }
  if (a.value === null || b.value === null) return { ...missing(...unique([...a.missing, ...b.missing])), ...lineage }
  const how: How = { op: 'sum', of: [calculationOf(a), product(constant(-1, 'less'), calculationOf(b))] }
  return { ...lineage, value: addDecimals([a.value, -b.value]), missing: [], absent: false, how }
}

/** As it is, and missing when a part of it is: for denominators and differences. */
export function sumComplete(parts: readonly FigureValue[]): FigureValue {
  const reasons = unique(parts.flatMap((p) => p.missing))
  return reasons.length > 0 ? { ...missing(...reasons), inputs: parts.flatMap((p) => p.inputs) } : sum(parts)
}

export function addRemarks(amount: FigureValue, ...remarks: Remark[]): FigureValue {
  return remarks.length === 0 ? amount : { ...amount, remarks: unique([...amount.remarks, ...remarks]) }
}
