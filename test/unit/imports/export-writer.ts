/** An independent writer of exports: a known series to bytes, in any way people's programs write. It shares no code with the importer. */

import { Buffer } from 'node:buffer'

export interface KnownRow {
  readonly at: number
  /** Null: the cell says that there is no value. */
  readonly value: number | null
}

export interface Style {
  readonly delimiter: string
  readonly decimal: '.' | ','
  readonly thousands: '' | '.' | ',' | ' ' | "'"
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16le-bom' | 'utf-16be-bom' | 'latin1'
  readonly descending: boolean
  readonly pattern: Pattern
  readonly zone: string
  readonly quoted: boolean
  readonly lineEnd: '\n' | '\r\n'
  readonly preamble: number
  readonly noValue: string
}

export type Pattern = keyof typeof PATTERNS

interface Wall {
  readonly year: string
  readonly month: string
  readonly day: string
  readonly hour: string
  readonly minute: string
  readonly second: string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MONATE = ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember']
const half = (h: string): string => (Number(h) >= 12 ? 'PM' : 'AM')
const twelve = (h: string): string => String(Number(h) % 12 === 0 ? 12 : Number(h) % 12)
const bare = (n: string): string => String(Number(n))

export const PATTERNS = {
  'yyyy-MM-dd HH:mm:ss': (w: Wall) => `${w.year}-${w.month}-${w.day} ${w.hour}:${w.minute}:${w.second}`,
  "yyyy-MM-dd'T'HH:mm": (w: Wall) => `${w.year}-${w.month}-${w.day}T${w.hour}:${w.minute}`,
  'yyyy/MM/dd HH:mm': (w: Wall) => `${w.year}/${w.month}/${w.day} ${w.hour}:${w.minute}`,
  'dd.MM.yyyy HH:mm': (w: Wall) => `${w.day}.${w.month}.${w.year} ${w.hour}:${w.minute}`,
  'd.M.yyyy H:mm': (w: Wall) => `${bare(w.day)}.${bare(w.month)}.${w.year} ${bare(w.hour)}:${w.minute}`,
  'dd/MM/yyyy HH:mm': (w: Wall) => `${w.day}/${w.month}/${w.year} ${w.hour}:${w.minute}`,
  'M/d/yyyy h:mm a': (w: Wall) => `${bare(w.month)}/${bare(w.day)}/${w.year} ${twelve(w.hour)}:${w.minute} ${half(w.hour)}`,
  'MM/dd/yy HH:mm': (w: Wall) => `${w.month}/${w.day}/${w.year.slice(2)} ${w.hour}:${w.minute}`,
  'dd-MMM-yy hh:mm:ss a': (w: Wall) =>
    `${w.day}-${MONTHS[Number(w.month) - 1] ?? ''}-${w.year.slice(2)} ${twelve(w.hour).padStart(2, '0')}:${w.minute}:${w.second} ${half(w.hour)}`,
  'd. MMMM yyyy HH:mm': (w: Wall) => `${bare(w.day)}. ${MONATE[Number(w.month) - 1] ?? ''} ${w.year} ${w.hour}:${w.minute}`,
  'MMM d, yyyy HH:mm': (w: Wall) => `${MONTHS[Number(w.month) - 1] ?? ''} ${bare(w.day)}, ${w.year} ${w.hour}:${w.minute}`,
  yyyyMMddHHmm: (w: Wall) => `${w.year}${w.month}${w.day}${w.hour}${w.minute}`,
  yyyyMMddHHmmss: (w: Wall) => `${w.year}${w.month}${w.day}${w.hour}${w.minute}${w.second}`,
} as const

const formats = new Map<string, Intl.DateTimeFormat>()

function wallOf(at: number, zone: string): Wall {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  formats.set(zone, format)
  const parts = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, p.value]))
  const part = (name: string): string => parts[name] ?? ''
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute'), second: part('second') }
}

export function writtenTime(at: number, style: Pick<Style, 'pattern' | 'zone'>): string {
  return PATTERNS[style.pattern](wallOf(at, style.zone))
}

export function writtenNumber(value: number, { decimal, thousands }: Pick<Style, 'decimal' | 'thousands'>): string {
  const [whole = '0', fraction] = Math.abs(value).toFixed(2).split('.')
  const grouped = thousands === '' ? whole : whole.replace(/\B(?=(\d{3})+$)/g, thousands)
  return `${value < 0 ? '-' : ''}${grouped}${decimal}${fraction ?? ''}`
}

function cell(text: string, style: Style): string {
  const needed = style.quoted || text.includes(style.delimiter) || text.includes('"')
  return needed ? `"${text.replaceAll('"', '""')}"` : text
}

/** Lines of the file, header and preamble included. */
export function writtenLines(rows: readonly KnownRow[], style: Style): string[] {
  const ordered = style.descending ? rows.toReversed() : rows
  const line = (...cells: string[]): string => cells.map((c) => cell(c, style)).join(style.delimiter)
  const body = ordered.map(({ at, value }) =>
    line(writtenTime(at, style), value === null ? style.noValue : writtenNumber(value, style), 'W'),
  )
  return [...Array.from({ length: style.preamble }, (_, i) => `Zähler ${i + 1}`), line('Zeitpunkt', 'Größe', 'Status'), ...body]
}

export function encoded(text: string, encoding: Style['encoding']): Uint8Array {
  if (encoding === 'latin1') return Buffer.from(text, 'latin1')
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8')
  if (encoding === 'utf-8-bom') return Buffer.from(`\ufeff${text}`, 'utf8')
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  const little = Buffer.from(`\ufeff${text}`, 'utf16le')
  return encoding === 'utf-16le-bom' ? little : little.swap16()
}

export function writtenFile(rows: readonly KnownRow[], style: Style): Uint8Array {
  return encoded(writtenLines(rows, style).join(style.lineEnd) + style.lineEnd, style.encoding)
}
