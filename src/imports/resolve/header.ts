/** Where the header of a table is: named by options, or above the first row with a time. */

import { failed, succeeded, unreadable } from '../failure.ts'
import { looksLikeTime, usualWidth } from '../table/delimiter.ts'
import { cellText, type ImportDetection, type Outcome, type Table, type TableRow } from '../types.ts'

export interface Header {
  readonly columns: readonly string[]
  /** Line of the header; rows follow it. 0: every row is data. */
  readonly line: number
  /** Cells of a row before the first column: row names. */
  readonly shift: number
  readonly detected: readonly ImportDetection[]
}

export interface HeaderSearch {
  readonly skip: number | undefined
  /** Groups of column names: the header has a name of each group. Empty: no option names a column. */
  readonly named: readonly (readonly string[])[]
}

const SAMPLE = 300

export function findHeader(table: Table, search: HeaderSearch): Outcome<Header> {
  if (table.columns !== null) return succeeded({ columns: table.columns, line: 0, shift: 0, detected: [] })
  const rows: TableRow[] = []
  for (const row of table.records()) {
    if (row.fault !== undefined && rows.length === 0) return failed(unreadable(row.fault.reason, { line: row.line }))
    if (row.line > (search.skip ?? 0)) rows.push(row)
    if (rows.length >= SAMPLE) break
  }
  const filled = rows.filter((r) => r.cells.some((c) => cellText(c) !== ''))
  if (filled.length === 0) return failed(unreadable('the file has no rows'))
  const header = headerIn(filled, rows, search)
  return succeeded(header === null ? headless(filled) : withNames(header, filled, search))
}

const isTime = (row: TableRow): boolean => row.cells.some((c) => (typeof c === 'object' ? 'wall' in c : looksLikeTime(cellText(c))))

/** The row of the header, or null where the first row is data. */
function headerIn(filled: readonly TableRow[], rows: readonly TableRow[], { skip, named }: HeaderSearch): TableRow | null {
  const groups = named.map((names) => new Set(names.map((n) => n.toLowerCase())))
  const hasNames = (r: TableRow): boolean => groups.every((names) => r.cells.some((c) => names.has(cellText(c).toLowerCase())))
  const byName = groups.length === 0 ? undefined : filled.find(hasNames)
  if (byName !== undefined) return byName
  const [first] = filled
  if (skip !== undefined) return first === undefined || isTime(first) ? null : first
  const width = usualWidth(filled)
  const data = filled.findIndex((r) => r.cells.length >= width - 1 && isTime(r))
  if (data === 0) return null
  if (data < 0) return filled.find((r) => r.cells.length >= width) ?? null
  return aboveData(filled.slice(0, data), filled[data]?.line ?? 0, { width, rows })
}

/** The first row of the block that stands on the data without a blank line between. */
function aboveData(
  above: readonly TableRow[],
  dataLine: number,
  { width, rows }: { readonly width: number; readonly rows: readonly TableRow[] },
): TableRow | null {
  const filledLines = new Set(above.map((r) => r.line))
  let header: TableRow | null = null
  let next = dataLine
  for (const row of above.toReversed()) {
    const blankBetween = rows.some((r) => r.line > row.line && r.line < next && !filledLines.has(r.line))
    if (row.cells.length < width - 1 || (blankBetween && header !== null)) break
    header = row
    next = row.line
  }
  return header
}

function withNames(header: TableRow, filled: readonly TableRow[], { skip }: HeaderSearch): Header {
  const columns = header.cells.map(cellText)
  const below = filled.filter((r) => r.line > header.line)
  // A file with row names (as R writes it) has one cell more in every row than in its header.
  const named = (r: TableRow): boolean =>
    r.cells.length === columns.length + 1 && cellText(r.cells.at(-1)) !== '' && !looksLikeTime(cellText(r.cells[0]))
  const shift = below.length > 0 && below.every(named) ? 1 : 0
  const detected: ImportDetection[] = []
  if (header.line > 1 && skip === undefined)
    detected.push({ option: 'skip', value: String(header.line - 1), because: `the columns are named in line ${header.line}` })
  if (shift === 1) detected.push({ option: 'row names', value: 'left out', because: 'every row has one cell more than the header' })
  return { columns: shift === 1 ? ['', ...columns] : columns, line: header.line, shift, detected }
}

function headless(filled: readonly TableRow[]): Header {
  const width = filled.reduce((n, r) => Math.max(n, r.cells.length), 0)
  const because = 'the first row holds a time: there is no header, columns are named by their number'
  const columns = Array.from({ length: width }, (_, i) => String(i + 1))
  return { columns, line: (filled[0]?.line ?? 1) - 1, shift: 0, detected: [{ option: 'columns', value: `1 to ${width}`, because }] }
}
