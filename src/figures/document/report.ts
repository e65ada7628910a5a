/** A report in the JSON form that users see. */

import { formatIn, rounded } from '../../domain/index.ts'
import { boundaryOf } from '../inputs/boundary.ts'
import { type CarrierRow, carrierRows } from './carrier-rows.ts'
import { compared, type Comparison } from './comparison.ts'
import { type CompletenessRow, completenessRow, sourcesOf } from './completeness.ts'
import type { Figure } from '../formulas/compute.ts'
import { type DisclosureRow, disclosureOf } from './disclosure.ts'
import { checkReport } from '../checks/checks.ts'
import { type RenderedRemark, renderRemark } from '../inputs/figure-value.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { type TargetRow, targetsOf } from './targets.ts'
import { textIn, type Language } from '../messages/language.ts'
import { FIGURE_NAMES } from '../messages/names.ts'
import { message, renderMessage } from '../messages/reasons.ts'

export interface FigureRow {
  readonly id: string
  readonly name: string
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
  readonly findings: readonly RenderedRemark[]
  /** Why there is no value. */
  readonly missing: readonly string[]
}

export interface Report {
  readonly period: string
  readonly revision: number
  readonly zone: string
  readonly from: string
  readonly to: string
  /** The period is not over: figures are to date. */
  readonly to_date: boolean
  readonly factor_set: string
  readonly boundary: string | null
  readonly language: Language
  readonly figures: readonly FigureRow[]
  readonly comparison: { readonly prior: Comparison; readonly base: Comparison | null; readonly base_note: string | null }
  readonly carriers: readonly CarrierRow[]
  readonly completeness: readonly CompletenessRow[]
  readonly disclosure: readonly DisclosureRow[]
  readonly targets: readonly TargetRow[]
  /** What to look at before this is signed. */
  readonly doubts: readonly RenderedRemark[]
}

export function figureRow(f: Figure, language: Language): FigureRow {
  const { id, boundary, value, unit, digits, coverage, estimated, interval90, method, factors, remarks } = f
  const published = value === null ? null : rounded(value, digits)
  const name = textIn(FIGURE_NAMES[id], language)
  const missing = f.missing.map((reason) => renderMessage(reason, language))
  const findings = remarks.map((r) => renderRemark(r, language))
  return { id, name, boundary, value, unit, published, coverage, estimated, interval90, method, factors, findings, missing }
}

export interface ReportFrame {
  readonly ledger: FigureInputs
  readonly factorSet: string
  readonly boundary: string | null
  readonly language: Language
  readonly prior: FigureInputs | null
  /** Null when no base year is set, or this is it. */
  readonly base: FigureInputs | null
  readonly baseYear: string | null
}

function comparisonOf(frame: ReportFrame, figures: readonly Figure[]): Report['comparison'] {
  const { ledger, prior, base, baseYear, language } = frame
  const note = baseYear === null ? message('no-base-year') : base === null ? message('is-base-year', { period: ledger.period.id }) : null
  const year = String(Number(ledger.period.id.slice(0, 4)) - 1)
  return {
    prior: compared(ledger, prior, figures, { period: `${year}${ledger.period.id.slice(4)}`, language }),
    base: base === null ? null : compared(ledger, base, figures, { period: base.period.id, language }),
    base_note: note === null ? null : renderMessage(note, language),
  }
}

export function reportOf(frame: ReportFrame, figures: readonly Figure[]): Report {
  const { ledger, factorSet, boundary, language } = frame
  const { campus, period } = ledger
  const at = (time: FigureInputs['now']): string => formatIn(campus.timezone, time)
  const over = boundaryOf(campus, boundary ?? 'all')
  const sources = over === null ? [] : sourcesOf(ledger, over)
  const carriers = over === null ? [] : carrierRows(ledger, over, language)
  return {
    period: period.id,
    revision: 1,
    zone: campus.timezone,
    from: at(period.span.from),
    to: at(period.span.to),
    to_date: ledger.now < period.span.to,
    factor_set: factorSet,
    boundary,
    language,
    figures: figures.map((f) => figureRow(f, language)),
    comparison: comparisonOf(frame, figures),
    carriers,
    completeness: sources.map((source) => completenessRow(source, language)),
    disclosure: disclosureOf(figures, language),
    targets: targetsOf(ledger, language),
    doubts: checkReport(ledger, figures, sources).map(({ code, sentence }) => ({ code, sentence: renderMessage(sentence, language) })),
  }
}
