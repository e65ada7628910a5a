/** What an import reads, finds and refuses. Times are epoch milliseconds in UTC; walls are local clocks written as if they were UTC. */

import type { Quantity } from '../domain/index.ts'

/** A cell: text; a number; a local date and time (`wall`); a clock (ms after midnight); a moment in UTC (`instant`). */
export type TableCell = string | number | { readonly wall: number } | { readonly clock: number } | { readonly instant: number }

export interface TableRow {
  /** Line of the file, or row of the sheet, from 1. */
  readonly line: number
  readonly cells: readonly TableCell[]
  /** The record cannot be read at all. */
  readonly fault?: Omit<ImportRefusal, 'line'>
}

export interface Table {
  readonly format: 'csv' | 'xlsx' | 'nem12' | 'espi'
  /** Columns of formats that have no header line; null: the header is a row of the file. */
  readonly columns: readonly string[] | null
  /** Reads the file from its first line; may be called again. */
  readonly records: () => Iterable<TableRow>
  readonly detected: readonly ImportDetection[]
  /** What parts the cells of a CSV. */
  readonly delimiter: string | null
}

/** One cell that is not stored, and why. */
export interface ImportRefusal {
  readonly line: number
  readonly column: string
  readonly value: string
  readonly reason: string
}

/** A reason why nothing can be stored. `undecided`: one of `options` would decide it. */
export interface ImportFailure extends ImportRefusal {
  readonly kind: 'unreadable' | 'undecided' | 'option'
  /** Options as a command line takes them: `--zone Europe/Berlin`. */
  readonly options: readonly string[]
}

/** An option that was not given and is certain from the file. */
export interface ImportDetection {
  readonly option: string
  readonly value: string
  readonly because: string
}

/** The point that receives values. `interval` is needed only where amounts are computed from mean power, or the other way. */
export interface ImportTarget {
  readonly point: string
  readonly quantity: Quantity
  /** Unit of values where the file names none; absent: the canonical unit. */
  readonly unit?: string
  /** Length of an amount, ms. */
  readonly interval?: number
}

export type StampSide = 'begin' | 'end'
export type ImportQuality = 'good' | 'estimated'

export interface ImportRow {
  readonly time: number
  /** In the canonical unit of the quantity. */
  readonly value: number
  readonly quality: ImportQuality
  readonly line: number
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failures: readonly ImportFailure[] }

/** A cell as people see it. */
export function cellText(cell: TableCell | undefined): string {
  if (cell === undefined) return ''
  if (typeof cell === 'string') return cell.trim()
  if (typeof cell === 'number') return String(cell)
  if ('clock' in cell) return clockText(cell.clock)
  if ('instant' in cell) return dateText(cell.instant, 'Z')
  return dateText(cell.wall, '')
}

/** Beyond these years a number is no date that can be written. */
const FAR = 8.64e15

function dateText(ms: number, zone: string): string {
  return Math.abs(ms) < FAR ? `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}${zone}` : String(ms)
}

/** `00:15`, `24:00`, with seconds where there are any. */
export function clockText(ms: number): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0')
  const seconds = Math.floor(ms / 1000) % 60
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}${seconds === 0 ? '' : `:${two(seconds)}`}`
}
