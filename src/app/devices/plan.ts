/** What a request writes into the register's file, and which readings it makes wrong. Pure. */

import type { FromEntry } from '../../config/schema/point.ts'
import type { Config } from '../../config/types.ts'
import type { DeepPartial } from '../../config/yaml/read.ts'
import {
  arithmeticOf,
  canonicalUnit,
  convert,
  formatIn,
  type FromRow,
  type Instant,
  localDate,
  dayStart,
  parseInstant,
  type Point,
  tidy,
} from '../../domain/index.ts'
import { changeEntry, checkWith, idsOf, importRows, type RegisterFile, type RegisterResult, type SheetFault } from '../../devices/index.ts'
import type { Refusal } from '../refusal.ts'
import type { DeviceRequest, MeterRequest, RowsRequest, UnitRequest } from './requests.ts'

export interface ChangePlan {
  /** Text of the register's file; null: there are faults. */
  readonly text: string | null
  /** The campus with it; null: there are faults. */
  readonly config: Config | null
  readonly faults: readonly SheetFault[]
  /** Of rows. */
  readonly draft: RegisterResult | null
  /** Readings that have to be decoded again; `from` null: all. */
  readonly again: { readonly point: string; readonly from: Instant | null } | null
  /** The point as it was before the change. */
  readonly before?: Point
}

type RawRow = DeepPartial<FromEntry>

export function planChange(register: RegisterFile, request: DeviceRequest, now: Instant): ChangePlan | Refusal {
  if (request.kind === 'rows') {
    const { columns, rows, file } = request
    const draft = importRows({ ...register, columns, rows, replaces: file !== null })
    const checked = draft.text === null ? null : checkWith(register, draft.text)
    return { text: draft.text, config: checked?.ok === true ? checked.config : null, faults: draft.faults, draft, again: null }
  }
  const point = register.config.campus.points.find((p) => p.id === request.point)
  if (point === undefined) return { refused: 'unknown-point', detail: `no point "${request.point}" in the campus file` }
  if (point.of !== undefined)
    return { refused: 'refused', detail: `"${point.id}" is computed of other points: change those that devices serve` }
  return { ...planPoint(register, point, request, now), before: point }
}

function planPoint(register: RegisterFile, point: Point, request: Exclude<DeviceRequest, RowsRequest>, now: Instant): ChangePlan {
  if (request.kind === 'meter') return planMeter(register, point, { request, now })
  return request.kind === 'unit' ? planUnit(register, point, request) : planLive(register, point)
}

/** The row of `from:` as the file has it, template variables filled in. */
function rawRowsOf({ tree }: RegisterFile, point: string): readonly RawRow[] {
  const part = tree?.lists.points.find(({ value }) => value.id === point)
  return (part?.value.from ?? []).filter((row) => row !== undefined)
}

function change(register: RegisterFile, point: string, keys: Readonly<Record<string, unknown>>): Omit<ChangePlan, 'again'> {
  const text = changeEntry(register.text, { of: 'point', id: point, keys })
  const result = checkWith(register, text)
  if (result.ok) return { text, config: result.config, faults: [], draft: null }
  const faults = result.faults.map(({ path, message, hint }) => ({ cell: '', column: path, value: '', message, hint }))
  return { text: null, config: null, faults, draft: null }
}

function blame(column: string, message: string, hint: string | null = null): ChangePlan {
  return { text: null, config: null, faults: [{ cell: '', column, value: '', message, hint }], draft: null, again: null }
}

interface MeterContext {
  readonly request: MeterRequest
  readonly now: Instant
}

function planMeter(register: RegisterFile, point: Point, { request, now }: MeterContext): ChangePlan {
  const { at } = request
  const zone = register.config.campus.timezone
  if (arithmeticOf(point.kind) !== 'register')
    return blame('point', `"${point.id}" has no register: nothing is lost when its device is replaced`)
  if (at > now) return blame('at', 'the moment lies in the future', 'enter when the meter was replaced')
  const fault = faultOfTime(point.from, at)
  if (fault !== null) return fault
  const rows = rawRowsOf(register, point.id)
  const index = rows.findIndex((row) => holds(row, at, zone))
  const old = rows[index]
  if (old === undefined)
    return blame('at', `no device serves "${point.id}" at that moment`, 'its rows under `from` begin later or end earlier')
  const moment = momentText(at, zone)
  const from = [...rows.slice(0, index), ...replaceMeter(old, request, moment), ...rows.slice(index + 1)]
  return { ...change(register, point.id, { from }), again: { point: point.id, from: at } }
}

/** The row of the old meter with its end, and that of the new one. What is not stated of the new one stays, but its serial number. */
function replaceMeter(old: RawRow, { lastIndex, firstIndex, device, serial, multiplier }: MeterRequest, moment: string): readonly RawRow[] {
  const { last_index: _last, serial: _serial, ...kept } = old
  const stated = Object.entries({ device, multiplier, serial }).filter(([, value]) => value !== null)
  return [
    { ...old, valid: { ...old.valid, to: moment }, last_index: lastIndex },
    { ...kept, ...Object.fromEntries(stated), valid: { ...old.valid, from: moment }, first_index: firstIndex },
  ]
}

/** A row that begins at or behind the moment would be cut off. */
function faultOfTime(rows: readonly FromRow[], at: Instant): ChangePlan | null {
  const later = rows.find((row) => row.from !== null && row.from >= at)
  if (later === undefined) return null
  return blame(
    'at',
    `"${later.device}" serves the point from a later moment on`,
    'enter a moment behind the last change, or edit the rows under `from`',
  )
}

function holds({ valid }: RawRow, at: Instant, zone: string): boolean {
  const [from, to] = [valid?.from, valid?.to].map((text) => (text === undefined ? null : parseInstant(text, zone)))
  return (from == null || from <= at) && (to == null || at < to)
}

/** A date where a day begins, else a time with its offset. */
export function momentText(at: Instant, zone: string): string {
  const date = localDate(zone, at)
  return dayStart(zone, date) === at ? date : formatIn(zone, at)
}

function planUnit(register: RegisterFile, point: Point, { unit }: UnitRequest): ChangePlan {
  const again = { point: point.id, from: null }
  if (canonicalUnit(unit) === null)
    return blame('unit', `"${unit}" is not a known unit`, '`campus quantities` lists the units of each quantity')
  const stated = change(register, point.id, { unit })
  const changed = stated.config?.campus.points.find((p) => p.id === point.id)
  if (stated.config === null || isOtherFactor(point, changed)) return { ...stated, again }
  // Messages that name their unit are wrong about it: only a ratio corrects them.
  const factor = convert(1, unit, point.quantity) ?? 1
  if (factor === 1) return blame('unit', `the values of "${point.id}" are read as ${unit} already`)
  const from = rawRowsOf(register, point.id).map((row) => ({ ...row, multiplier: tidy((row.multiplier ?? 1) * factor) }))
  return { ...change(register, point.id, { from }), again }
}

function isOtherFactor(before: Point, after: Point | undefined): boolean {
  return before.from.some((row, i) => row.multiplier !== after?.from[i]?.multiplier)
}

function planLive(register: RegisterFile, point: Point): ChangePlan {
  if (point.status === 'live') return blame('point', `"${point.id}" is live already`)
  const status = idsOf(register.text).has(point.id) ? null : 'live'
  return { ...change(register, point.id, { status }), again: null }
}
