/** A report document as the JSON that users see, in one language. Reads the document and the catalogues, nothing else. */

import { nameIn, type Names, rounded, SHIPPED_CARRIERS } from '../../../domain/index.ts'
import { type RenderedRemark, renderRemark } from '../../inputs/figure-value.ts'
import { DISCLOSURE } from '../../messages/disclosure.ts'
import { type Language, textIn } from '../../messages/language.ts'
import { type Message, renderMessage } from '../../messages/message.ts'
import { METHODS } from '../../messages/methods.ts'
import { FIGURE_NAMES } from '../../messages/names.ts'
import { SOURCE_NAMES, STATUS_NAMES } from '../../messages/notes.ts'
import { printedNumbers } from './printed-numbers.ts'
import type {
  CarrierStatement,
  DisclosureStatement,
  FigureComparison,
  FigureStatement,
  PeriodComparison,
  ReportDocument,
  SourceStatement,
  TargetStatement,
} from '../report-document.ts'

export interface FigureRow {
  readonly id: string
  readonly name: string
  readonly boundary: string
  /** Unrounded; null when it is missing. */
  readonly value: number | null
  readonly unit: string
  /** As it is published: half up at the figure's digits. */
  readonly published: string | null
  readonly coverage: number | null
  readonly estimated: number
  readonly interval90: number | null
  readonly method: string
  readonly factors: readonly string[]
  readonly findings: readonly RenderedRemark[]
  /** Why there is no value. */
  readonly missing: readonly string[]
}

type Rendered<T extends { readonly notes: readonly Message[] }> = Omit<T, 'notes'> & { readonly notes: readonly string[] }
export type ComparedFigure = Omit<Rendered<FigureComparison>, 'withheld'> & {
  /** Why the change is withheld; null: it is not. */
  readonly withheld: string | null
}
export type TargetRow = Rendered<TargetStatement>
export type CarrierRow = Omit<CarrierStatement, 'name'> & { readonly name: string }

export interface Comparison {
  readonly period: string
  readonly figures: readonly ComparedFigure[]
}

export interface CompletenessRow {
  readonly source: string
  readonly name: string
  readonly status: string
  readonly status_name: string
  readonly why: string
  readonly sites: readonly string[]
  readonly without: readonly string[]
}

export interface DisclosureRow {
  readonly framework: string
  readonly line: string
  readonly title: string
  readonly figures: readonly Pick<FigureRow, 'id' | 'name' | 'boundary' | 'value' | 'unit' | 'published'>[]
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
  /** Plausibility checks: what to look at before this is signed. */
  readonly doubts: readonly RenderedRemark[]
}

/** What of a figure its row shows; its inputs are the matter of an explanation. */
export type ShownFigure = Omit<FigureStatement, 'inputs'>

const render = (messages: readonly Message[], language: Language): string[] => messages.map((m) => renderMessage(m, language))

export function figureRow(figure: ShownFigure, language: Language): FigureRow {
  const { id, boundary, value, unit, digits, coverage, estimated, interval90, factors, remarks, missing } = figure
  return {
    id,
    name: textIn(FIGURE_NAMES[id], language),
    boundary,
    value,
    unit,
    published: value === null ? null : rounded(value, digits),
    coverage,
    estimated,
    interval90,
    method: textIn(METHODS[id], language),
    factors,
    findings: remarks.map((r) => renderRemark(r, language)),
    missing: render(missing, language),
  }
}

/** Keys are named one by one: a document that was stored comes back with its keys in another order, and must print the same bytes. */
function comparedFigure(f: FigureComparison, language: Language): ComparedFigure {
  const { id, boundary, value, now, unit, change_percent, without } = f
  const withheld = f.withheld === null ? null : renderMessage(f.withheld, language)
  return { id, boundary, value, now, unit, change_percent, withheld, without, notes: render(f.notes, language) }
}

function targetRow(t: TargetStatement, language: Language): TargetRow {
  const { entry, id, boundary, from, to, target, due, value, unit, distance, distance_percent, met } = t
  const notes = render(t.notes, language)
  return { entry, id, boundary, from, to, target, due, value, unit, distance, distance_percent, met, notes }
}

function comparisonRows({ period, figures }: PeriodComparison, language: Language): Comparison {
  return { period, figures: figures.map((f) => comparedFigure(f, language)) }
}

/** Of a carrier or another source: as the campus file names it, else as the catalogues do. */
function sourceName(id: string, own: Names | null, language: Language): string {
  const shipped = own ?? SHIPPED_CARRIERS.find((c) => c.id === id)?.name
  if (shipped !== undefined) return nameIn(shipped, language, id)
  return textIn(SOURCE_NAMES[id] ?? [id, id, id], language)
}

function carrierRow(c: CarrierStatement, language: Language): CarrierRow {
  const { id, form, boundary, amount, unit, energy_mwh, standard_coal_t, ghg_t, coverage } = c
  return { id, name: sourceName(id, c.name, language), form, boundary, amount, unit, energy_mwh, standard_coal_t, ghg_t, coverage }
}

function completenessRow({ source, name, status, why, sites, without }: SourceStatement, language: Language): CompletenessRow {
  return {
    source,
    name: sourceName(source, name, language),
    status,
    status_name: textIn(STATUS_NAMES[status] ?? [status, status, status], language),
    why: typeof why === 'string' ? why : renderMessage(why, language),
    sites,
    without,
  }
}

function disclosureRow({ framework, line, figures }: DisclosureStatement, rows: ReadonlyMap<string, FigureRow>, language: Language) {
  const entry = DISCLOSURE.find((d) => d.framework === framework && d.line === line)
  return {
    framework,
    line,
    title: entry === undefined ? line : textIn(entry.title, language),
    figures: figures.flatMap((id) => {
      const row = rows.get(id)
      if (row === undefined) return []
      const { name, boundary, value, unit, published } = row
      return [{ id, name, boundary, value, unit, published }]
    }),
  }
}

/** `revision` is that of the draft or statement that the document belongs to. */
export function renderReport(document: ReportDocument, language: Language, revision = 1): Report {
  const { period, zone, to_date, factor_set, boundary, comparison } = document
  const figures = document.figures.map((f) => figureRow(f, language))
  const byId = new Map(figures.map((f) => [f.id, f]))
  return printedNumbers({
    period: period.id,
    revision,
    zone,
    from: period.from,
    to: period.to,
    to_date,
    factor_set,
    boundary,
    language,
    figures,
    comparison: {
      prior: comparisonRows(comparison.prior, language),
      base: comparison.base === null ? null : comparisonRows(comparison.base, language),
      base_note: comparison.base_note === null ? null : renderMessage(comparison.base_note, language),
    },
    carriers: document.carriers.map((c) => carrierRow(c, language)),
    completeness: document.completeness.map((s) => completenessRow(s, language)),
    disclosure: document.disclosure.map((d) => disclosureRow(d, byId, language)),
    targets: document.targets.map((t) => targetRow(t, language)),
    doubts: document.checks.map((c) => ({ code: c.code, sentence: renderMessage(c, language) })),
  })
}
