/** Which columns hold the time: one, or date and clock; and whether it begins or ends the interval. */

import { failed, flag, succeeded, undecided } from '../failure.ts'
import type { ImportOptions } from '../options.ts'
import { cellText, clockText, type ImportDetection, type Outcome, type StampSide, type TableCell, type TableRow } from '../types.ts'
import { type ColumnKind, findColumn, needColumn } from './columns.ts'

export interface TimeColumns {
  readonly date: number
  /** Column of the clock, or null: the date column holds both. */
  readonly clock: number | null
  readonly stamp: StampSide | null
  readonly detected: readonly ImportDetection[]
}

export interface ColumnSearch {
  readonly columns: readonly string[]
  readonly kinds: readonly ColumnKind[]
  readonly options: ImportOptions
}

const NAMES = ['time', 'timestamp', 'datetime', 'date time', 'date/time', 'date', 'zeitstempel', 'zeitpunkt', 'horodate', '时间', '時間']
const BEGINS =
  /^(?:von|ab|beginn|start|begin|from|de|debut|début|inicio|datum von|zeit von|von-\w+|ab-\w+|(?:interval |period |usage )?(?:start|begin)(?:[ _-]?(?:time|date|datetime))?)$/i
const ENDS =
  /^(?:bis|ende|end|stop|to|fin|à|datum bis|zeit bis|bis-\w+|(?:interval |period |usage )?end(?:[ _-]?(?:time|date|datetime))?)$/i

/** Which end of the interval a column of that name holds, or null. */
function sideOf(name: string): StampSide | null {
  return BEGINS.test(name) ? 'begin' : ENDS.test(name) ? 'end' : null
}

export function findTimeColumns(search: ColumnSearch): Outcome<TimeColumns> {
  const { options } = search
  const lenient = (key: string): boolean => options.lenient?.includes(key) === true
  if (options.date !== undefined) {
    const found = namedPair(search, lenient('date'))
    if (!found.ok || found.value !== null) return found as Outcome<TimeColumns>
  }
  if (options.time !== undefined) {
    const found = lenient('time') ? findColumn(search.columns, options.time, 'time') : needColumn(search.columns, options.time, 'time')
    if (!found.ok) return found
    if (found.value !== null) return succeeded(columnsOf(search, found.value, null, lenient('time') ? 'the profile names it' : null))
  }
  return guess(search)
}

/** Date and clock as options name them; null where the profile's are not in the file. */
function namedPair({ columns, kinds, options }: ColumnSearch, lenient: boolean): Outcome<TimeColumns | null> {
  const date = lenient ? findColumn(columns, options.date ?? [], 'date') : needColumn(columns, options.date ?? [], 'date')
  if (!date.ok) return date
  if (date.value === null) return succeeded(null)
  const search = { columns, kinds, options }
  if (options.wide === true) return succeeded(columnsOf(search, date.value, null, null))
  if (options.clock === undefined) return guessClock(search, date.value)
  const clock = lenient ? findColumn(columns, options.clock, 'clock') : needColumn(columns, options.clock, 'clock')
  if (!clock.ok) return clock
  if (clock.value === null || clock.value === date.value) return succeeded(null)
  return succeeded(columnsOf(search, date.value, clock.value, lenient ? 'the profile names it' : null))
}

function columnsOf({ columns, options }: ColumnSearch, date: number, clock: number | null, because: string | null): TimeColumns {
  const name = columns[clock ?? date] ?? ''
  const side = sideOf(name)
  const detected: ImportDetection[] = []
  if (because !== null) {
    detected.push({ option: clock === null ? 'time' : 'date', value: columns[date] ?? '', because })
    if (clock !== null) detected.push({ option: 'clock', value: name, because })
  }
  if (options.stamp === undefined && side !== null)
    detected.push({ option: 'stamp', value: side, because: `"${name}" is the ${side} of an interval` })
  return { date, clock, stamp: options.stamp ?? side, detected }
}

