/** The true saving of control: the rated load under its written schedule, minus the metered consumption. Separate arithmetic from the service's, on purpose. */

import type { Campus } from './campus.ts'
import type { MeasureFile } from './campus-file.ts'
import type { CampusModel } from './campus-model.ts'
import type { DayType } from './models/environment/calendar.ts'
import { HOUR, QUARTER } from './models/zone.ts'

export interface Load {
  readonly device: string
  /** W at full output. */
  readonly rated: number
  /** Index of its energy register. */
  readonly register: number
}

export interface Measure {
  readonly file: MeasureFile
  readonly loads: readonly Load[]
}

/** A pattern of point ids in which `*` stands for one part. */
function matcher(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]+')}/energy$`)
}

/** Measures with the devices of their loads; loads without a simulated device are left out. */
export function measuresOf(campus: Campus, model: CampusModel): readonly Measure[] {
  const byPoint = new Map(
    model.registers.map((r, i) => [campus.file.points.get(r.key) ?? '', { register: i, device: model.devices[r.device] }]),
  )
  return campus.file.measures.map((file) => {
    const patterns = file.loads.map(matcher)
    const loads = [...byPoint].flatMap(([point, { register, device }]) =>
      device?.rated !== undefined && patterns.some((w) => w.test(point)) ? [{ device: device.id, rated: device.rated, register }] : [],
    )
    return { file, loads }
  })
}

const GROUP: Readonly<Record<DayType, 'workday' | 'weekend'>> = { work: 'workday', saturday: 'weekend', sunday: 'weekend' }

/** Hours at full output by the schedule on a local day, summed over quarter hours of the local clock. */
function scheduledHours(campus: Campus, { schedule }: MeasureFile, day: number): number {
  const windows = schedule[GROUP[campus.calendar.typeOf(day)]]
  let hours = 0
  for (let at = campus.zone.startOf(day); at < campus.zone.startOf(day + 1); at += QUARTER) {
    const minute = ((at + campus.zone.offset(at)) % (24 * HOUR)) / 60_000
    const share = windows.find((w) => minute >= w.from && minute < w.to)?.share ?? 0
    hours += share * 0.25
  }
  return hours
}

/** Hours at full output over local days [from, to). */
export function baselineHours(campus: Campus, file: MeasureFile, from: number, to: number): number {
  let hours = 0
  for (let day = from; day < to; day++) hours += scheduledHours(campus, file, day)
  return hours
}

export interface SavingTruth {
  readonly measure: string
  /** 2020-03 */
  readonly period: string
  /** kWh */
  readonly saving: number
}

const PER_KWH = 1e6

/** kWh that a measure saved over local days [from, to). */
export function savingOf(campus: Campus, model: CampusModel, measure: Measure, [from, to]: readonly [number, number]): number {
  const hours = baselineHours(campus, measure.file, from, to)
  const [before, after] = [model.registersOn(from), model.registersOn(to)]
  return measure.loads.reduce(
    (sum, { rated, register }) => sum + (rated * hours) / 1000 - ((after[register] ?? 0) - (before[register] ?? 0)) / PER_KWH,
    0,
  )
}

/** A row for every measure and whole month of the instants [from, to]. */
export function savingRows(campus: Campus, model: CampusModel, from: number, to: number): SavingTruth[] {
  const { zone } = campus
  const rows: SavingTruth[] = []
  const measures = measuresOf(campus, model)
  const local = new Date(zone.dayOf(from) * 24 * HOUR)
  for (let month = local.getUTCFullYear() * 12 + local.getUTCMonth(); ; month++) {
    const [first, next] = [month, month + 1].map((m) => Date.UTC(Math.floor(m / 12), m % 12, 1) / (24 * HOUR)) as [number, number]
    if (zone.startOf(next) > to) return rows
    if (zone.startOf(first) < from) continue
    const period = new Date(first * 24 * HOUR).toISOString().slice(0, 7)
    for (const m of measures) rows.push({ measure: m.file.id, period, saving: savingOf(campus, model, m, [first, next]) })
  }
}
