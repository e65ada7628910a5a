/** Columns by name: exact, else in any case, else by `#3`; and what their cells look like. */

import { matchesGlob } from '../../kernel/index.ts'
import { failed, flag, succeeded, undecided, wrongOption } from '../failure.ts'
import type { ColumnMatch } from '../options.ts'
import { looksLikeTime } from '../table/delimiter.ts'
import { isClock } from '../time/auto.ts'
import { isNoValue } from '../number/read.ts'
import { cellText, type Outcome, type TableCell, type TableRow } from '../types.ts'

export interface ColumnKind {
  /** Shares of the cells that are filled. */
  readonly times: number
  readonly clocks: number
  readonly numbers: number
  readonly filled: number
}

/** Index of the first of the names that the table has, or null. Several columns of one name are undecided. */
export function findColumn(columns: readonly string[], names: readonly string[], option: string): Outcome<number | null> {
  for (const name of names) {
    const numbered = /^#(\d{1,5})$/.exec(name)
    if (numbered !== null && Number(numbered[1]) >= 1 && Number(numbered[1]) <= columns.length) return succeeded(Number(numbered[1]) - 1)
    const exact = indexesOf(columns, (c) => c === name.trim())
    const found = exact.length > 0 ? exact : indexesOf(columns, (c) => c.toLowerCase() === name.trim().toLowerCase())
    const [first] = found
    if (first === undefined) continue
    if (found.length === 1) return succeeded(first)
    return failed(
      undecided(
        `several columns are named "${name}"`,
        found.map((i) => flag(option, `#${i + 1}`)),
        { column: name },
      ),
    )
  }
  return succeeded(null)
}

/** As `findColumn`; a column that is not there is a failure. */
export function needColumn(columns: readonly string[], names: readonly string[], option: string): Outcome<number> {
  const found = findColumn(columns, names, option)
  if (!found.ok) return found
  if (found.value !== null) return succeeded(found.value)
  const name = names[0] ?? ''
  const listed = columns.filter((c) => c !== '')
  const options = listed.slice(0, 20).map((c) => flag(option, c))
  return failed(
    wrongOption(`there is no column "${name}" for --${option}; the file has ${listed.slice(0, 40).join(', ')}`, options, { column: name }),
  )
}

function indexesOf(columns: readonly string[], fits: (column: string) => boolean): number[] {
  return columns.flatMap((c, i) => (fits(c) ? [i] : []))
}

/** What the cells of each column look like, from a sample of rows. */
export function kindsOf(columns: readonly string[], rows: readonly TableRow[]): readonly ColumnKind[] {
  return columns.map((_, i) => {
    const cells = rows.map((r) => r.cells[i]).filter((c): c is TableCell => c !== undefined && !isNoValue(cellText(c)))
    const share = (fits: (cell: TableCell) => boolean): number => (cells.length === 0 ? 0 : cells.filter(fits).length / cells.length)
    return {
      filled: cells.length,
      times: share((c) => (typeof c === 'object' ? 'wall' in c || 'instant' in c : typeof c === 'string' && looksLikeTime(c.trim()))),
      clocks: share((c) => (typeof c === 'object' ? 'clock' in c : isClock(cellText(c)))),
      numbers: share((c) => typeof c === 'number' || (typeof c === 'string' && isNumeric(c.trim()))),
    }
  })
}

/** A number in any decimal sign and grouping. */
function isNumeric(text: string): boolean {
  return /^[+−-]?\d[\d.,' \u00a0\u202f’]*(?:[eE][+-]?\d+)?-?$|^[+-]?[.,]\d+$/.test(text)
}

export type CellTest = (row: TableRow) => boolean

/** Rows that have one of the values in each of the columns; `*` stands for any text where `wild`. */
export function rowTests(
  columns: readonly string[],
  matches: readonly ColumnMatch[],
  { option, wild }: { readonly option: string; readonly wild: boolean },
): Outcome<ReadonlyMap<number, CellTest>> {
  const values = new Map<number, string[]>()
  for (const { column, value, lenient } of matches) {
    const found = lenient === true ? findColumn(columns, [column], option) : needColumn(columns, [column], option)
    if (!found.ok) return found
    if (found.value !== null) values.set(found.value, [...(values.get(found.value) ?? []), value])
  }
  return succeeded(new Map([...values].map(([i, list]) => [i, testOf(i, list, wild)] as const)))
}

function testOf(index: number, values: readonly string[], wild: boolean): CellTest {
  const exact = new Set(values)
  const forms = wild ? values.filter((v) => v.includes('*')) : []
  return ({ cells }) => {
    const text = cellText(cells[index])
    return exact.has(text) || forms.some((form) => matchesGlob(form, text, { ignoreCase: true }))
  }
}
