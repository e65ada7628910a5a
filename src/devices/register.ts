/** The register of devices as rows of a sheet: what `devices export` gives back and `devices list` shows. */

import type { Campus, FromRow, Point, Source } from '../domain/index.ts'
import { durationText } from './durations.ts'
import { COLUMNS, type ColumnKey } from './sheet/columns.ts'
import type { SheetTexts } from '../sheets/sheet-table.ts'

export type RegisterRow = Readonly<Partial<Record<ColumnKey, string>>>

const EXAMPLES: readonly RegisterRow[] = [
  {
    make: 'tasmota',
    device: 'lobby-plug',
    field: 'ENERGY.Total',
    place: 'block-a/1/lobby',
    use: 'sockets',
    quantity: 'energy',
    unit: 'kWh',
    interval: '5m',
    max_rate: '3.6 kW',
  },
  {
    make: 'neuron',
    topic: '/neuron/mqtt',
    device: 'modbus/main',
    field: 'EpTotal',
    point: 'block-a/main/energy',
    place: 'block-a',
    role: 'main-meter',
    quantity: 'energy',
    unit: 'kWh',
    kind: 'counter',
    ct_ratio: '400/5',
    interval: '1m',
    max_rate: '400 kW',
    serial: '20-118',
  },
]

/**
 * One row for each device that serves a point; the last serves it now. `units`: what points of the campus file say of the unit in the message: a
 * unit that is not written there stays empty, because on the way back it would correct the source.
 */
export function registerRows({ points, sources }: Campus, units: ReadonlyMap<string, string>): readonly RegisterRow[] {
  const byId = new Map(sources.map((s) => [s.id, s]))
  return points.flatMap((point) =>
    point.from.map((row) => clean({ ...rowOf(point, row, byId.get(row.source)), unit: units.get(point.id) ?? '' })),
  )
}

function rowOf(point: Point, row: FromRow, source: Source | undefined): RegisterRow {
  const { site, building, floor, zone } = point.place
  const place = [site, building, floor, zone].filter((part) => part !== null).join('/')
  const { interval, maxRate, rateAssumed } = point.rules
  return {
    point: point.id,
    name: point.name.en === point.id ? '' : (point.name.en ?? ''),
    make: source?.preset ?? '',
    serial: row.serial ?? '',
    topic: source?.mapping.topic ?? '',
    device: row.device,
    field: row.field,
    place,
    use: point.use ?? '',
    role: point.role.at(-1)?.value ?? '',
    quantity: point.quantity,
    kind: point.kind,
    ct_ratio: row.multiplier === 1 ? '' : String(row.multiplier),
    interval: interval === null ? '' : durationText(interval),
    max_rate: rateAssumed === true || !Number.isFinite(maxRate) ? '' : String(maxRate),
    status: point.status === 'live' ? '' : point.status,
  }
}

function clean(row: RegisterRow): RegisterRow {
  return Object.fromEntries(Object.entries(row).filter(([, text]) => text !== ''))
}

/** With the header; columns that no row fills are left out of an export. */
export function sheetOf(rows: readonly RegisterRow[], columns = COLUMNS): SheetTexts {
  return [columns.map((c) => c.title), ...rows.map((row) => columns.map((c) => row[c.key] ?? ''))]
}

/** Columns that at least one row fills. */
export function filledColumns(rows: readonly RegisterRow[]): typeof COLUMNS {
  return COLUMNS.filter((c) => rows.some((row) => (row[c.key] ?? '') !== ''))
}

/** Columns of the sheet to fill in: one for the place, not four. */
export function templateSheet(): SheetTexts {
  const columns = COLUMNS.filter((c) => !['site', 'building', 'floor', 'zone'].includes(c.key))
  return sheetOf(EXAMPLES, columns)
}

/** What each column means, for a second sheet. */
export function helpSheet(): SheetTexts {
  return [['column', 'meaning'], ...COLUMNS.map((c) => [c.title, c.help])]
}
