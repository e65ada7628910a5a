/** A table of a file as rows of the register: the header is found, columns are guessed, blank rows are left out. */

import { cellText, type Table } from '../../imports/index.ts'
import { type ColumnGuess, type ColumnKey, guessColumns } from './columns.ts'
import type { SheetRow } from '../types.ts'

/** Titles and notes may stand above the header. */
const HEADER_WITHIN = 20
/** A header names at least so many columns of the register. */
const LEAST_COLUMNS = 3
export const MOST_ROWS = 20_000

export interface SheetOfDevices {
  readonly columns: readonly ColumnGuess[]
  readonly rows: readonly SheetRow[]
  /** Row of the header, from 1; null: none was found. */
  readonly header: number | null
}

const known = (guesses: readonly ColumnGuess[]): number => guesses.filter((g) => g.key !== null).length

export function readSheet(table: Table): SheetOfDevices {
  let header: { readonly line: number; readonly columns: readonly ColumnGuess[] } | null = null
  const rows: SheetRow[] = []
  let seen = 0
  for (const { line, cells } of table.records()) {
    if (header !== null) {
      const row = rowOf(line, cells.map(cellText), header.columns)
      if (row !== null) rows.push(row)
      if (rows.length > MOST_ROWS) break
      continue
    }
    const columns = guessColumns(cells.map(cellText))
    if (known(columns) >= LEAST_COLUMNS) header = { line, columns }
    else if (++seen >= HEADER_WITHIN) break
  }
  return { columns: header?.columns ?? [], rows, header: header?.line ?? null }
}

function rowOf(line: number, texts: readonly string[], columns: readonly ColumnGuess[]): SheetRow | null {
  const cells: Partial<Record<ColumnKey, string>> = {}
  for (const { at, key } of columns) {
    const text = (texts[at] ?? '').trim()
    if (key !== null && text !== '') cells[key] = text
  }
  return Object.keys(cells).length === 0 ? null : { line, cells }
}
