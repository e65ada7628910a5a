/** A small independent writer of workbooks, for tests of the reader. */

import { strToU8, zipSync } from 'fflate'

/** A text, a number, a number in the format of a date and clock, or of a clock; null: no cell. */
export type WrittenCell = string | number | { readonly date: number } | { readonly clock: number } | null

export interface WrittenSheet {
  readonly name: string
  readonly rows: readonly (readonly WrittenCell[])[]
  readonly hidden?: boolean
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export interface WriterOptions {
  /** Texts in the cells instead of a shared table. */
  readonly inline?: boolean
  readonly from1904?: boolean
  readonly stored?: boolean
}

export function workbook(sheets: readonly WrittenSheet[], options: WriterOptions = {}): Uint8Array {
  const texts: string[] = []
  const parts: Record<string, string> = {
    'xl/workbook.xml': `<?xml version="1.0"?><workbook ${MAIN} xmlns:r="${RELATIONS}"><workbookPr${options.from1904 === true ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(
        (s, i) => `<sheet name="${escaped(s.name)}" sheetId="${i + 1}"${s.hidden === true ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet ${MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="&quot;day&quot;\\ 0.00"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
  }
  for (const [i, sheet] of sheets.entries()) parts[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(sheet, texts, options)
  parts['xl/sharedStrings.xml'] =
    `<sst ${MAIN}>${texts.map((t) => `<si><r><t>${escaped(t.slice(0, 1))}</t></r><r><t>${escaped(t.slice(1))}</t></r><rPh><t>x</t></rPh></si>`).join('')}</sst>`
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), {
    level: options.stored === true ? 0 : 6,
  })
}

function sheetXml(sheet: WrittenSheet, texts: string[], options: WriterOptions): string {
  const rows = sheet.rows.map(
    (cells, r) =>
      `<row r="${r + 1}">${cells.map((c, i) => cellXml(c, `${String.fromCharCode(65 + i)}${r + 1}`, { texts, options })).join('')}</row>`,
  )
  return `<?xml version="1.0"?><worksheet ${MAIN}><sheetData>${rows.join('\n')}</sheetData></worksheet>`
}

function cellXml(cell: WrittenCell, at: string, { texts, options }: { readonly texts: string[]; readonly options: WriterOptions }): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${at}" s="3"><v>${cell}</v></c>`
  if (typeof cell === 'object')
    return 'date' in cell ? `<c r="${at}" s="1"><v>${cell.date}</v></c>` : `<c r="${at}" s="2"><v>${cell.clock}</v></c>`
  if (options.inline === true) return `<c r="${at}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
  texts.push(cell)
  return `<c r="${at}" t="s"><v>${texts.length - 1}</v></c>`
}

/** Days since 30 December 1899 of a wall clock written as if it were UTC, with the digits a workbook keeps. */
export function serial(wall: string): number {
  return Number((Date.parse(`${wall}Z`) / 86_400_000 + 25_569).toPrecision(15))
}
