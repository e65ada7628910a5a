/** A report document in the form of a framework, as one table: the answers, their coverage, and why a line has none. Pure. */

import { rounded } from '../../../domain/index.ts'
import type { CellColumn, SheetCell, SheetTable } from '../../../sheets/sheet-table.ts'
import { DISCLOSURE } from '../../messages/disclosure.ts'
import { type Language, textIn } from '../../messages/language.ts'
import { renderMessage } from '../../messages/message.ts'
import { FIGURE_NAMES, HEADINGS, UNIT_NAMES } from '../../messages/names.ts'
import { TEMPLATE_WORDS } from '../../messages/sheets.ts'
import type { FigureStatement, ReportDocument } from '../report-document.ts'
import { ESRS, GHG_PROTOCOL, GRI, HKEX } from './lines/frameworks.ts'
import { PORTFOLIO_MANAGER, PUBLIC_INSTITUTIONS } from './lines/forms.ts'
import { meterRows } from './meter-rows.ts'
import type { DisclosureTemplate, LineTemplate, TemplateAnswer, TemplateLine } from './template.ts'

export const TEMPLATES: readonly DisclosureTemplate[] = [HKEX, GRI, GHG_PROTOCOL, ESRS, PORTFOLIO_MANAGER, PUBLIC_INSTITUTIONS]

export const templateOf = (id: string): DisclosureTemplate | null => TEMPLATES.find((t) => t.id === id) ?? null

export interface TemplateSource {
  readonly document: ReportDocument
  /** SHA-256 of the document, hex. */
  readonly hash: string
  /** Null while the period is open. */
  readonly revision: number | null
}

/** Sheet names have at most 31 characters, and some of them mean something in a reference. */
const sheetName = (name: string): string => name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)

export function renderTemplate(template: DisclosureTemplate, source: TemplateSource, language: Language): SheetTable {
  const { document, hash, revision } = source
  const word = (name: keyof typeof TEMPLATE_WORDS): string => textIn(TEMPLATE_WORDS[name], language)
  const name = textIn(template.name, language)
  const head: SheetCell[][] = [
    [name],
    [word('edition'), template.edition],
    [word('period'), document.period.id],
    [word('from'), document.period.from],
    [word('to'), document.period.to],
    [word('revision'), revision === null ? word('open') : String(revision)],
    [word('hash'), hash],
  ]
  const body = template.form === 'lines' ? lineTable(template, document, language) : meterTable(template.figures, document, language)
  return { name: sheetName(name), head, ...body }
}

type Body = Pick<SheetTable, 'columns' | 'rows'>

function meterTable(figures: readonly string[], document: ReportDocument, language: Language): Body {
  const word = (name: keyof typeof TEMPLATE_WORDS): string => textIn(TEMPLATE_WORDS[name], language)
  const columns = [
    { title: word('meter'), width: 40 },
    { title: word('start'), width: 12 },
    { title: word('end'), width: 12 },
    { title: word('usage'), width: 16 },
    { title: textIn(HEADINGS.unit, language), width: 10 },
    { title: word('cost'), width: 12 },
    { title: word('estimation'), width: 12 },
  ]
  const rows = meterRows(document, figures).map(({ meter, first, last, amount, unit, estimated }): SheetCell[] => [
    meter,
    first,
    last,
    { number: amount, digits: 3 },
    unit,
    null,
    word(estimated ? 'yes' : 'no'),
  ])
  return { columns, rows }
}

function lineTable(template: LineTemplate, document: ReportDocument, language: Language): Body {
  const heading = (name: keyof typeof HEADINGS): string => textIn(HEADINGS[name], language)
  const columns: CellColumn[] = [
    { title: heading('line'), width: 18 },
    { title: heading('title'), width: 44 },
    { title: heading('figure'), width: 40 },
    { title: heading('boundary'), width: 14 },
    { title: heading('value'), width: 16 },
    { title: heading('unit'), width: 12 },
    { title: heading('coverage'), width: 12 },
    { title: heading('remarks'), width: 60 },
  ]
  const rows = linesOf(template, document).flatMap(({ code, title, answers }) =>
    answers.map((answer): SheetCell[] => [code, textIn(title, language), ...answerCells(answer, document, language)]),
  )
  return { columns, rows }
}

