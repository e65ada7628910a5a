/** CalTRACK 2.0 hourly: a model for each calendar month, fitted to the month and its neighbours with weights 1, 0.5, 0.5 (3.6 to 3.10). */

import { HOURS_OF_WEEK, type HourColumns, MONTHS_OF_YEAR, selectHours } from './hours.ts'
import { occupiedHours } from './occupancy.ts'
import { fitWeekModel, predictHour, type WeekModel } from './week-model.ts'

interface MonthModel {
  readonly occupied: Uint8Array
  readonly models: readonly [WeekModel, WeekModel]
}

export interface HourlyModel {
  /** By calendar month, January first; null for a month that nothing was measured around. */
  readonly months: readonly (MonthModel | null)[]
  /** Coefficients of a month, mean over the months. */
  readonly coefficients: number
}

const NEIGHBOUR = 0.5

export function fitHourlyModel(hours: HourColumns): HourlyModel {
  const rowsOf = Array.from({ length: MONTHS_OF_YEAR }, (): number[] => [])
  for (let i = 0; i < hours.length; i++) rowsOf[hours.month[i] as number]?.push(i)
  const months = rowsOf.map((_, month) => {
    const rows = [-1, 0, 1].flatMap((step) => rowsOf[(month + step + MONTHS_OF_YEAR) % MONTHS_OF_YEAR] ?? [])
    return rows.length === 0 ? null : fitMonth(selectHours(hours, rows), month)
  })
  const counts = months.flatMap((m) => (m === null ? [] : [coefficientsOf(m)]))
  return { months, coefficients: counts.reduce((sum, n) => sum + n, 0) / Math.max(1, counts.length) }
}

function fitMonth(hours: HourColumns, month: number): MonthModel {
  const weights = Float64Array.from(hours.month, (m) => (m === month ? 1 : NEIGHBOUR))
  const occupied = occupiedHours(hours, weights)
  const rows: [number[], number[]] = [[], []]
  for (let i = 0; i < hours.length; i++) rows[occupied[hours.hourOfWeek[i] as number] === 1 ? 1 : 0].push(i)
  return { occupied, models: [fitWeekModel(hours, weights, rows[0]), fitWeekModel(hours, weights, rows[1])] }
}

function coefficientsOf({ models }: MonthModel): number {
  return models.reduce((sum, { slopes, levels }) => sum + slopes.length + levels.filter((l) => !Number.isNaN(l)).length, 0)
}

/** Use of each hour; NaN where the month or the hour of the week was never seen. */
export function predictHours({ months }: HourlyModel, hours: Omit<HourColumns, 'use'>): Float64Array {
  const use = new Float64Array(hours.length).fill(Number.NaN)
  for (let i = 0; i < hours.length; i++) {
    const month = months[hours.month[i] as number] ?? null
    const hour = hours.hourOfWeek[i] as number
    if (month === null || hour >= HOURS_OF_WEEK) continue
    const model = month.models[month.occupied[hour] === 1 ? 1 : 0]
    use[i] = predictHour(model, hour, hours.temperature[i] as number) ?? Number.NaN
  }
  return use
}
