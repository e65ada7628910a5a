/** A sheet as XLSX (Office Open XML, ECMA-376: one worksheet of inline strings) or as CSV (RFC 4180). */

import { strToU8, zipSync } from 'fflate'
import { columnLetter } from './columns.ts'

export type SheetTexts = readonly (readonly string[])[]

/** Characters that XML 1.0 does not have. */
// oxlint-disable-next-line no-control-regex
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const escapeXml = (text: string): string =>
  text.replace(NO_XML, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function cellXml(text: string, at: number, line: number): string {
  if (text === '') return ''
  return `<c r="${columnLetter(at)}${line}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`
}

/** The time of each part in the archive: 1 January 2000, epoch ms. The bytes then depend on the content alone. */
const SAVED = 946_684_800_000

function sheetXml(rows: SheetTexts): string {
  const lines = rows.map((row, i) => `<row r="${i + 1}">${row.map((text, at) => cellXml(text, at, i + 1)).join('')}</row>`)
  const frozen =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  return `${HEAD}<worksheet xmlns="${MAIN}">${frozen}<sheetFormatPr defaultRowHeight="15" defaultColWidth="18"/><sheetData>${lines.join('')}</sheetData></worksheet>`
}

/** Sheets by name. The bytes depend on the content alone. */
export function xlsxOf(sheets: readonly { readonly name: string; readonly rows: SheetTexts }[]): Uint8Array {
  const overrides = sheets.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`)
  const names = sheets.map(({ name }, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
  const links = sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`)
  const parts: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${links.join('')}</Relationships>`,
  }
  for (const [i, { rows }] of sheets.entries()) parts[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(rows)
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, strToU8(xml)])), { mtime: SAVED })
}

/** A leading = + - @ would be a formula in a spreadsheet: such a text gets an apostrophe. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvOf(rows: SheetTexts): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}