/** Of the disclosure index those lines that the document has: they depend on its year. */
function linesOf({ index, lines }: LineTemplate, document: ReportDocument): readonly TemplateLine[] {
  const indexed = document.disclosure
    .filter((d) => d.framework === index)
    .map(({ framework, line, figures }): TemplateLine => {
      const title = DISCLOSURE.find((d) => d.framework === framework && d.line === line)?.title ?? [line, line, line]
      return { code: line, title, answers: figures.map((figure) => ({ figure })) }
    })
  return [...indexed, ...lines]
}

const NOTHING: readonly SheetCell[] = [null, null, null, null, null]

/** Figure, boundary, value, unit, coverage, remark. */
function answerCells(answer: TemplateAnswer, document: ReportDocument, language: Language): readonly SheetCell[] {
  if ('open' in answer) return [...NOTHING, textIn(answer.open, language)]
  if ('step' in answer) return stepCells(answer.step, answer.unit, document, language)
  if ('carrier' in answer) return carrierCells(answer, document, language)
  const figure = document.figures.find((f) => f.id === answer.figure)
  return figure === undefined ? [...NOTHING, textIn(TEMPLATE_WORDS.absent, language)] : figureCells(figure, answer, language)
}

const unitName = (unit: string, language: Language): string => textIn(UNIT_NAMES[unit] ?? [unit, unit, unit], language)

function figureCells(
  { id, boundary, value, unit, digits, coverage, missing, remarks }: FigureStatement,
  { times = 1, unit: own = unit }: { readonly times?: number; readonly unit?: string },
  language: Language,
): readonly SheetCell[] {
  // A line in the unit of the report has its published digits; a converted one is computed from the unrounded value.
  const shown: SheetCell = value === null ? null : { number: times === 1 ? Number(rounded(value, digits)) : value * times, digits }
  const notes = value === null ? missing : remarks.map((r) => r.message)
  const text = notes.map((note) => renderMessage(note, language)).join('; ')
  const share: SheetCell = value === null || coverage === null ? null : { share: coverage }
  return [textIn(FIGURE_NAMES[id], language), boundary, shown, unitName(own, language), share, text]
}

type CarrierAnswer = Extract<TemplateAnswer, { carrier: string }>
const CARRIER_DIGITS = 2

function carrierCells({ carrier, as }: CarrierAnswer, { carriers }: ReportDocument, language: Language): readonly SheetCell[] {
  const found = carriers.find((c) => c.id === carrier)
  if (found === undefined) return [...NOTHING, textIn(TEMPLATE_WORDS.absent, language)]
  const { amount, unit, energy_mwh: energy, standard_coal_t: coal, ghg_t: ghg, boundary, coverage } = found
  const [value, own] = { amount: [amount, unit], energy: [energy, 'MWh'], coal: [coal, 'tce'], ghg: [ghg, 'tCO2e'] }[as] as [
    number | null,
    string,
  ]
  if (value === null) return [carrier, boundary, null, null, null, textIn(TEMPLATE_WORDS.absent, language)]
  return [carrier, boundary, { number: value, digits: CARRIER_DIGITS }, unitName(own, language), { share: coverage }, null]
}

/** The last step of each site that the figures rest on, added up; the remark names the sites. */
function stepCells(key: string, unit: string, { entries, period }: ReportDocument, language: Language): readonly SheetCell[] {
  const last = new Map<string, number>()
  const until = period.to.slice(0, 10)
  for (const entry of [...entries].sort((a, b) => (a.from < b.from ? -1 : 1)))
    if (entry.key === key && entry.from < until) last.set(entry.site, entry.value)
  if (last.size === 0) return [...NOTHING, textIn(TEMPLATE_WORDS.absent, language)]
  const total = [...last.values()].reduce((sum, value) => sum + value, 0)
  return [key, null, { number: total, digits: 0 }, unit, null, [...last.keys()].sort().join(', ')]
}
