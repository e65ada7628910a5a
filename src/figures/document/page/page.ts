/** The report of a period as one HTML page for print: a cover that says what it is and who signed it, figures, charts, quality, methods. */

import type { Language } from '../../messages/language.ts'
import { renderReport, type Report } from '../render/report.ts'
import { disclosureSheet, methodSheet, qualitySheet, revisionsSheet } from '../workbook/quality-sheets.ts'
import type { SheetCell } from '../../../sheets/sheet-table.ts'
import { type ReportSheet, type SheetInput, type Words, wordsIn } from '../workbook/sheet.ts'
import { headLines, summarySheet } from '../workbook/summary-sheet.ts'
import type { WorkbookSource } from '../workbook/workbook.ts'
import { PAGE_STYLE } from './page-style.ts'
import { barChart, columnChart, escapeHtml } from './svg-charts.ts'

export interface PageExtras {
  /** A code of the hash that a phone can read, as SVG. */
  readonly code: string
}

export function renderPage(source: WorkbookSource, language: Language, { code }: PageExtras): string {
  const report = renderReport(source.document, language, source.statement?.revision)
  const input = { ...source, report }
  const words = wordsIn(language)
  const sections = [
    figuresSection(input, words),
    chartsSection(input, words),
    ...(source.revisions.length > 0 ? [tableSection(revisionsSheet(input, words))] : []),
    tableSection(qualitySheet(input, words)),
    tableSection(methodSheet(input, words)),
    tableSection(disclosureSheet(input, words)),
  ]
  const title = `${words.word('report')} ${report.period}`
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escapeHtml(title)}</title><style>${PAGE_STYLE}</style></head><body>${cover(input, words, code)}${sections.join('')}</body></html>`
}

function cover(input: SheetInput, words: Words, code: string): string {
  const { report } = input
  const lines = headLines(input, words)
    .slice(1)
    .filter((line) => line.length > 0)
    .map(([name, value]) => `<dt>${cellHtml(name ?? null)}</dt><dd>${cellHtml(value ?? null)}</dd>`)
  const facts = ['energy.total', 'ghg.total', 'water.total'].flatMap((id) => {
    const figure = report.figures.find((f) => f.id === id)
    if (figure === undefined) return []
    const value = figure.published ?? words.heading('missing')
    const coverage = figure.value === null || figure.coverage === null ? '' : `${words.heading('coverage')} ${percent(figure.coverage)}`
    return [
      `<div><b>${escapeHtml(figure.name)}</b><strong>${escapeHtml(grouped(value))}</strong><span>${escapeHtml(words.unit(figure.unit))}</span><small>${escapeHtml(coverage)}</small></div>`,
    ]
  })
  return `<section class="cover"><h1>${escapeHtml(words.word('report'))}</h1><p class="period">${escapeHtml(report.period)}</p><div class="facts">${facts.join('')}</div><dl>${lines.join('')}</dl><div class="code">${code}</div></section>`
}

/** The figures as published, without the columns that only a spreadsheet has room for. */
function figuresSection(input: SheetInput, words: Words): string {
  const { columns, rows, name } = summarySheet(input, words)
  const left = new Set([words.heading('id'), words.heading('interval'), words.heading('remarks')])
  const filled = (i: number): boolean => rows.some((row) => (row[i] ?? null) !== null)
  const shown = columns.map((c, i) => ({ ...c, i })).filter(({ title, i }) => !left.has(title) && filled(i))
  return tableSection({
    id: 'summary',
    name,
    head: [],
    columns: shown,
    rows: rows.map((row) => shown.map(({ i }) => row[i] ?? null)),
  })
}

function chartsSection(input: SheetInput, words: Words): string {
  const { report } = input
  const carriers = report.carriers.flatMap(({ name, energy_mwh }) =>
    energy_mwh === null ? [] : [{ label: name, value: energy_mwh, text: `${grouped(energy_mwh.toFixed(1))} MWh` }],
  )
  const scopes = ['ghg.scope1', 'ghg.scope2', 'ghg.scope2.market'].flatMap((id) => figureBar(report, id, words))
  const months = monthlyOf(input, 'energy.indirect')
  const name = report.figures.find((f) => f.id === 'energy.indirect')?.name ?? ''
  const charts = [
    ...(carriers.length > 0 ? [barChart(words.heading('carriers'), carriers)] : []),
    ...(scopes.length > 0 ? [barChart(words.heading('ghg'), scopes)] : []),
    ...(months.length > 1 ? [columnChart(name, 'MWh', months)] : []),
  ]
  return charts.length === 0 ? '' : `<section class="charts">${charts.join('')}</section>`
}

function figureBar({ figures }: Report, id: string, { unit }: Words) {
  const figure = figures.find((f) => f.id === id)
  if (figure === undefined || figure.value === null) return []
  return [{ label: figure.name, value: figure.value, text: `${grouped(figure.published ?? '')} ${unit(figure.unit)}` }]
}

/** Electricity of the meters of a figure by month, MWh. A month of which a day or a price is listed apart is summed up from its parts. */
function monthlyOf({ document }: SheetInput, id: string): { readonly label: string; readonly value: number | null }[] {
  const figure = document.figures.find((f) => f.id === id)
  const sums = new Map<string, number>()
  for (const index of figure?.inputs ?? []) {
    const used = document.inputs[index]
    if (used?.kind !== 'meter' || used.month === null || used.unit !== 'kWh') continue
    const month = used.month.slice(0, 7)
    sums.set(month, (sums.get(month) ?? 0) + used.value / 1000)
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([label, value]) => ({ label, value }))
}

function tableSection({ id, name, columns, rows }: ReportSheet): string {
  const right = columns.map((_, i) => rows.some((row) => typeof row[i] === 'object' && row[i] !== null))
  const cell = (tag: string, text: string, i: number): string => `<${tag}${right[i] ? ' class="number"' : ''}>${text}</${tag}>`
  const head = columns.map((c, i) => cell('th', escapeHtml(c.title), i)).join('')
  const body = rows.map((row) => `<tr>${columns.map((_, i) => cell('td', cellHtml(row[i] ?? null), i)).join('')}</tr>`)
  return `<section class="sheet ${id}"><h2>${escapeHtml(name)}</h2><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></section>`
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** Thousands with a thin space, as ISO 80000-1 writes them. */
function grouped(text: string): string {
  const [whole = '', part] = text.split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f')
  return part === undefined ? spaced : `${spaced}.${part}`
}

function cellHtml(cell: SheetCell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return escapeHtml(cell)
  return 'share' in cell ? percent(cell.share) : grouped(cell.number.toFixed(cell.digits))
}
