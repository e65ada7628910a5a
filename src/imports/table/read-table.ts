/** Bytes of a file to a table: CSV, NEM12, XLSX, Green Button XML, each also packed by gzip. */

import { Gunzip } from 'fflate'
import { errorText } from '../../kernel/index.ts'
import { failed, flag, succeeded, undecided, unreadable, wrongOption } from '../failure.ts'
import { IMPORT_LIMITS, type ImportLimits } from '../limits.ts'
import type { ImportDetection, Outcome, Table, TableRow } from '../types.ts'
import { csvRecords } from './csv.ts'
import { detectDelimiter } from './delimiter.ts'
import { decodeText, type EncodedText } from './encoding.ts'
import { ESPI_COLUMNS, espiRows, readFeed } from './espi.ts'
import { NEM12_COLUMNS, nem12Rows } from './nem12.ts'
import { sheetRows } from './sheet.ts'
import { readWorkbook, type Sheet, type Workbook } from './workbook.ts'
import { zipEntries } from './zip.ts'

export interface TableOptions {
  readonly delimiter?: string
  readonly encoding?: string
  /** Lines before the header. */
  readonly skip?: number
  /** Sheet of a workbook, by name or number from 1. */
  readonly sheet?: string
  readonly records?: 'nem12' | 'espi'
}

const HEAD = 64 * 1024

const starts = (bytes: Uint8Array, ...head: number[]): boolean => head.every((b, i) => bytes[i] === b)

export function readTable(bytes: Uint8Array, options: TableOptions, limits: ImportLimits = IMPORT_LIMITS): Outcome<Table> {
  if (bytes.length === 0) return failed(unreadable('the file is empty'))
  if (bytes.length > limits.bytes) return failed(unreadable(`the file has ${bytes.length} bytes; at most ${limits.bytes} are read`))
  if (starts(bytes, 0x1f, 0x8b)) {
    const plain = gunzip(bytes, limits)
    return plain.ok ? readTable(plain.value, options, limits) : plain
  }
  if (starts(bytes, 0x50, 0x4b, 3, 4)) return xlsxTable(bytes, options, limits)
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return failed(unreadable('this is a workbook of before 2007 (.xls): save it as .xlsx or CSV'))
  const text = decodeText(bytes, options.encoding)
  if (!text.ok) return text
  const head = headOf(text.value)
  if (options.records === 'espi' || /^\s*<(?:\?xml|[\w:]*feed)/i.test(head)) return espiTable(text.value, limits)
  return csvTable(text.value, head, options, limits)
}

function headOf(text: EncodedText): string {
  let head = ''
  for (const block of text.blocks()) {
    head += block
    if (head.length >= HEAD) break
  }
  return head.slice(0, HEAD)
}

function gunzip(bytes: Uint8Array, limits: ImportLimits): Outcome<Uint8Array> {
  const pieces: Uint8Array[] = []
  let total = 0
  const stream = new Gunzip((piece) => {
    total += piece.length
    if (total <= limits.bytes) pieces.push(piece)
  })
  try {
    for (let at = 0; at < bytes.length && total <= limits.bytes; at += 4096)
      stream.push(bytes.subarray(at, at + 4096), at + 4096 >= bytes.length)
  } catch (error) {
    return failed(unreadable(`the gzip file is damaged: ${errorText(error)}`))
  }
  if (total > limits.bytes) return failed(unreadable(`the file unpacks to more than ${limits.bytes} bytes`))
  const plain = new Uint8Array(total)
  let at = 0
  for (const piece of pieces) {
    plain.set(piece, at)
    at += piece.length
  }
  // Packed twice is a bomb or a mistake.
  return starts(plain, 0x1f, 0x8b) ? failed(unreadable('the file is packed by gzip more than once')) : succeeded(plain)
}

