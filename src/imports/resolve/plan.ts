/** Everything that has to be known before rows are read. */

import { ACCEPT_SINCE } from '../../wire/values/time.ts'
import { failed, flag, succeeded, undecided, unreadable } from '../failure.ts'
import type { NumberReader } from '../number/read.ts'
import type { ImportOptions } from '../options.ts'
import type { TimeLayout } from '../time/form.ts'
import {
  cellText,
  type ImportDetection,
  type ImportFailure,
  type ImportTarget,
  type Outcome,
  type StampSide,
  type Table,
  type TableCell,
  type TableRow,
} from '../types.ts'
import { type CellTest, kindsOf, rowTests } from './columns.ts'
import { findForms } from './forms.ts'
import { findHeader, type Header } from './header.ts'
import { findSeries, type ValueSeries } from './series.ts'
import { type ColumnSearch, findTimeColumns, type TimeColumns } from './time-columns.ts'
import { findWide, type WideColumn } from './wide.ts'

export interface ImportPlan {
  readonly columns: readonly string[]
  /** Rows below the header that `where` chooses, faulty ones included. */
  readonly rows: () => Iterable<TableRow>
  readonly time: TimeColumns
  /** How times in text are read; null where none is text. */
  readonly form: TimeLayout | null
  /** Zone of local times; null where every time has its offset. */
  readonly zone: string | null
  readonly wide: readonly WideColumn[] | null
  readonly series: readonly ValueSeries[]
  readonly number: NumberReader
  readonly estimated: readonly CellTest[]
  readonly stamp: StampSide | null
  readonly since: number
  readonly latest: number
  readonly duplicates: 'first' | 'last' | 'sum' | null
  readonly detected: readonly ImportDetection[]
}

export interface PlanContext {
  readonly targets: readonly ImportTarget[]
  /** What is later lies in the future, epoch ms. */
  readonly latest?: number
}

/** 1 January 2100: no time of a reading where the caller does not say how late it is. */
const FAR_FUTURE = 4_102_444_800_000
const SAMPLE = 200

export function resolveOptions(table: Table, options: ImportOptions, context: PlanContext): Outcome<ImportPlan> {
  const header = findHeader(table, { skip: options.skip, named: namedColumns(options) })
  if (!header.ok) return header
  const { columns } = header.value
  const where = rowTests(columns, options.where ?? [], { option: 'where', wild: false })
  if (!where.ok) return where
  const rows = chosenRows(table, header.value, [...where.value.values()])
  const sample = firstRows(rows())
  if (sample.length === 0) return failed(noRows(table, header.value, { where: where.value, options }))
  const wide = findWide(columns, options.wide === true, options.stamp)
  if (!wide.ok) return wide
  const search: ColumnSearch = {
    columns,
    kinds: kindsOf(columns, sample),
    options: wide.value === null ? options : { ...options, wide: true },
  }
  const time = findTimeColumns(sided(search, table))
  if (!time.ok) return time
  const series = findSeries(search, time.value, context.targets, wide.value !== null)
  if (!series.ok) return series
  const estimated = rowTests(columns, options.estimated ?? [], { option: 'estimated', wild: true })
  if (!estimated.ok) return estimated
  const shape = { columns, rows, time: time.value, wide: wide.value?.columns ?? null, series: series.value.series }
  const detected = [
    ...table.detected,
    ...header.value.detected,
    ...(wide.value?.detected ?? []),
    ...time.value.detected,
    ...series.value.detected,
  ]
  const bounds = { since: options.acceptSince ?? ACCEPT_SINCE, latest: context.latest ?? FAR_FUTURE }
  const stamp = options.stamp ?? wide.value?.stamp ?? time.value.stamp
  const marks = [...estimated.value.values()]
  const forms = findForms({ ...shape, sample, delimiter: table.delimiter, typed: table.columns !== null }, options, bounds)
  if (!forms.ok) return forms
  const { form, zone, number } = forms.value
  const plan = { ...shape, ...bounds, form, zone, number, stamp, estimated: marks, duplicates: options.duplicates ?? null }
  return succeeded({ ...plan, detected: [...detected, ...forms.value.detected] })
}

