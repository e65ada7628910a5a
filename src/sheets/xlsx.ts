/** Sheets as a workbook of Office Open XML (ECMA-376). The bytes depend on the content alone: a revision prints again byte for byte. */

import { unzipSync, zipSync } from 'fflate'
import writeExcelFile, { type CellObject, type Row } from 'write-excel-file/node'
import { type SheetCell, type SheetTable, type SheetTexts, textTable } from './sheet-table.ts'

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The time of each part in the archive: 1 January 2000, epoch ms. */
const SAVED = 946_684_800_000
const LONGEST_CELL = 32_767
const HEAD_FILL = '#e8eef2'
/** Characters that XML 1.0 does not have. */
// oxlint-disable-next-line no-control-regex
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** A text is a cell of type text, whatever it begins with: a spreadsheet never computes it. */
const textCell = (text: string): CellObject => ({ value: text.replace(NO_XML, '').slice(0, LONGEST_CELL), type: String })

function cellOf(cell: SheetCell): CellObject | null {
  if (cell === null || cell === '') return null
  if (typeof cell === 'string') return textCell(cell)
  if ('share' in cell) return { value: cell.share, type: Number, format: '0.0%' }
  return { value: cell.number, type: Number, format: cell.digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(cell.digits)}` }
}

function rowsOf({ head, columns, rows }: SheetTable): Row[] {
  const title: CellObject[] = columns.map((c) => ({ ...textCell(c.title), fontWeight: 'bold', backgroundColor: HEAD_FILL, wrap: true }))
  const lines = head.map((line, i) => line.map((cell, at) => styled(cellOf(cell), at === 0, i === 0)))
  return [...lines, title, ...rows.map((row) => row.map(cellOf))]
}

function styled(cell: CellObject | null, name: boolean, title: boolean): CellObject | null {
  if (cell === null) return null
  return { ...cell, ...(name ? { fontWeight: 'bold' as const } : {}), ...(title ? { fontSize: 16 } : {}) }
}

export async function writeXlsx(sheets: readonly SheetTable[]): Promise<Uint8Array> {
  const pages = sheets.map((sheet) => ({
    data: rowsOf(sheet),
    sheet: sheet.name,
    columns: sheet.columns.map(({ width }) => ({ width })),
    // Lines above a table would fill the screen if they stayed.
    ...(sheet.head.length === 0 ? { stickyRowsCount: 1 } : {}),
    orientation: 'landscape' as const,
  }))
  const written = await writeExcelFile(pages).toBuffer()
  const parts = unzipSync(written)
  const names = Object.keys(parts).sort((a, b) => (a === '[Content_Types].xml' ? -1 : b === '[Content_Types].xml' ? 1 : a < b ? -1 : 1))
  return zipSync(Object.fromEntries(names.map((name) => [name, parts[name] ?? new Uint8Array()])), { mtime: SAVED })
}

/** Sheets of texts as a workbook; the first row of each names its columns. */
export function writeTables(sheets: readonly { readonly name: string; readonly rows: SheetTexts }[]): Promise<Uint8Array> {
  return writeXlsx(sheets.map(({ name, rows }) => textTable(name, rows)))
}