function csvTable(text: EncodedText, head: string, options: TableOptions, limits: ImportLimits): Outcome<Table> {
  if (options.records === 'nem12' || /^\s*100,NEM12/i.test(head)) {
    const because = 'the first record is 100,NEM12'
    const detected = options.records === 'nem12' ? [] : [{ option: 'profile', value: 'nem12', because }]
    const records = (): Iterable<TableRow> => nem12Rows(csvRecords(text.blocks(), ',', limits))
    return succeeded({ format: 'nem12', columns: NEM12_COLUMNS, records, detected: [...text.detected, ...detected], delimiter: null })
  }
  const given = options.delimiter === undefined ? null : delimiterOf(options.delimiter)
  if (given === '')
    return failed(wrongOption('a delimiter is one character, or "tab"', ["--delimiter ';'"], { value: options.delimiter ?? '' }))
  const found =
    given === null ? detectDelimiter(head, options.skip ?? 0) : succeeded({ delimiter: given, detected: [] as ImportDetection[] })
  if (!found.ok) return found
  const { delimiter } = found.value
  const records = (): Iterable<TableRow> => csvRecords(text.blocks(), delimiter, limits)
  return succeeded({ format: 'csv', columns: null, records, detected: [...text.detected, ...found.value.detected], delimiter })
}

function delimiterOf(text: string): string {
  if (/^(?:tab|\\t|tabulator)$/i.test(text)) return '\t'
  return text.length === 1 && !/["\r\n]/.test(text) ? text : ''
}

function espiTable(text: EncodedText, limits: ImportLimits): Outcome<Table> {
  const feed = readFeed(text.blocks(), limits)
  if ('fault' in feed) return failed(unreadable(`this is no XML that can be read: ${feed.fault}`, { line: feed.line }))
  if (feed.readings === 0) return failed(unreadable('the XML has no interval readings of Green Button (ESPI)'))
  const records = (): Iterable<TableRow> => espiRows(text.blocks(), feed, limits)
  const because = 'the file is a feed of interval readings'
  return succeeded({
    format: 'espi',
    columns: ESPI_COLUMNS,
    records,
    detected: [{ option: 'profile', value: 'espi', because }],
    delimiter: null,
  })
}

function xlsxTable(bytes: Uint8Array, options: TableOptions, limits: ImportLimits): Outcome<Table> {
  const entries = zipEntries(bytes)
  if ('fault' in entries) return failed(unreadable(entries.fault))
  const book = readWorkbook({ bytes, entries, limits })
  if ('fault' in book) return failed(unreadable(book.fault))
  const sheet = chooseSheet(book, options.sheet, limits)
  if (!sheet.ok) return sheet
  const detected =
    book.sheets.length > 1 && options.sheet === undefined
      ? [{ option: 'sheet', value: sheet.value.name, because: 'no other sheet has rows' }]
      : []
  return succeeded({ format: 'xlsx', columns: null, records: () => sheetRows(book, sheet.value, limits), detected, delimiter: null })
}

function chooseSheet(book: Workbook, wanted: string | undefined, limits: ImportLimits): Outcome<Sheet> {
  const options = book.sheets.map((s) => flag('sheet', s.name))
  if (wanted !== undefined) {
    const sheet = book.sheets.find((s) => s.name === wanted) ?? book.sheets[Number(wanted) - 1]
    return sheet === undefined ? failed(wrongOption(`the workbook has no sheet "${wanted}"`, options)) : succeeded(sheet)
  }
  const [only] = book.sheets
  if (only !== undefined && book.sheets.length === 1) return succeeded(only)
  const filled = book.sheets.filter((s) => hasRows(sheetRows(book, s, limits)))
  const [single] = filled
  return single !== undefined && filled.length === 1 ? succeeded(single) : failed(undecided('several sheets have rows', options))
}

/** Two rows of two cells are a table. */
function hasRows(rows: Iterable<TableRow>): boolean {
  let n = 0
  for (const { cells } of rows) if (cells.length >= 2 && ++n >= 2) return true
  return false
}