/** By name, else the only column with times, else date and clock apart. */
function guess(search: ColumnSearch): Outcome<TimeColumns> {
  const { columns, kinds } = search
  const times = kinds.flatMap((k, i) => (k.filled > 0 && k.times > 0.6 ? [i] : []))
  const named = columns.flatMap((c, i) => (NAMES.includes(c.toLowerCase()) ? [i] : []))
  const clocks = kinds.flatMap((k, i) => (k.filled > 0 && k.clocks > 0.6 ? [i] : []))
  const [only] = times.length > 0 ? times : named
  const candidates = times.length > 0 ? times : named
  if (only !== undefined && candidates.length === 1) {
    if (clocks.length > 0 && search.options.wide !== true) return guessClock(search, only)
    return succeeded(columnsOf(search, only, null, because(search, only)))
  }
  const begin = times.filter((i) => sideOf(columns[i] ?? '') === 'begin')
  const end = times.filter((i) => sideOf(columns[i] ?? '') === 'end')
  const [first] = begin
  if (first !== undefined && times.length === 2 && begin.length === 1 && end.length === 1)
    return succeeded(columnsOf(search, first, null, 'it holds the begin of each interval'))
  const preferred = times.filter((i) => named.includes(i))
  if (preferred[0] !== undefined && preferred.length === 1)
    return succeeded(columnsOf(search, preferred[0], null, because(search, preferred[0])))
  const choices = times.length > 0 ? times : columns.map((_, i) => i)
  const reason = times.length > 1 ? 'several columns hold times' : 'no column holds times that can be read'
  return failed(
    undecided(
      reason,
      choices.slice(0, 20).map((i) => flag('time', columns[i] ?? '')),
      { value: columns.slice(0, 40).join(', ') },
    ),
  )
}

function because({ columns, kinds }: ColumnSearch, i: number): string {
  const others = kinds.filter((k, j) => j !== i && k.times > 0.6).length
  return others === 0 && (kinds[i]?.times ?? 0) > 0.6 ? 'no other column holds times' : `the column is named "${columns[i] ?? ''}"`
}

function guessClock(search: ColumnSearch, date: number): Outcome<TimeColumns> {
  const { columns, kinds, options } = search
  const clocks = kinds.flatMap((k, i) => (i !== date && k.filled > 0 && k.clocks > 0.6 ? [i] : []))
  const begins = clocks.filter((i) => sideOf(columns[i] ?? '') === 'begin')
  const [only] = clocks.length === 1 ? clocks : begins
  if (clocks.length === 0) return succeeded(columnsOf(search, date, null, options.date === undefined ? because(search, date) : null))
  if (only !== undefined && (clocks.length === 1 || begins.length === 1))
    return succeeded(
      columnsOf(search, date, only, clocks.length === 1 ? 'no other column holds clocks' : 'it holds the begin of each interval'),
    )
  const choices = clocks.map((i) => `${flag('date', columns[date] ?? '')} ${flag('clock', columns[i] ?? '')}`)
  return failed(undecided('several columns hold clocks', choices, { column: columns[date] ?? '' }))
}

/** The time of a row as one cell. */
export function timeCell({ cells }: TableRow, { date, clock }: TimeColumns): TableCell {
  const first = cells[date] ?? ''
  if (clock === null) return first
  const second = cells[clock] ?? ''
  if (typeof first === 'object' && 'wall' in first) {
    const ms = typeof second === 'object' ? ('clock' in second ? second.clock : null) : clockMs(cellText(second))
    if (ms !== null) return { wall: first.wall + ms }
  }
  return `${cellText(first)} ${typeof second === 'object' && 'clock' in second ? clockText(second.clock) : cellText(second)}`.trim()
}

/** `8:15`, `08:15:00`, `12:15 AM` as ms after midnight, or null. */
export function clockMs(text: string): number | null {
  const found = /^(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:\s*([AaPp])\.?[Mm]\.?)?$/.exec(text.trim())
  if (found === null) return null
  const [, h, m, s, half] = found
  const hour = half === undefined ? Number(h) : (Number(h) % 12) + (/p/i.test(half) ? 12 : 0)
  const ms = ((hour * 60 + Number(m)) * 60 + Number(s ?? 0)) * 1000
  return Number(m) > 59 || Number(s ?? 0) > 59 || ms > 86_400_000 ? null : ms
}
