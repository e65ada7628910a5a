/** A CSV of one point: times and values, each bad row with its line. */

import { parse as parseCsv } from 'csv-parse/sync'
import { type Instant, parseInstant } from '../../domain/index.ts'
import { errorText } from '../../kernel/index.ts'
import { CommandError } from '../support/command.ts'

export interface CsvFault {
  readonly line: number
  readonly field: string
  readonly value: string
  readonly message: string
}

export interface CsvRows {
  readonly rows: readonly (readonly [time: number, value: number])[]
  readonly faults: readonly CsvFault[]
  /** Remarks about the file as a whole. */
  readonly notes: readonly string[]
}

export interface CsvOptions {
  readonly file: string
  readonly time: string | null
  readonly value: string | null
  readonly zone: string | null
  /** Epoch ms: a row with a later time is refused as one of the future. */
  readonly latest?: number
}

interface Line {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

const TIME_NAMES = ['time', 'timestamp', 'datetime', 'date']
/** Cells without a value: reported with their line, never read as 0. */
const EMPTY = new Set(['', 'na', 'nan', 'null', 'none', '-', '?', 'unavailable', 'unknown'])

interface Search {
  readonly wanted: string | null
  /** When none is named: whether this column is the one. */
  readonly fits: (name: string, i: number) => boolean
  readonly what: 'time' | 'value'
  readonly file: string
}

function columnOf(header: readonly string[], { wanted, fits, what, file }: Search): number {
  const at = wanted === null ? header.findIndex((h, i) => fits(h.trim().toLowerCase(), i)) : header.findIndex((h) => h.trim() === wanted)
  if (at >= 0) return at
  const missed = wanted === null ? `for the ${what}` : `"${wanted}"`
  throw new CommandError(`${file}: no column ${missed}; the file has ${header.join(', ')}: name one with --${what}`, 2)
}

/** Seconds or milliseconds since 1970 by magnitude, else RFC 3339, else a local time of the zone. */
export function timeOf(text: string, zone: string | null): Instant | null {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000) as Instant
  if (/^\d{12,13}$/.test(text)) return Number(text) as Instant
  return parseInstant(text, zone)
}

function linesOf(text: string, file: string): Line[] {
  try {
    return parseCsv(text, { info: true, relax_column_count: true, bom: true, skip_empty_lines: true, trim: true }) as unknown as Line[]
  } catch (error) {
    const why = errorText(error)
    const hint = /^[^,\n]*;/.test(text) ? '; its columns are parted by semicolons: save it with commas' : ''
    throw new CommandError(`${file}: this is no CSV of commas and quotes: ${why}${hint}`, 2)
  }
}

export function readCsv(text: string, options: CsvOptions): CsvRows {
  const lines = linesOf(text, options.file)
  const header = lines[0]?.record
  if (!header) throw new CommandError(`${options.file}: the file is empty`, 2)
  const { file } = options
  const time = columnOf(header, { wanted: options.time, fits: (h) => TIME_NAMES.includes(h), what: 'time', file })
  const fits = (h: string, i: number): boolean => i !== time && (h === 'value' || header.length === 2)
  const value = columnOf(header, { wanted: options.value, fits, what: 'value', file })
  return collect(lines.slice(1), { header, time, value, options })
}

function collect(lines: readonly Line[], at: { header: readonly string[]; time: number; value: number; options: CsvOptions }): CsvRows {
  const rows: [number, number][] = []
  const faults: CsvFault[] = []
  // A file with row names (as R writes it) has one cell more in every row than in its header.
  const shift = lines.length > 0 && lines.every((l) => l.record.length === at.header.length + 1) ? 1 : 0
  for (const { record, info } of lines) {
    const timeText = record[at.time + shift] ?? ''
    const valueText = record[at.value + shift] ?? ''
    const time = timeOf(timeText, at.options.zone)
    if (time === null)
      faults.push({ line: info.lines, field: at.header[at.time] ?? '', value: timeText, message: timeFault(timeText, at.options.zone) })
    else if (time > (at.options.latest ?? Infinity))
      faults.push({ line: info.lines, field: at.header[at.time] ?? '', value: timeText, message: 'lies in the future' })
    else if (EMPTY.has(valueText.toLowerCase()))
      faults.push({ line: info.lines, field: at.header[at.value] ?? '', value: valueText, message: 'no value' })
    else if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(valueText))
      faults.push({
        line: info.lines,
        field: at.header[at.value] ?? '',
        value: valueText,
        message: 'not a number (decimal point, no thousands separators)',
      })
    else rows.push([time, Number(valueText)])
  }
  return { rows, faults, notes: shift ? ['the first cell of each row is a row name and was left out'] : [] }
}

function timeFault(text: string, zone: string | null): string {
  if (zone === null && parseInstant(text, 'UTC') !== null) return 'a time without offset: say its zone with --zone'
  return 'not a time (RFC 3339, YYYY-MM-DD hh:mm:ss with --zone, or Unix time)'
}