/** Formats with begin and end columns give the one that the stamp asks for. */
function sided(search: ColumnSearch, table: Table): ColumnSearch {
  const { options } = search
  if (table.columns === null || options.time === undefined || options.lenient?.includes('time') !== true) return search
  return options.stamp === 'begin' ? { ...search, options: { ...options, time: ['begin'] } } : search
}

/** Names by which the header is found: any that the user gives; of a profile a time and a value together. */
function namedColumns(options: ImportOptions): (readonly string[])[] {
  const lenient = (key: string): boolean => options.lenient?.includes(key) === true
  const times = [...(options.time ?? []), ...(options.date ?? [])]
  const values = options.value ?? []
  const own = [
    ...(lenient('time') || lenient('date') ? [] : times),
    ...(lenient('value') ? [] : values),
    ...(options.map ?? []).map((m) => m.column),
  ].filter((name) => !name.startsWith('#'))
  if (own.length > 0) return [own]
  return times.length > 0 && values.length > 0 ? [times, values] : []
}

function chosenRows(table: Table, { line, columns }: Header, tests: readonly CellTest[]): () => Iterable<TableRow> {
  return function* () {
    for (const row of table.records()) {
      if (row.line <= line) continue
      if (row.fault !== undefined) yield row
      else if (row.cells.length > columns.length && row.cells.slice(columns.length).some(isFilled)) yield tooWide(row, columns.length)
      else if (row.cells.some(isFilled) && tests.every((test) => test(row))) yield row
    }
  }
}

/** Which cell belongs to which column is unknown: a decimal comma in a file that commas part would give a wrong value. */
function tooWide({ line, cells }: TableRow, width: number): TableRow {
  const reason = `the row has ${cells.length} cells below ${width} columns: is the decimal sign the delimiter?`
  return { line, cells: [], fault: { column: '', value: cells.map(cellText).join(' | '), reason } }
}

function firstRows(rows: Iterable<TableRow>): TableRow[] {
  const found: TableRow[] = []
  for (const row of rows) {
    if (row.fault === undefined) found.push(row)
    if (found.length >= SAMPLE) break
  }
  return found
}

interface RowChoice {
  readonly where: ReadonlyMap<number, CellTest>
  readonly options: ImportOptions
}

/** Why there is nothing to read: a fault of the file, a choice that no row has, or no rows at all. */
function noRows(table: Table, header: Header, { where, options }: RowChoice): ImportFailure {
  const { columns } = header
  const rows = [...headRows(chosenRows(table, header, [])())]
  const first = rows.filter((r) => r.fault === undefined)
  const fault = rows.find((r) => r.fault !== undefined)
  if (first.length === 0 && fault?.fault !== undefined) return unreadable(fault.fault.reason, { ...fault.fault, line: fault.line })
  const [index] = where.keys()
  if (index === undefined || first.length === 0) {
    const at = { line: Math.max(1, header.line), value: columns.slice(0, 40).join(', ') }
    return undecided('the file has no rows below its header', ['--skip N'], at)
  }
  const column = columns[index] ?? ''
  const values = [...new Set(first.map((r) => cellText(r.cells[index])))].slice(0, 20)
  const value = (options.where ?? []).map((w) => `${w.column}=${w.value}`).join(' ')
  const reason = `no row is chosen; the column "${column}" holds ${values.join(', ')}`
  return undecided(
    reason,
    values.map((v) => flag('where', `${column}=${v}`)),
    { column, value },
  )
}

function* headRows(rows: Iterable<TableRow>): Generator<TableRow> {
  let n = 0
  for (const row of rows) {
    yield row
    if (++n >= SAMPLE) return
  }
}

function isFilled(cell: TableCell): boolean {
  return typeof cell !== 'string' || cell.trim() !== ''
}
