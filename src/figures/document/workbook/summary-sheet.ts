/** The first sheet: which report this is, who signed it, and its figures beside the year before and the base year. */

import type { FigureRow } from '../render/report.ts'
import type { SheetCell } from '../../../sheets/sheet-table.ts'
import { column, numberCell, shareCell, type ReportSheet, type SheetInput, type Words } from './sheet.ts'

function statementLines({ statement, hash }: SheetInput, { word }: Words): SheetCell[][] {
  if (statement === null)
    return [
      [word('state'), word('open')],
      [word('hash'), hash],
    ]
  const { revision, closedAt, closedBy, preparedBy, reason, objections, codeVersion } = statement
  return [
    [word('state'), word('closed')],
    [word('revision'), String(revision)],
    [word('closed-at'), closedAt],
    [word('closed-by'), closedBy],
    ...(preparedBy.length === 0 ? [] : [[word('prepared-by'), preparedBy.join(', ')]]),
    ...(reason === null ? [] : [[word('reason'), reason]]),
    ...(objections.length === 0 ? [] : [[word('objections'), objections.join('; ')]]),
    [word('version'), codeVersion],
    [word('hash'), statement.hash],
  ]
}

export function headLines(input: SheetInput, words: Words): SheetCell[][] {
  const { word } = words
  const { period, from, to, zone, factor_set } = input.report
  return [
    [word('report')],
    [word('period'), period],
    [word('from'), from],
    [word('to'), to],
    [word('zone'), zone],
    [word('factor-set'), factor_set],
    ...statementLines(input, words),
    [],
  ]
}

export const digitsOf = ({ published }: FigureRow): number => published?.split('.')[1]?.length ?? (published === null ? 2 : 0)

export function summarySheet(input: SheetInput, words: Words): ReportSheet {
  const { report } = input
  const { heading, word, unit, sheet } = words
  const { prior, base } = report.comparison
  const others = [
    { title: heading('prior'), change: word('prior-change'), comparison: prior },
    ...(base === null ? [] : [{ title: heading('base'), change: word('base-change'), comparison: base }]),
  ]
  const rows = report.figures.map((f): SheetCell[] => [
    f.name,
    f.id,
    f.boundary,
    numberCell(f.value, digitsOf(f)),
    unit(f.unit),
    shareCell(f.value === null ? null : f.coverage),
    shareCell(f.value === null ? null : f.estimated),
    numberCell(f.interval90, digitsOf(f) + 1),
    ...others.flatMap(({ comparison }): SheetCell[] => {
      const row = comparison.figures.find((r) => r.id === f.id)
      const change = row?.change_percent ?? null
      return [numberCell(row?.value ?? null, digitsOf(f)), shareCell(change === null ? null : change / 100)]
    }),
    [...f.missing, ...f.findings.map((r) => r.sentence)].join('; '),
  ])
  return {
    id: 'summary',
    name: sheet('summary'),
    head: headLines(input, words),
    columns: [
      column(heading('figure'), 38),
      column(heading('id'), 26),
      column(heading('boundary'), 12),
      column(heading('value')),
      column(heading('unit'), 16),
      column(heading('coverage'), 11),
      column(heading('estimated'), 11),
      column(heading('interval')),
      ...others.flatMap(({ title, change, comparison }) => [column(`${title} ${comparison.period}`), column(change, 18)]),
      column(heading('remarks'), 80),
    ],
    rows,
  }
}
