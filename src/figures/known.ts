/** A number with what is known about it: how much was measured, what it is made of, why it is missing. Missing is null with a reason, never 0. */

import type { SavingFinding } from '../domain/index.ts'

/** What a number was made from, as far down as anybody can check. */
export type Input =
  | {
      readonly kind: 'meter'
      readonly point: string
      readonly month: string | null
      readonly value: number
      readonly unit: string
      readonly coverage: number
    }
  | {
      readonly kind: 'fact'
      readonly fact: string
      readonly key: string
      readonly value: number
      readonly unit: string
      readonly share: number
    }
  | LoadInput
  | { readonly kind: 'factor'; readonly factor: string; readonly value: number; readonly unit: string; readonly provisional: boolean }

/** The claim of one load for one month: counterfactual = watts x baseline_hours / 1000, saving = counterfactual - metered, kWh. */
export interface LoadInput {
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

/** What is remarkable about a figure. */
export interface Remark {
  readonly code:
    | 'provisional-factor'
    | 'estimated'
    | 'low-coverage'
    | 'bill-differs'
    | 'meter-silent'
    | 'claim-refused'
    | 'meter-finding'
    | SavingFinding['code']
  readonly sentence: string
}

export interface Known {
  readonly value: number | null
  /** Share of the span and of its meters that is known, 0..1. */
  readonly coverage: number
  /** Share of the value that is estimated, such as a bill split by days, 0..1. */
  readonly estimated: number
  readonly inputs: readonly Input[]
  readonly remarks: readonly Remark[]
  /** Why the value is missing; empty when it is not. */
  readonly missing: readonly string[]
  /** Nothing of the kind is there to be measured: not part of a sum, and no reason to call the sum missing. */
  readonly absent: boolean
  /** Half-width of the 90 % interval in the unit of the value; null or left out where none is told. */
  readonly interval90?: number | null
}

export function missing(...reasons: string[]): Known {
  return { value: null, coverage: 0, estimated: 0, inputs: [], remarks: [], missing: reasons, absent: false }
}

export function absent(reason: string): Known {
  return { ...missing(reason), absent: true }
}

export function exactly(value: number, input: Input): Known {
  return { value, coverage: 1, estimated: 0, inputs: [input], remarks: [], missing: [], absent: false }
}

const unique = <T>(items: readonly T[]): T[] => [...new Map(items.map((i) => [JSON.stringify(i), i])).values()]

function joined(parts: readonly Known[]): Pick<Known, 'inputs' | 'remarks'> {
  return { inputs: unique(parts.flatMap((p) => p.inputs)), remarks: unique(parts.flatMap((p) => p.remarks)) }
}

/**
 * The sum of what is there. Parts without a value lower the coverage and are told; when none has one the sum is missing. `weight` is how
 * much each part counts in the coverage: the number of its meters.
 */
export function sum(parts: readonly Known[], weight: (part: Known, index: number) => number = () => 1): Known {
  const present = parts.filter((p) => !p.absent)
  if (present.length === 0) return absent(unique(parts.flatMap((p) => p.missing)).join('; '))
  const valued = present.filter((p) => p.value !== null)
  const reasons = unique(present.flatMap((p) => p.missing))
  if (valued.length === 0) return { ...missing(...reasons), ...joined(present) }
  const value = valued.reduce((total, p) => total + (p.value ?? 0), 0)
  const weights = present.map((p) => weight(p, parts.indexOf(p)))
  const all = weights.reduce((a, b) => a + b, 0)
  const coverage = all === 0 ? 1 : present.reduce((total, p, i) => total + p.coverage * (weights[i] ?? 0), 0) / all
  const estimated = value === 0 ? 0 : valued.reduce((total, p) => total + p.estimated * (p.value ?? 0), 0) / value
  const silent = reasons.map((sentence) => ({ code: 'meter-silent', sentence }) as const)
  const { inputs, remarks } = joined(present)
  return { value, coverage, estimated, inputs, remarks: [...remarks, ...silent], missing: [], absent: false }
}

/** `times` is exact knowledge: a conversion or a factor with its input. */
export function scaled(known: Known, times: number, input: Input | null = null): Known {
  const inputs = input === null ? known.inputs : unique([...known.inputs, input])
  const interval90 = known.interval90 == null ? null : known.interval90 * Math.abs(times)
  return { ...known, value: known.value === null ? null : known.value * times, inputs, interval90 }
}

/** a / b; missing when either is, or when b is 0. */
export function ratio(a: Known, b: Known, times = 1): Known {
  const reasons = unique([...a.missing, ...b.missing])
  const made = { ...joined([a, b]), coverage: Math.min(a.coverage, b.coverage), estimated: a.estimated }
  if (a.value === null || b.value === null) return { ...missing(...reasons), ...made }
  if (b.value === 0) return { ...missing('the amount it is divided by is 0'), ...made }
  return { ...made, value: (a.value / b.value) * times, missing: [], absent: false }
}

export function remarked(known: Known, ...remarks: Remark[]): Known {
  return remarks.length === 0 ? known : { ...known, remarks: unique([...known.remarks, ...remarks]) }
}
