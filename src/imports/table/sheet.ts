/** Rows of one sheet of a workbook, piece by piece (ECMA-376 part 1, 18.3.1). */

import { DAY } from '../../domain/index.ts'
import type { ImportLimits } from '../limits.ts'
import { workbookWall } from '../time/form.ts'
import type { TableCell, TableRow } from '../types.ts'
import type { Sheet, Workbook } from './workbook.ts'
import { createXmlReader } from './xml.ts'
import { unpackText } from './zip.ts'

const DAYS_TO_1904 = 1462

interface OpenCell {
  column: number
  type: string
  style: number
  text: string
}

export function* sheetRows(book: Workbook, sheet: Sheet, limits: ImportLimits): Generator<TableRow> {
  const queue: TableRow[] = []
  const reader = createXmlReader(rowHandlers(book, queue, limits), limits)
  let rows = 0
  let fault: string | null = null
  let line = 1
  for (const piece of unpackText(book.bytes, sheet.entry, limits.unpacked)) {
    if (typeof piece !== 'string') fault = piece.fault
    else if (!reader.write(piece)) fault = reader.fault()
    for (const row of queue.splice(0)) {
      line = row.line
      if (++rows > limits.rows) fault ??= `the sheet has more than ${limits.rows} rows`
      else yield row
    }
    if (fault !== null) break
  }
  if (fault === null && !reader.end()) fault = reader.fault()
  if (fault !== null)
    yield { line, cells: [], fault: { column: '', value: '', reason: `the sheet "${sheet.name}" cannot be read on: ${fault}` } }
}

function rowHandlers(book: Workbook, queue: TableRow[], limits: ImportLimits): Parameters<typeof createXmlReader>[0] {
  let line = 0
  let cells: TableCell[] = []
  let cell: OpenCell = { column: 0, type: 'n', style: 0, text: '' }
  let next = 0
  return {
    open: (name, attributes) => {
      if (name === 'row') {
        const r = Number(attributes()['r'] ?? line + 1)
        line = Number.isInteger(r) && r > 0 ? r : line + 1
        cells = []
        next = 0
      } else if (name === 'c') {
        const { r, t, s } = attributes()
        cell = { column: columnOf(r) ?? next, type: t ?? 'n', style: Number(s ?? 0), text: '' }
        next = cell.column + 1
      }
    },
    close: (name, text) => {
      if (name === 'v' || name === 't') cell.text += text
      else if (name === 'c' && cell.column < limits.columns) {
        while (cells.length < cell.column) cells.push('')
        cells[cell.column] = valueOf(cell, book)
      } else if (name === 'row') queue.push({ line, cells })
    },
  }
}

/** `AB12` is column 27. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,4})\d*$/.exec(reference ?? '')?.[1]
  if (letters === undefined) return null
  return letters.split('').reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1
}

function valueOf({ type, style, text }: OpenCell, book: Workbook): TableCell {
  if (type === 's') return book.texts[Number(text)] ?? ''
  if (type !== 'n') return type === 'd' ? text.replace('T', ' ') : text
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) return text
  if (book.dates[style] !== true) return number
  const serial = book.from1904 ? number + DAYS_TO_1904 : number
  // Below the second day of the calendar stands a clock without a date; 1 is 24:00.
  return number >= 0 && number <= 1 ? { clock: Math.round((number * DAY) / 1000) * 1000 } : { wall: workbookWall(serial) }
}
