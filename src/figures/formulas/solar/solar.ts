/** Solar hot water: tonnes metered out of the solar tanks, means of a season's days, share of all hot water, energy on the collector plane. */

import { basePerUnit, type Bucket, type Instant, localDate, meanOf, type Point, type Span } from '../../../domain/index.ts'
import { divideDecimals } from '../../../kernel/index.ts'
import type { Boundary } from '../../inputs/boundary.ts'
import { constant } from '../../inputs/calculation.ts'
import { absent, inputValue, type FigureValue, missing, divide, scale, sum } from '../../inputs/figure-value.ts'
import { type FigureInputs, sumMeters, pointsWithRole } from '../../inputs/figure-inputs.ts'
import { inTonnes } from '../water.ts'
import { message } from '../../messages/message.ts'

const SOLAR = { role: 'solar-hot-water', quantity: 'volume' } as const
const ALL_HOT = { role: 'hot-water', quantity: 'volume' } as const
export const IRRADIANCE = { role: 'solar-irradiance', quantity: 'irradiance' } as const

export function solarHotWater(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return inTonnes(inputs, sumMeters(inputs, boundary, SOLAR))
}

/** By mass, per cent of all domestic hot water. */
export function solarShare(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return divide(sumMeters(inputs, boundary, SOLAR), sumMeters(inputs, boundary, ALL_HOT), 100)
}

const isWithin = (windows: readonly Span[], at: Instant): boolean => windows.some((w) => at >= w.from && at < w.to)

/** One day of a register, m3. */
function dayOf(inputs: FigureInputs, point: Point, day: Bucket): FigureValue {
  const value = day.total / basePerUnit(point.quantity)
  const month = localDate(inputs.campus.timezone, day.start)
  return inputValue(value, { kind: 'meter', point: point.id, month, value, unit: point.unit, coverage: 1 })
}

/** All systems together, m3 by day of the season. */
function drawnByDay(inputs: FigureInputs, meters: readonly Point[], windows: readonly Span[]): FigureValue[] {
  const drawn = new Map<Instant, FigureValue[]>()
  for (const point of meters)
    for (const day of inputs.days(point.id))
      if (isWithin(windows, day.start)) drawn.set(day.start, [...(drawn.get(day.start) ?? []), dayOf(inputs, point, day)])
  return [...drawn.values()].map((parts) => sum(parts))
}

/** Mean tonnes of a day with a draw in a named season (`seasons:` of the campus file); days without a draw count in none. */
export function seasonDay(inputs: FigureInputs, boundary: Boundary, season: string): FigureValue {
  const windows = inputs.seasons[season] ?? []
  if (windows.length === 0) return missing(message('no-season', { season }))
  const meters = pointsWithRole(inputs, boundary, SOLAR)
  if (meters.length === 0) return absent(message('no-point', { role: SOLAR.role, boundary: boundary.id }))
  const days = drawnByDay(inputs, meters, windows).filter((day) => (day.value ?? 0) > 0)
  if (days.length === 0) return missing(message('no-season-day', { season, period: inputs.period.id }))
  const total = sum(days)
  const mean = scale(total, 1 / days.length, null, constant(1 / days.length, `1 / ${days.length} days with a draw`))
  return inTonnes(inputs, { ...mean, value: divideDecimals(total.value ?? 0, days.length) })
}

const JOULE_PER_MJ = 1e6

/** Energy of one day on a square metre, MJ; null when less than half of the day is known. */
function dayEnergy(day: Bucket): number | null {
  const mean = meanOf(day)
  const length = day.end - day.start
  return mean === null || day.measured + day.coarse < length / 2 ? null : (mean * length) / 1000 / JOULE_PER_MJ
}

/** Mean of the days of one point of which half is known, MJ/m2. */
function irradiationAt(inputs: FigureInputs, point: Point): FigureValue {
  const days = inputs.days(point.id)
  const energies = days.flatMap((day) => {
    const value = dayEnergy(day)
    const month = localDate(inputs.campus.timezone, day.start)
    return value === null ? [] : [inputValue(value, { kind: 'meter', point: point.id, month, value, unit: 'MJ/m2', coverage: 1 })]
  })
  if (energies.length === 0) return missing(message('no-covered-day', { point: point.id, period: inputs.period.id }))
  const total = sum(energies)
  const mean = scale(total, 1 / energies.length, null, constant(1 / energies.length, `1 / ${energies.length} days`))
  return { ...mean, value: divideDecimals(total.value ?? 0, energies.length), coverage: energies.length / days.length }
}

/** Mean energy of a day on the collector plane, MJ/m2: the mean of the systems. */
export function irradiation(inputs: FigureInputs, boundary: Boundary): FigureValue {
  const meters = pointsWithRole(inputs, boundary, IRRADIANCE)
  if (meters.length === 0) return absent(message('no-point', { role: IRRADIANCE.role, boundary: boundary.id }))
  const parts = meters.map((point) => irradiationAt(inputs, point))
  const all = sum(parts)
  const valued = parts.filter((p) => p.value !== null).length
  const mean = scale(all, 1 / valued, null, constant(1 / valued, `1 / ${valued} collector planes`))
  return all.value === null ? all : { ...mean, value: divideDecimals(all.value, valued) }
}
