/** What the figures rest on: amounts of meters by month and one by one, factor rows, entries, and which figure used which. */

import type { InputReference } from '../../inputs/figure-value.ts'
import type { SheetCell } from '../../../sheets/sheet-table.ts'
import { column, numberCell, shareCell, type ReportSheet, type SheetInput, type Words } from './sheet.ts'

type MeterInput = Extract<InputReference, { kind: 'meter' }>
const metersOf = ({ document }: SheetInput): MeterInput[] => document.inputs.filter((input): input is MeterInput => input.kind === 'meter')

const MONTH = /^\d{4}-\d\d$/

/** Points down, months across. A month of which a part only is used, or a day, stands in the sheet of the meters. */
export function monthlySheet(input: SheetInput, { heading, sheet, word, unit }: Words): ReportSheet {
  const whole = metersOf(input).filter((m) => m.month !== null && MONTH.test(m.month))
  const months = [...new Set(whole.map((m) => m.month ?? ''))].sort()
  const points = [...new Set(whole.map((m) => m.point))].sort()
  const cells = new Map(whole.map((m) => [`${m.point} ${m.month}`, m]))
  const rows = points.map((point): SheetCell[] => {
    const own = months.map((month) => cells.get(`${point} ${month}`))
    return [point, unit(own.find((m) => m !== undefined)?.unit ?? ''), ...own.map((m) => numberCell(m?.value ?? null, 3))]
  })
  return {
    id: 'monthly',
    name: sheet('monthly'),
    head: [],
    columns: [column(word('point'), 44), column(heading('unit'), 10), ...months.map((month) => column(month))],
    rows,
  }
}

export function metersSheet(input: SheetInput, { heading, sheet, word, unit }: Words): ReportSheet {
  const { period } = input.report
  const rows = metersOf(input).map((m): SheetCell[] => [
    m.point,
    m.month ?? period,
    numberCell(m.value),
    unit(m.unit),
    shareCell(m.coverage),
  ])
  const columns = [
    column(word('point'), 44),
    column(word('span'), 28),
    column(heading('amount'), 18),
    column(heading('unit'), 10),
    column(heading('coverage')),
  ]
  return { id: 'meters', name: sheet('meters'), head: [], columns, rows }
}

export function factorsSheet(input: SheetInput, { heading, sheet, word }: Words): ReportSheet {
  const rows = input.document.factors.map((f): SheetCell[] => [
    f.id,
    f.kind,
    numberCell(f.value, 8),
    f.unit,
    `${f.from ?? ''} .. ${f.to ?? ''}`,
    [f.publisher, f.document, f.page, f.published].filter((part) => part !== undefined && part !== '').join(', '),
    f.verified ? word('yes') : word('no'),
    f.note,
  ])
  const columns = [
    column(heading('id'), 34),
    column(word('kind'), 20),
    column(heading('value')),
    column(heading('unit'), 12),
    column(word('valid'), 26),
    column(word('document'), 70),
    column(word('verified'), 10),
    column(word('note'), 60),
  ]
  return { id: 'factors', name: sheet('factors'), head: [], columns, rows }
}

export function entriesSheet(input: SheetInput, { heading, sheet, word }: Words): ReportSheet {
  const rows = input.document.entries.map((e): SheetCell[] => [
    e.id,
    e.key,
    e.site,
    e.from,
    e.to,
    numberCell(e.value),
    e.unit,
    e.author,
    e.recorded_at,
    e.reference,
    e.note,
  ])
  const columns = [
    column(heading('id'), 12),
    column(word('key'), 24),
    column(word('site'), 14),
    column(word('from'), 12),
    column(word('to'), 12),
    column(heading('value')),
    column(heading('unit'), 10),
    column(word('author'), 20),
    column(word('recorded-at'), 28),
    column(word('reference'), 20),
    column(word('note'), 50),
  ]
  return { id: 'entries', name: sheet('entries'), head: [], columns, rows }
}

function inputCells(input: InputReference, period: string): SheetCell[] {
  if (input.kind === 'meter') return ['meter', input.point, input.month ?? period, numberCell(input.value), input.unit]
  if (input.kind === 'entry') return ['entry', `${input.entry} ${input.key}`, period, numberCell(input.value), input.unit]
  if (input.kind === 'factor') return ['factor', input.factor, period, numberCell(input.value, 8), input.unit]
  if (input.kind === 'tariff') return ['tariff', `${input.tariff} ${input.name}`, period, numberCell(input.value), input.unit]
  return ['load', `${input.measure} ${input.energy}`, input.month, numberCell(input.saving), 'kWh']
}

/** Each figure with every input that it used. */
export function explanationSheet(input: SheetInput, { heading, sheet, word }: Words): ReportSheet {
  const { document, report } = input
  const names = new Map(report.figures.map((f) => [f.id, f.name]))
  const rows = document.figures.flatMap((figure) =>
    figure.inputs.flatMap((index): SheetCell[][] => {
      const used = document.inputs[index]
      return used === undefined ? [] : [[figure.id, names.get(figure.id) ?? '', ...inputCells(used, report.period)]]
    }),
  )
  const columns = [
    column(heading('id'), 26),
    column(heading('figure'), 36),
    column(word('kind'), 10),
    column(word('input'), 48),
    column(word('span'), 28),
    column(heading('value'), 18),
    column(heading('unit'), 12),
  ]
  return { id: 'explanation', name: sheet('explanation'), head: [], columns, rows }
}
