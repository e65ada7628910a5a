/**
 * Tables as a plain PDF (ISO 32000-1), for machines without Chromium: A4 landscape, text and lines, no charts. Latin text is Helvetica; Chinese is set
 * in a font of the predefined collections Adobe-GB1 and Adobe-CNS1 (clause 9.7.5.2), which readers bring themselves. The bytes depend on the content alone.
 */

import type { SheetCell, SheetTable } from '../../sheets/sheet-table.ts'
import { type CjkFont, CJK_FONTS, pdfFile } from './pdf-file.ts'
import { textWidth, wrapText } from './pdf-text.ts'

const PAGE = { width: 842, height: 595, margin: 36 } as const
const SIZE = 8
const LINE = 10.5
const GAP = 6
const TITLE_SIZE = 14
/** A cell of more lines is cut: the workbook has all of it. */
const MOST_LINES = 8
/** Points of a word of a head that a column keeps whole. */
const LONGEST_WORD = 60

function cellText(cell: SheetCell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  return 'share' in cell ? `${(100 * cell.share).toFixed(1)} %` : cell.number.toFixed(cell.digits)
}

const isNumber = (cell: SheetCell): boolean => cell !== null && typeof cell !== 'string'

interface TextLine {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly size: number
  readonly bold: boolean
}

interface Pages {
  /** Room for this many points, on the page or on a new one. */
  reserve(height: number): void
  write(text: string, x: number, style?: { readonly size?: number; readonly bold?: boolean }): void
  down(height: number): void
  begin(): void
  all(): readonly (readonly TextLine[])[]
}

function createPages(onBegin: (pages: Pages) => void): Pages {
  const all: TextLine[][] = []
  let y = 0
  const pages: Pages = {
    begin() {
      all.push([])
      y = PAGE.height - PAGE.margin
    },
    reserve(height) {
      if (y - height >= PAGE.margin) return
      pages.begin()
      onBegin(pages)
    },
    write: (text, x, { size = SIZE, bold = false } = {}) => void all.at(-1)?.push({ text, x, y: y - size, size, bold }),
    down: (height) => void (y -= height),
    all: () => all,
  }
  return pages
}

/** What a column needs so that no number is broken, nor a word of its head: a number that stands in two lines reads as two numbers. */
function leastWidth({ columns, rows }: SheetTable, at: number): number {
  const words = (columns[at]?.title ?? '').split(' ').map((word) => Math.min(LONGEST_WORD, textWidth(word, SIZE)))
  const numbers = rows.flatMap((row) => (isNumber(row[at] ?? null) ? [textWidth(cellText(row[at] ?? null), SIZE)] : []))
  return [...words, ...numbers].reduce((most, width) => Math.max(most, width), 0) + 1
}

/** Widths of columns in points: what each needs, and what is left in the proportions of the sheet. */
function columnWidths(table: SheetTable): readonly number[] {
  const { columns } = table
  const room = PAGE.width - 2 * PAGE.margin - GAP * Math.max(0, columns.length - 1)
  const least = columns.map((_, i) => leastWidth(table, i))
  const needed = least.reduce((sum, width) => sum + width, 0)
  if (needed > room) return least.map((width) => (room * width) / needed)
  const whole = columns.reduce((sum, c) => sum + c.width, 0)
  return columns.map((c, i) => (least[i] ?? 0) + ((room - needed) * c.width) / whole)
}

function writeRow(pages: Pages, cells: readonly SheetCell[], widths: readonly number[], bold: boolean): void {
  const texts = cells.map((cell, i) => wrapText(cellText(cell), widths[i] ?? 0, SIZE).slice(0, MOST_LINES))
  const height = LINE * Math.max(1, ...texts.map((lines) => lines.length))
  pages.reserve(height)
  for (let line = 0; line * LINE < height; line++) {
    let x = PAGE.margin
    for (const [i, width] of widths.entries()) {
      const text = texts[i]?.[line] ?? ''
      const right = isNumber(cells[i] ?? null) ? width - textWidth(text, SIZE) : 0
      if (text !== '') pages.write(text, x + Math.max(0, right), { bold })
      x += width + GAP
    }
    pages.down(LINE)
  }
}

function writeTable(table: SheetTable): readonly (readonly TextLine[])[] {
  const widths = columnWidths(table)
  const heads = (pages: Pages): void =>
    writeRow(
      pages,
      table.columns.map((c) => c.title),
      widths,
      true,
    )
  const pages = createPages(heads)
  pages.begin()
  pages.write(table.name, PAGE.margin, { size: TITLE_SIZE, bold: true })
  pages.down(2 * TITLE_SIZE)
  const [name, value] = [160, PAGE.width - 2 * PAGE.margin - 166]
  for (const line of table.head) writeRow(pages, line.slice(0, 2), [name, value], false)
  if (table.head.length > 0) pages.down(LINE)
  heads(pages)
  for (const row of table.rows) writeRow(pages, row, widths, false)
  return pages.all()
}

/** Tables, each from a page of its own. `language`: of the texts, for the font of Chinese. */
export function writePlainPdf(tables: readonly SheetTable[], language: string): Uint8Array {
  const pages = tables.flatMap(writeTable)
  const font: CjkFont = language === 'zh-Hant' ? CJK_FONTS.traditional : CJK_FONTS.simplified
  const numbered = pages.map((lines, i): readonly TextLine[] => [
    ...lines,
    { text: `${i + 1} / ${pages.length}`, x: PAGE.width - PAGE.margin - 40, y: 20, size: SIZE, bold: false },
  ])
  return pdfFile(numbered, { width: PAGE.width, height: PAGE.height, font })
}
