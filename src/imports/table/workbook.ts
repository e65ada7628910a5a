/** What the cells of a workbook refer to (ECMA-376 part 1, 18): sheets, texts they share, formats that make a number a date. */

import type { ImportLimits } from '../limits.ts'
import { createXmlReader, type XmlHandlers } from './xml.ts'
import { unpackText, type ZipEntry } from './zip.ts'

export interface Sheet {
  readonly name: string
  readonly entry: ZipEntry
}

export interface Workbook {
  readonly bytes: Uint8Array
  /** Visible sheets in their order. */
  readonly sheets: readonly Sheet[]
  readonly texts: readonly string[]
  /** Whether a cell of that style shows a date or a clock. */
  readonly dates: readonly boolean[]
  /** Days count from 1904 instead of 1900. */
  readonly from1904: boolean
}

export interface WorkbookFault {
  readonly fault: string
}

interface Source {
  readonly bytes: Uint8Array
  readonly entries: ReadonlyMap<string, ZipEntry>
  readonly limits: ImportLimits
}

/** Formats of dates and clocks that need no code in the file (18.8.30). */
const BUILT_IN = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

export function readWorkbook(source: Source): Workbook | WorkbookFault {
  const sheets = readSheets(source)
  if ('fault' in sheets) return sheets
  const texts = readTexts(source)
  if ('fault' in texts) return texts
  const dates = readDates(source)
  if ('fault' in dates) return dates
  return { bytes: source.bytes, ...sheets, ...texts, ...dates }
}

/** Runs one part of the archive through the handlers; null when it is well. */
function runPart({ bytes, entries, limits }: Source, name: string, handlers: XmlHandlers): WorkbookFault | null {
  const entry = entries.get(name)
  if (entry === undefined) return null
  const reader = createXmlReader(handlers, limits)
  for (const piece of unpackText(bytes, entry, limits.unpacked)) {
    if (typeof piece !== 'string') return piece
    if (!reader.write(piece)) break
  }
  reader.end()
  const fault = reader.fault()
  return fault === null ? null : { fault: `"${name}" cannot be read: ${fault}` }
}

function readSheets(source: Source): { readonly sheets: readonly Sheet[]; readonly from1904: boolean } | WorkbookFault {
  const named: { name: string; id: string }[] = []
  const targets = new Map<string, string>()
  let from1904 = false
  const workbook = runPart(source, 'xl/workbook.xml', {
    open: (name, attributes) => {
      const a = attributes()
      if (name === 'workbookPr') from1904 = a['date1904'] === '1' || a['date1904'] === 'true'
      if (name === 'sheet' && (a['state'] ?? 'visible') === 'visible') named.push({ name: decoded(a['name'] ?? ''), id: relationOf(a) })
    },
    close: () => {},
  })
  const relations = runPart(source, 'xl/_rels/workbook.xml.rels', {
    open: (name, attributes) => {
      const { Id = '', Target = '' } = name === 'Relationship' ? attributes() : {}
      if (Id !== '') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
    close: () => {},
  })
  const fault = workbook ?? relations
  if (fault !== null) return fault
  const sheets = named.flatMap(({ name, id }) => {
    const entry = source.entries.get(targets.get(id) ?? '')
    return entry === undefined ? [] : [{ name, entry }]
  })
  return sheets.length === 0 ? { fault: 'the archive is no workbook (.xlsx): it has no sheet' } : { sheets, from1904 }
}

/** `r:id`, whatever the prefix of its namespace. */
function relationOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).find(([name]) => /^\w+:id$/.test(name))?.[1] ?? ''
}

/** Attributes come as they stand in the file. */
function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')
}

function readTexts(source: Source): { readonly texts: readonly string[] } | WorkbookFault {
  const texts: string[] = []
  let text = ''
  let size = 0
  let phonetic = false
  const fault = runPart(source, 'xl/sharedStrings.xml', {
    open: (name) => {
      if (name === 'si') text = ''
      if (name === 'rPh') phonetic = true
    },
    close: (name, content) => {
      if (name === 'rPh') phonetic = false
      if (name === 't' && !phonetic) text += content
      if (name !== 'si') return
      size += text.length
      if (size <= source.limits.sharedText) texts.push(text)
    },
  })
  if (size > source.limits.sharedText) return { fault: `the workbook's texts are longer than ${source.limits.sharedText} characters` }
  return fault ?? { texts }
}

function readDates(source: Source): { readonly dates: readonly boolean[] } | WorkbookFault {
  const codes = new Map<string, string>()
  const dates: boolean[] = []
  let inStyles = false
  const fault = runPart(source, 'xl/styles.xml', {
    open: (name, attributes) => {
      if (name === 'cellXfs') inStyles = true
      if (name === 'numFmt') codes.set(attributes()['numFmtId'] ?? '', decoded(attributes()['formatCode'] ?? ''))
      if (name !== 'xf' || !inStyles) return
      const id = attributes()['numFmtId'] ?? '0'
      const code = codes.get(id)
      dates.push(code === undefined ? BUILT_IN(Number(id)) : isDateCode(code))
    },
    close: (name) => {
      if (name === 'cellXfs') inStyles = false
    },
  })
  return fault ?? { dates }
}

/** Whether a format code has letters of dates outside of quotes, brackets and escapes. `[h]` counts hours and is one. */
function isDateCode(code: string): boolean {
  const plain = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return /[dhmsy]/i.test(plain.replace(/general/gi, ''))
}
