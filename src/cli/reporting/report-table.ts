/** A report document as text: published digits, the year before and the base year beside, and what stands behind the figures. */

import { rounded } from '../../domain/index.ts'
import { percentText } from '../../kernel/index.ts'
import { type Comparison, type FigureRow, renderReport, type Report } from '../../figures/document/render/report.ts'
import type { ReportDocument } from '../../figures/document/report-document.ts'
import { fillTemplate, textIn, type Language } from '../../figures/messages/language.ts'
import { HEADINGS, UNIT_NAMES } from '../../figures/messages/names.ts'
import { table } from '../support/table.ts'
import { commandHints } from './hints.ts'

const signed = (change: number): string => `${change > 0 ? '+' : ''}${change.toFixed(1)} %`

/** Words of one language. */
function wordsOf(language: Language) {
  const word = (heading: keyof typeof HEADINGS): string => textIn(HEADINGS[heading], language)
  const unit = (name: string): string => textIn(UNIT_NAMES[name] ?? [name, name, name], language)
  return { word, unit }
}
type Words = ReturnType<typeof wordsOf>

function remarksOf(f: FigureRow, { word }: Words): string {
  const estimated = f.estimated > 0 ? [`${percentText(f.estimated)} ${word('estimated')}`] : []
  const shown = f.value === null ? f.missing.slice(0, 1) : [...estimated, ...f.findings.slice(0, 2).map((r) => r.sentence)]
  const more = f.findings.length > 2 && f.value !== null ? [fillTemplate(word('more'), { n: f.findings.length - 2 })] : []
  return [...shown, ...more].join('; ')
}

/** Decimal places of what was published, for the numbers beside it. */
const digitsOf = ({ published }: FigureRow): number => published?.split('.')[1]?.length ?? 2

function beside(f: FigureRow, comparison: Comparison | null): string[] {
  const row = comparison?.figures.find((r) => r.id === f.id)
  if (row === undefined || row.value === null) return ['-', '-']
  const change = row.change_percent === null ? '-' : signed(row.change_percent)
  // Below the table: what was not there then, and why a change is withheld.
  return [rounded(row.value, digitsOf(f)), row.without.length > 0 || row.withheld !== null ? `${change} *` : change]
}

const interval = ({ interval90 }: FigureRow): string => (interval90 === null ? '' : ` +- ${interval90.toPrecision(3)}`)

function figuresTable(report: Report, words: Words): string {
  const { word, unit } = words
  const { prior, base } = report.comparison
  const others = [
    { heading: word('prior'), comparison: prior },
    { heading: word('base'), comparison: base },
  ].filter(({ comparison }) => comparison?.figures.some((f) => f.value !== null) === true)
  const english = report.language === 'en'
  const columns = [
    { title: word('figure') },
    ...(english ? [] : [{ title: word('id') }]),
    { title: word('boundary') },
    { title: word('value'), right: true },
    { title: word('unit') },
    { title: word('coverage'), right: true },
    ...others.flatMap(({ heading, comparison }) => [
      { title: `${heading} ${comparison?.period ?? ''}`, right: true },
      { title: word('change'), right: true },
    ]),
    { title: word('remarks') },
  ]
  const rows = report.figures.map((f) => [
    ...(english ? [f.id] : [f.name, f.id]),
    f.boundary,
    f.published === null ? word('missing') : `${f.published}${interval(f)}`,
    unit(f.unit),
    f.value === null || f.coverage === null ? '-' : percentText(f.coverage),
    ...others.flatMap(({ comparison }) => beside(f, comparison)),
    remarksOf(f, words),
  ])
  const reduced = others.flatMap(({ comparison }) => comparison?.figures.filter((f) => f.without.length > 0) ?? [])
  const withheld = others.flatMap(({ comparison }) => comparison?.figures.flatMap((f) => f.withheld ?? []) ?? [])
  const notes = [...new Set([...reduced.flatMap((f) => f.notes.slice(0, 1)), ...withheld])]
  return `${table(columns, rows)}${notes.map((note) => `* ${note}\n`).join('')}`
}

const number = (value: number | null, digits: number): string => (value === null ? '-' : rounded(value, digits))

function carriersTable({ carriers }: Report, { word, unit }: Words): string {
  const columns = [word('carrier'), word('amount'), word('unit'), word('energy'), 'tce', word('ghg')]
  const rows = carriers.map((c) => [
    c.name,
    number(c.amount, 1),
    unit(c.unit),
    number(c.energy_mwh, 2),
    number(c.standard_coal_t, 2),
    number(c.ghg_t, 2),
  ])
  return table(
    columns.map((title, i) => ({ title, right: i === 1 || i > 2 })),
    rows,
  )
}

function completenessTable({ completeness }: Report, { word }: Words): string {
  const columns = [word('source'), word('status'), word('why')].map((title) => ({ title }))
  return table(
    columns,
    completeness.map((c) => [c.name, c.status_name, c.why]),
  )
}

function targetsTable({ targets, figures }: Report, { word, unit }: Words): string {
  const columns = [word('figure'), word('boundary'), word('target'), word('value'), word('unit'), word('distance'), word('remarks')]
  const rows = targets.map((t) => {
    const shown = figures.find((f) => f.id === t.id)
    const digits = shown === undefined ? 2 : digitsOf(shown)
    const name = shown?.name ?? t.id
    return [name, t.boundary, number(t.due, digits), number(t.value, digits), unit(t.unit), number(t.distance, digits), t.notes.join('; ')]
  })
  return table(
    columns.map((title, i) => ({ title, right: i === 2 || i === 3 || i === 5 })),
    rows,
  )
}

function disclosureTable({ disclosure }: Report, { word, unit }: Words): string {
  const columns = [word('line'), word('title'), word('figure'), word('boundary'), word('value'), word('unit')]
  const rows = disclosure.flatMap((line) =>
    line.figures.map((f, i) => [
      i === 0 ? `${line.framework} ${line.line}` : '',
      i === 0 ? line.title : '',
      f.name,
      f.boundary,
      f.published ?? word('missing'),
      unit(f.unit),
    ]),
  )
  return table(
    columns.map((title, i) => ({ title, right: i === 4 })),
    rows,
  )
}

export function renderReportTable(document: ReportDocument, language: Language): string {
  const report = renderReport(document, language)
  const words = wordsOf(report.language)
  const { word } = words
  const hints = commandHints(document)
  const date = report.to_date ? `, ${word('to-date')}` : ''
  const head = `${report.period}${date}, ${report.zone}, ${fillTemplate(word('factors'), { set: report.factor_set })}\n`
  const part = (title: string, body: string, there: boolean): string => (there ? `\n${title}\n\n${body}` : '')
  return [
    `${head}\n${figuresTable(report, words)}`,
    part(word('carriers'), carriersTable(report, words), report.carriers.length > 0),
    part(word('targets'), targetsTable(report, words), report.targets.length > 0),
    part(word('completeness'), completenessTable(report, words), true),
    part(word('disclosure'), disclosureTable(report, words), true),
    part(word('checks'), report.doubts.map((d) => `- ${d.sentence}\n`).join(''), report.doubts.length > 0),
    part(word('commands'), hints.map((hint) => `  ${hint}\n`).join(''), hints.length > 0),
  ].join('')
}
