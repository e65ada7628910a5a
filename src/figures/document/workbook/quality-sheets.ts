/** How good the figures are, how they were revised, how each is computed, and which line of a standard each answers. */

import { digitsOf } from './summary-sheet.ts'
import type { SheetCell } from '../../../sheets/sheet-table.ts'
import { column, numberCell, shareCell, type ReportSheet, type SheetInput, type Words } from './sheet.ts'

/** Findings of figures, plausibility checks, and what the report does not hold. */
export function qualitySheet({ report }: SheetInput, { heading, sheet, word }: Words): ReportSheet {
  const rows = [
    ...report.figures.flatMap((f): SheetCell[][] => [
      ...f.missing.map((why): SheetCell[] => [f.name, f.id, null, null, 'missing', why]),
      ...f.findings.map((r): SheetCell[] => [f.name, f.id, shareCell(f.coverage), shareCell(f.estimated), r.code, r.sentence]),
    ]),
    ...report.doubts.map((d): SheetCell[] => [heading('checks'), null, null, null, d.code, d.sentence]),
    ...report.completeness.map((c): SheetCell[] => [c.name, c.source, null, null, c.status_name, c.why]),
  ]
  const columns = [
    column(word('name'), 38),
    column(heading('id'), 26),
    column(heading('coverage')),
    column(heading('estimated')),
    column(word('code'), 24),
    column(word('finding'), 100),
  ]
  return { id: 'quality', name: sheet('quality'), head: [], columns, rows }
}

export function revisionsSheet({ revisions }: SheetInput, { sheet, word }: Words): ReportSheet {
  const rows = revisions.map((s): SheetCell[] => [
    String(s.revision),
    s.closedAt,
    s.closedBy,
    s.preparedBy.join(', '),
    s.reason,
    s.objections.join('; '),
    s.codeVersion,
    s.hash,
  ])
  const columns = [
    column(word('revision'), 10),
    column(word('closed-at'), 28),
    column(word('closed-by'), 22),
    column(word('prepared-by'), 30),
    column(word('reason'), 50),
    column(word('objections'), 50),
    column(word('version'), 14),
    column(word('hash'), 68),
  ]
  return { id: 'restatements', name: sheet('restatements'), head: [], columns, rows }
}

export function methodSheet({ report }: SheetInput, { heading, sheet, word }: Words): ReportSheet {
  const rows = report.figures.map((f): SheetCell[] => [f.name, f.id, f.boundary, f.method, f.factors.join(', ')])
  const columns = [
    column(heading('figure'), 38),
    column(heading('id'), 26),
    column(heading('boundary'), 12),
    column(word('method'), 100),
    column(sheet('factors'), 50),
  ]
  return { id: 'method', name: sheet('method'), head: [], columns, rows }
}

export function disclosureSheet({ report }: SheetInput, { heading, sheet, word, unit }: Words): ReportSheet {
  const rows = report.disclosure.flatMap((line) =>
    line.figures.map((f): SheetCell[] => {
      const row = report.figures.find((r) => r.id === f.id)
      const digits = row === undefined ? 2 : digitsOf(row)
      return [line.framework, line.line, line.title, f.name, f.boundary, numberCell(f.value, digits), unit(f.unit)]
    }),
  )
  const columns = [
    column(word('framework'), 18),
    column(heading('line'), 16),
    column(heading('title'), 50),
    column(heading('figure'), 38),
    column(heading('boundary'), 12),
    column(heading('value')),
    column(heading('unit'), 16),
  ]
  return { id: 'disclosure', name: sheet('disclosure'), head: [], columns, rows }
}
