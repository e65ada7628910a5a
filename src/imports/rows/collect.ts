/** Rows of the file to rows of points: times placed, values converted, everything that is not stored named. */

import { iso, instant } from '../../domain/index.ts'
import { shortened } from '../failure.ts'
import { isNoValue } from '../number/read.ts'
import type { ImportPlan } from '../resolve/plan.ts'
import type { ValueSeries } from '../resolve/series.ts'
import { timeCell } from '../resolve/time-columns.ts'
import type { WideColumn } from '../resolve/wide.ts'
import { readForm, type TimeRead } from '../time/form.ts'
import { placeTimes, type PlacedItem, type PlacingNotes, type TimedItem } from '../time/order.ts'
import { cellText, clockText, type ImportRefusal, type TableCell, type TableRow } from '../types.ts'
import { appendRow, createColumns, type RowColumns } from './point-rows.ts'

export interface Collected {
  /** In the order of the plan's series. */
  readonly columns: readonly RowColumns[]
  readonly counts: CollectedCounts
  readonly preview: readonly PreviewRow[]
  /** Local times of the doubled hour that the file has once. */
  readonly once: number
}

export interface CollectedCounts {
  /** Rows of the file below its header. */
  rows: number
  noValue: number
}

export interface PreviewRow {
  readonly line: number
  readonly point: string
  /** As it stands in the file. */
  readonly written: string
  readonly time: number
  readonly value: number
  readonly estimated: boolean
}

interface Entry {
  readonly row: TableRow
  readonly cell: TableCell
  /** The cell of a wide table; null: each series has its own. */
  readonly wide: WideColumn | null
}

const PREVIEW_ROWS = 10

export function collectRows(plan: ImportPlan, refuse: (refusal: ImportRefusal) => void): Collected {
  const columns = plan.series.map(() => createColumns())
  const counts = { rows: 0, noValue: 0 }
  const notes: PlacingNotes = { once: 0 }
  const preview: PreviewRow[] = []
  const ends = plan.stamp === 'end'
  const placed =
    plan.zone === null
      ? withoutZone(entries(plan, counts, refuse))
      : placeTimes(entries(plan, counts, refuse), { zone: plan.zone, ends }, notes)
  // In a wide table 02:00 and 03:00 are one moment on the day the clocks go forward: an empty cell beside a value lacks nothing.
  let last: number | null = null
  for (const item of placed) {
    const time = believed(item, plan, refuse)
    if (time === null) continue
    for (const [i, series] of plan.series.entries()) {
      const value = readValue(item.row, series, plan, refuse)
      if (value === 'none' && !(item.row.wide !== null && time === last)) counts.noValue++
      if (typeof value !== 'number') continue
      last = time
      const { row } = item.row
      const estimated = plan.estimated.some((test) => test(row))
      const to = columns[i]
      if (to !== undefined) appendRow(to, { time, value, quality: estimated ? 'estimated' : 'good', line: row.line })
      if (preview.length < PREVIEW_ROWS)
        preview.push({ line: row.line, point: series.target.point, written: writtenTime(item.row), time, value, estimated })
    }
  }
  return { columns, counts, preview, once: notes.once }
}

/** Every row, or every cell of a wide one, with its time read. */
function* entries(plan: ImportPlan, counts: CollectedCounts, refuse: (refusal: ImportRefusal) => void): Generator<TimedItem<Entry>> {
  for (const row of plan.rows()) {
    if (row.fault !== undefined) {
      refuse({ line: row.line, ...row.fault })
      continue
    }
    counts.rows++
    const cell = timeCell(row, plan.time)
    const read = readCell(cell, plan)
    if (plan.wide === null || read.kind === 'bad') yield { read, row: { row, cell, wide: null } }
    else
      for (const wide of plan.wide) {
        // A column for the second pass through the doubled hour is empty on every other day.
        if (wide.second && cellText(row.cells[wide.index]) === '') continue
        yield { read: addClock(read, wide), row: { row, cell, wide } }
      }
  }
}

/** As it stands in the file. */
function writtenTime({ cell, wide }: Entry): string {
  return wide === null ? cellText(cell) : `${cellText(cell)} ${clockText(wide.clock)}`
}

function readCell(cell: TableCell, plan: ImportPlan): TimeRead {
  if (typeof cell === 'object') {
    if ('wall' in cell) return { kind: 'local', wall: cell.wall, season: null }
    return 'instant' in cell ? { kind: 'instant', at: cell.instant } : { kind: 'bad', reason: 'a clock without a date' }
  }
  const { form, zone } = plan
  const bad = (reason: string): TimeRead => ({ kind: 'bad', reason })
  if (form === null) return bad('this is no time')
  return readForm(form, cellText(cell), zone) ?? bad(`this is no time of the form "${form.label}"`)
}

function addClock(read: TimeRead, wide: WideColumn): TimeRead {
  if (read.kind === 'instant') return { kind: 'instant', at: read.at + wide.clock }
  return read.kind === 'local' ? { ...read, wall: read.wall + wide.clock } : read
}

function* withoutZone(items: Iterable<TimedItem<Entry>>): Generator<PlacedItem<Entry>> {
  for (const { read, row } of items) {
    if (read.kind === 'instant') yield { at: read.at, reason: '', row }
    else yield { at: null, reason: read.kind === 'bad' ? read.reason : 'the time has no offset: name its zone with --zone', row }
  }
}

/** The instant of the row, or null when it was refused. */
function believed(item: PlacedItem<Entry>, plan: ImportPlan, refuse: (refusal: ImportRefusal) => void): number | null {
  const { at, reason, row } = item
  const { wide } = row
  // No value for an hour that does not exist is right.
  if (at === null && wide !== null && isNoValue(cellText(row.row.cells[wide.index]))) return null
  const wrong = at === null ? reason : doubtOf(at, plan)
  if (wrong === null) return at
  const column = wide === null ? (plan.columns[plan.time.date] ?? '') : (plan.columns[wide.index] ?? '')
  refuse({ line: row.row.line, column, value: shortened(writtenTime(row)), reason: wrong })
  return null
}

function doubtOf(at: number, plan: ImportPlan): string | null {
  if (at < plan.since) return `the time lies before ${iso(instant(plan.since)).slice(0, 10)}, the oldest that is believed (--accept-since)`
  return at > plan.latest ? 'the time lies in the future' : null
}

/** The value in the point's unit; `none` for a cell without one; null when it was refused. */
function readValue(entry: Entry, series: ValueSeries, plan: ImportPlan, refuse: (refusal: ImportRefusal) => void): number | 'none' | null {
  const { row, wide } = entry
  const index = wide?.index ?? series.index
  const cell = row.cells[index]
  const text = cellText(cell)
  const wrong = (reason: string): null => {
    refuse({ line: row.line, column: plan.columns[index] ?? '', value: shortened(text), reason })
    return null
  }
  const read = typeof cell === 'number' ? { number: cell, unit: null } : typeof cell === 'object' ? 'bad' : plan.number(text)
  if (read === 'none') return 'none'
  if (read === 'bad') return wrong('this is no number')
  const unit = read.unit ?? (series.unitIndex === null ? null : cellText(row.cells[series.unitIndex]))
  const convert = unit === null || unit === '' ? series.convert : series.convertFrom(unit)
  if (typeof convert !== 'function') return wrong(convert.reason)
  const value = convert(read.number)
  return value === null || !Number.isFinite(value) ? wrong('this is no number in the unit of the point') : value
}
