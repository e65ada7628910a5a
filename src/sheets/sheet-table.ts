/** A table before any file format: lines above it, columns, rows of cells. */

/** A number with the decimal places that are shown of it (it is stored unrounded), a share 0..1 shown in per cent, a text, or nothing. */
export type SheetCell = string | null | { readonly number: number; readonly digits: number } | { readonly share: number }

export interface CellColumn {
  readonly title: string
  /** In characters. */
  readonly width: number
}

export interface SheetTable {
  readonly name: string
  /** Lines above the table: a title, or a name and its value. */
  readonly head: readonly (readonly SheetCell[])[]
  readonly columns: readonly CellColumn[]
  readonly rows: readonly (readonly SheetCell[])[]
}

/** Rows of texts; the first names the columns. */
export type SheetTexts = readonly (readonly string[])[]

const TEXT_WIDTH = 18

/** A sheet of texts alone. */
export function textTable(name: string, [titles = [], ...rows]: SheetTexts): SheetTable {
  return { name, head: [], columns: titles.map((title) => ({ title, width: TEXT_WIDTH })), rows }
}
