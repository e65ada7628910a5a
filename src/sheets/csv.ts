/** Tables as CSV (RFC 4180). */

import type { SheetCell, SheetTable } from './sheet-table.ts'

/** What spreadsheets take for the beginning of a formula, also behind blanks and in full width. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/

/** A cell that a spreadsheet must not take for a formula. */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Lines of cells, each ended by CR LF. */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

function plainValue(cell: SheetCell): string | number | null {
  if (cell === null || typeof cell === 'string') return cell
  return 'share' in cell ? cell.share : cell.number
}

/** Every line of a table, numbers unrounded, with a byte-order mark for spreadsheets. */
export function csvOfTable({ head, columns, rows }: SheetTable): string {
  const lines = [...head.map((line) => line.map(plainValue)), columns.map((c) => c.title), ...rows.map((row) => row.map(plainValue))]
  return `\uFEFF${csvOf(lines)}`
}
