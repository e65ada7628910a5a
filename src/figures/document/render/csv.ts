/** The figures of a report document as CSV (RFC 4180, with a byte-order mark for spreadsheets): one line a figure, prior and base year beside. */

import { csvOf } from '../../../sheets/csv.ts'
import type { Language } from '../../messages/language.ts'
import type { ReportDocument } from '../report-document.ts'
import { type ComparedFigure, type FigureRow, renderReport, type Report } from './report.ts'

const COLUMNS = [
  'id',
  'boundary',
  'value',
  'unit',
  'published',
  'coverage',
  'estimated',
  'interval90',
  'method',
  'factors',
  'findings',
  'missing',
  'name',
  'prior_period',
  'prior_value',
  'prior_change_percent',
  'base_period',
  'base_value',
  'base_change_percent',
  'prior_withheld',
  'base_withheld',
]

function beside(period: string | undefined, rows: readonly ComparedFigure[] | undefined, id: string): (string | number | null)[] {
  const row = rows?.find((r) => r.id === id)
  return [period ?? null, row?.value ?? null, row?.change_percent ?? null]
}

const withheld = (rows: readonly ComparedFigure[] | undefined, id: string): string | null =>
  rows?.find((r) => r.id === id)?.withheld ?? null

function line(report: Report, f: FigureRow): (string | number | null)[] {
  const { prior, base } = report.comparison
  return [
    f.id,
    f.boundary,
    f.value,
    f.unit,
    f.published,
    f.coverage,
    f.estimated,
    f.interval90,
    f.method,
    f.factors.join(' '),
    f.findings.map((r) => r.sentence).join('; '),
    f.missing.join('; '),
    f.name,
    ...beside(prior.period, prior.figures, f.id),
    ...beside(base?.period, base?.figures, f.id),
    withheld(prior.figures, f.id),
    withheld(base?.figures, f.id),
  ]
}

export function renderCsv(document: ReportDocument, language: Language): string {
  const report = renderReport(document, language)
  const rows = [COLUMNS, ...report.figures.map((f) => line(report, f))]
  return `\uFEFF${csvOf(rows)}`
}
