/** What parts the cells of a CSV, where only one sign makes a table of it. */

import { failed, flag, succeeded, undecided } from '../failure.ts'
import { IMPORT_LIMITS } from '../limits.ts'
import { isClock, TIME_FORMS } from '../time/auto.ts'
import { readForm, type TimeLayout } from '../time/form.ts'
import { cellText, type ImportDetection, type Outcome, type TableRow } from '../types.ts'
import { csvRecords } from './csv.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const NAMES: Readonly<Record<string, string>> = { '\t': 'tab' }
const SAMPLE_ROWS = 200

interface Split {
  readonly delimiter: string
  /** Most usual number of cells. */
  readonly width: number
  /** Share of the rows that have it, from the first one that does. */
  readonly share: number
  readonly hasTimes: boolean
}

/** Whether any known form reads the text as a time. */
export function looksLikeTime(text: string): boolean {
  return text.length >= 6 && text.length <= 60 && TIME_FORMS.some((form) => isRead(form, text))
}

function isRead(form: TimeLayout, text: string): boolean {
  const read = readForm(form, text, null)
  return read !== null && read.kind !== 'bad'
}

export function detectDelimiter(
  head: string,
  skip: number,
): Outcome<{ readonly delimiter: string; readonly detected: readonly ImportDetection[] }> {
  const splits = DELIMITERS.map((d) => splitBy(head, d, skip)).filter((s) => s.width >= 2 && s.share > 0.7)
  const timed = splits.filter((s) => s.hasTimes)
  const choice = timed.length > 0 ? timed : splits
  const most = choice.reduce((n, s) => Math.max(n, s.share), 0)
  const best = choice.filter((s) => s.share === most)
  const [only] = best
  if (only !== undefined && best.length === 1) {
    const because = `it gives ${only.width} cells in ${only.share === 1 ? 'every row' : 'nearly every row'}`
    return succeeded({ delimiter: only.delimiter, detected: [{ option: 'delimiter', value: nameOf(only.delimiter), because }] })
  }
  const options = (best.length > 0 ? best.map((s) => s.delimiter) : DELIMITERS).map((d) => flag('delimiter', nameOf(d)))
  const line = head.split(/\r\n?|\n/)[skip] ?? ''
  return failed(
    undecided(best.length > 0 ? 'several delimiters give columns' : 'no delimiter gives columns', options, { line: skip + 1, value: line }),
  )
}

/** `tab` for the sign that cannot be seen. */
function nameOf(delimiter: string): string {
  return NAMES[delimiter] ?? delimiter
}

function splitBy(head: string, delimiter: string, skip: number): Split {
  const rows: TableRow[] = []
  for (const row of csvRecords([head], delimiter, IMPORT_LIMITS)) {
    if (row.line > skip && row.cells.length > 0) rows.push(row)
    if (rows.length >= SAMPLE_ROWS) break
  }
  const width = usualWidth(rows)
  const first = rows.findIndex((r) => r.cells.length === width)
  const body = rows.slice(Math.max(0, first))
  const share = body.length === 0 ? 0 : body.filter((r) => r.cells.length === width).length / body.length
  const wide = body.slice(0, 20).filter((r) => r.cells.length === width)
  return { delimiter, width, share, hasTimes: wide.some((r) => r.cells.some((c) => looksLikeTime(cellText(c)) || isClock(cellText(c)))) }
}

/** The most frequent number of cells; of equals the larger. */
export function usualWidth(rows: readonly TableRow[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].reduce((best, [width, n]) => (n > best[1] || (n === best[1] && width > best[0]) ? [width, n] : best), [0, 0])[0]
}
