/** Reports, savings, alarms and entries as the public API gives them; shapes are those of /openapi.json. */

import type { Names } from './api.ts'

export interface Told {
  readonly code: string
  readonly sentence: string
}

export interface Figure {
  readonly id: string
  readonly name?: string
  readonly boundary: string
  readonly value: number | null
  readonly unit: string
  readonly published: string | null
  readonly coverage: number
  readonly estimated: number
  readonly interval90: number | null
  readonly method: string
  readonly findings: readonly Told[]
  readonly missing: readonly string[]
}

export interface ComparedFigure {
  readonly id: string
  readonly value: number | null
  readonly unit: string
  readonly change_percent: number | null
  readonly notes: readonly string[]
}

export interface Comparison {
  readonly period: string
  readonly figures: readonly ComparedFigure[]
}

export interface Carrier {
  readonly id: string
  readonly name: string
  readonly boundary: string
  readonly amount: number | null
  readonly unit: string
  readonly energy_mwh: number | null
  readonly standard_coal_t: number | null
  readonly ghg_t: number | null
  readonly coverage: number
}

export interface Completeness {
  readonly source: string
  readonly name: string
  readonly status: string
  readonly status_name: string
  readonly why: string
  readonly sites: readonly string[]
}

export interface Disclosure {
  readonly framework: string
  readonly line: string
  readonly title: string
  readonly figures: readonly Pick<Figure, 'id' | 'name' | 'boundary' | 'published' | 'unit'>[]
}

export interface Target {
  readonly entry: string
  readonly id: string
  readonly boundary: string
  readonly due: number
  readonly value: number | null
  readonly unit: string
  readonly met: boolean | null
  readonly notes: readonly string[]
}

export interface Report {
  readonly period: string
  readonly zone: string
  readonly to_date: boolean
  readonly factor_set: string
  readonly boundary: string | null
  readonly figures: readonly Figure[]
  readonly comparison?: { readonly prior: Comparison; readonly base: Comparison | null; readonly base_note: string | null }
  readonly carriers?: readonly Carrier[]
  readonly completeness?: readonly Completeness[]
  readonly disclosure?: readonly Disclosure[]
  readonly targets?: readonly Target[]
  readonly doubts?: readonly Told[]
}

export interface Edge {
  readonly time: string
  readonly index: number
}

/** How a figure comes about: leaves are what was measured, entered, published; nodes are arithmetic. */
export type HowLeaf =
  | { readonly op: 'meter'; readonly point: string; readonly span: string; readonly value: number; readonly unit: string }
  | { readonly op: 'load'; readonly energy: string; readonly span: string; readonly value: number }
  | { readonly op: 'entry'; readonly entry: string; readonly value: number; readonly share: number }
  | { readonly op: 'factor'; readonly factor: string; readonly value: number }
  | {
      readonly op: 'price'
      readonly tariff: string
      readonly name: string
      readonly value: number
      readonly unit: string
      readonly about?: string
    }
  | { readonly op: 'constant'; readonly value: number; readonly what: string }
  | { readonly op: 'given'; readonly value: number; readonly what: string }

export type How =
  | HowLeaf
  | { readonly op: 'sum'; readonly of: readonly How[] }
  | { readonly op: 'product'; readonly of: readonly How[] }
  | { readonly op: 'quotient'; readonly over: How; readonly under: How }

export interface PriceRow {
  readonly tariff: string
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly from: string | null
  readonly to: string | null
  readonly sites: readonly string[] | null
  readonly months: readonly number[] | null
  readonly days: readonly string[] | null
  readonly hours: readonly string[] | null
  readonly source: string
}

export interface Explanation {
  readonly figure: Figure
  readonly period: string
  readonly zone: string
  readonly formula: string
  readonly meters: readonly {
    readonly point: string
    readonly unit: string
    readonly total: number
    readonly coverage: number
    readonly first: Edge | null
    readonly last: Edge | null
    readonly restarts: number | null
  }[]
  readonly factors: readonly {
    readonly id: string
    readonly value: number
    readonly unit: string
    readonly publisher: string
    readonly document: string
    readonly provisional: boolean
  }[]
  readonly facts: readonly {
    readonly id: string
    readonly key: string
    readonly site: string
    readonly from: string
    readonly to: string | null
    readonly value: number
    readonly unit: string
    readonly share: number
    readonly author: string
    readonly note: string | null
  }[]
  readonly prices: readonly PriceRow[]
  readonly calculation: How | null
  readonly code_version: string
}

export interface SavingAmounts {
  readonly saving: number | null
  readonly counterfactual: number | null
  readonly metered: number | null
  readonly interval90: number | null
  readonly coverage: number
}

export interface Measure extends SavingAmounts {
  readonly id: string
  readonly name: Names
  readonly unit: string
  readonly avoided_tco2e: number | null
  readonly months: readonly (SavingAmounts & { readonly month: string })[]
  readonly findings: readonly Told[]
  readonly missing: readonly string[]
}

export interface Savings {
  readonly period: string
  readonly unit: string
  readonly measures: readonly Measure[]
  readonly total: SavingAmounts & { readonly avoided_tco2e: number | null }
  readonly missing: readonly string[]
}

export interface Draft {
  readonly period: string
  readonly state: 'draft' | 'waiting'
  readonly revision: number | null
  readonly created: string | null
  readonly coverage: number | null
  readonly coverage_low: boolean
  readonly figures: { readonly valued: number; readonly all: number } | null
  readonly why: string | null
}

export interface Drafts {
  readonly reports: readonly Draft[]
  readonly next: { readonly period: string; readonly at: string }
  readonly coverage_below: number
}

export interface Alarm {
  readonly id: string
  readonly code: string
  readonly subject: string
  readonly severity: 'warning' | 'alarm'
  readonly sentence: string
  readonly evidence: Readonly<Record<string, string | number>>
  readonly state: 'open' | 'cleared'
  readonly raised: string
  readonly cleared: string | null
  readonly acknowledged: { readonly by: string; readonly at: string; readonly note: string | null } | null
}

export interface Fact {
  readonly id: string
  readonly key: string
  readonly site: string | null
  readonly from: string
  readonly to: string | null
  readonly value: number
  readonly unit: string
  readonly note: string | null
  readonly reference: string | null
  readonly author: string
  readonly recorded_at: string
  readonly counts: boolean
  readonly withdrawn: { readonly author: string; readonly reason: string; readonly at: string } | null
}
