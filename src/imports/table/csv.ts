/** CSV in blocks of whole records, so that a year of minutes is never one array. */

import { parse } from 'csv-parse/sync'
import { errorText } from '../../kernel/index.ts'
import type { ImportLimits } from '../limits.ts'
import type { TableRow } from '../types.ts'

const BLOCK = 128 * 1024

/** Records of the text with their first line. Blank lines are records without cells. */
export function* csvRecords(blocks: Iterable<string>, delimiter: string, limits: ImportLimits): Generator<TableRow> {
  let line = 1
  let rows = 0
  for (const text of wholeRecords(blocks, limits)) {
    if (typeof text !== 'string') {
      yield { line, cells: [], fault: text.fault }
      return
    }
    for (const row of recordsIn(text, delimiter, line)) {
      if (++rows > limits.rows) {
        yield { line: row.line, cells: [], fault: { column: '', value: '', reason: `the file has more than ${limits.rows} rows` } }
        return
      }
      yield row.cells.length > limits.columns
        ? { line: row.line, cells: [], fault: { column: '', value: '', reason: `the row has more than ${limits.columns} cells` } }
        : row
    }
    line += countOf(text, '\n')
  }
}

/** Blocks that end where a record does: at a line end that no open quote holds. */
function* wholeRecords(
  blocks: Iterable<string>,
  limits: ImportLimits,
): Generator<string | { readonly fault: NonNullable<TableRow['fault']> }> {
  let rest = ''
  for (const block of lineEnds(blocks)) {
    rest += block
    if (rest.length < BLOCK) continue
    const end = lastRecordEnd(rest)
    if (end > 0) {
      yield rest.slice(0, end)
      rest = rest.slice(end)
    }
    if (rest.length > limits.record + BLOCK) {
      yield { fault: { column: '', value: rest.slice(0, 80), reason: `a quote is not closed within ${limits.record} characters` } }
      return
    }
  }
  if (rest !== '') yield rest
}

/** The same text with `\n` at every line end, also where a block ends between `\r` and `\n`. */
function* lineEnds(blocks: Iterable<string>): Generator<string> {
  let held = false
  for (const block of blocks) {
    const text: string = held ? `\r${block}` : block
    held = text.endsWith('\r')
    yield (held ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n')
  }
  if (held) yield '\n'
}

/** Index behind the last line end outside of quotes; 0 when there is none. */
function lastRecordEnd(text: string): number {
  if (!text.includes('"')) return text.lastIndexOf('\n') + 1
  let open = false
  let end = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 34) open = !open
    else if (c === 10 && !open) end = i + 1
  }
  return end
}

function* recordsIn(text: string, delimiter: string, line: number): Generator<TableRow> {
  const lines = text.endsWith('\n') ? text.slice(0, -1) : text
  if (!text.includes('"')) {
    let at = line
    for (const record of lines.split('\n')) yield { line: at++, cells: record === '' ? [] : record.split(delimiter) }
    return
  }
  let at = line
  for (const cells of quotedRecords(lines, delimiter)) {
    if (!Array.isArray(cells)) {
      yield { line: at + cells.lines, cells: [], fault: { column: '', value: '', reason: `the quotes are not closed: ${cells.reason}` } }
      return
    }
    yield { line: at, cells: cells.length === 1 && cells[0] === '' ? [] : cells }
    at += 1 + cells.reduce((n, cell) => n + countOf(cell, '\n'), 0)
  }
}

function quotedRecords(text: string, delimiter: string): readonly (string[] | { readonly reason: string; readonly lines: number })[] {
  const options = { delimiter, record_delimiter: '\n', relax_column_count: true, relax_quotes: true, ltrim: true, bom: false } as const
  try {
    return parse(text, options)
  } catch (error) {
    const done: string[][] = []
    try {
      parse(text, { ...options, on_record: (record: string[]) => void done.push(record) })
    } catch {
      // What was read before the fault stands; the fault itself is reported.
    }
    const lines = done.reduce((n, cells) => n + 1 + cells.reduce((m, cell) => m + countOf(cell, '\n'), 0), 0)
    return [...done, { reason: errorText(error), lines: lines - done.length }]
  }
}

function countOf(text: string, sign: string): number {
  let n = 0
  for (let i = text.indexOf(sign); i >= 0; i = text.indexOf(sign, i + 1)) n++
  return n
}
