/** What part of the irradiation on the collectors became heat, per cent, over the days on which both are known. */

import { basePerUnit, floorEdge, HOUR, instant, localDate, meanOf, nextEdge, type Point } from '../../../domain/index.ts'
import type { Boundary } from '../../inputs/boundary.ts'
import { constant } from '../../inputs/calculation.ts'
import { absent, inputValue, type FigureValue, missing, divide, scale, sum } from '../../inputs/figure-value.ts'
import { type FigureInputs, pointsWithRole } from '../../inputs/figure-inputs.ts'
import { IRRADIANCE } from './solar.ts'
import { heatFromLoop, noSystem, placeOf, type System, systemsOf } from './solar-heat.ts'
import { message } from '../../messages/message.ts'

/** A day counts when this much of it is known on both sides. */
const KNOWN_DAY = 0.9

interface Day {
  readonly heat: FigureValue
  /** Irradiation on the collectors, kWh. */
  readonly sun: FigureValue
}

/** kWh of a system on one day, when nearly all of it is known. */
function dayHeat(inputs: FigureInputs, system: System, start: number): FigureValue {
  const zone = inputs.campus.timezone
  const to = nextEdge(zone, '1d', instant(start))
  const label = localDate(zone, instant(start))
  const month = inputs.period.months.find((m) => start >= m.span.from && start < m.span.to)
  if (system.heat.length === 0 && month !== undefined) return heatFromLoop(inputs, system, { from: start, to, label, month })
  return sum(
    system.heat.map((point) => {
      const bucket = inputs.days(point.id).find((d) => d.start === start)
      if (bucket === undefined) return missing(message('no-data', { point: point.id, month: label }))
      const value = bucket.total / basePerUnit(point.quantity)
      const coverage = (bucket.measured + bucket.coarse) / (to - start)
      return { ...inputValue(value, { kind: 'meter', point: point.id, month: label, value, unit: point.unit, coverage }), coverage }
    }),
  )
}

/** Days of a plane with an area on which heat and irradiation are both known. */
function commonDays(inputs: FigureInputs, system: System, plane: Point, area: number): Day[] {
  return inputs.days(plane.id).flatMap((bucket): Day[] => {
    const mean = meanOf(bucket)
    const start = floorEdge(inputs.campus.timezone, '1d', bucket.start)
    if (mean === null || bucket.measured + bucket.coarse < KNOWN_DAY * (bucket.end - bucket.start)) return []
    const heat = dayHeat(inputs, system, start)
    if (heat.value === null || heat.coverage < KNOWN_DAY) return []
    const value = (mean * (bucket.end - bucket.start)) / HOUR / 1000
    const month = localDate(inputs.campus.timezone, start)
    const sun = inputValue(value, { kind: 'meter', point: plane.id, month, value, unit: 'kWh/m2', coverage: 1 })
    return [{ heat, sun: scale(sun, area, null, constant(area, `m2 of ${plane.id}`)) }]
  })
}

/** Heat collected over irradiation on the collectors, per cent, over the days on which both are known. */
export function collectorEfficiency(inputs: FigureInputs, boundary: Boundary): FigureValue {
  const planes = pointsWithRole(inputs, boundary, IRRADIANCE)
  const systems = systemsOf(inputs, boundary)
  if (planes.length === 0) return absent(message('no-point', { role: IRRADIANCE.role, boundary: boundary.id }))
  if (systems.length === 0) return noSystem(boundary)
  const pairs = systems.flatMap((system) => {
    const plane = planes.find((p) => placeOf(p.place) === system.place) ?? (planes.length === 1 ? planes[0] : undefined)
    return plane === undefined ? [] : [{ system, plane }]
  })
  const bare = pairs.filter(({ plane }) => plane.area === undefined)
  if (bare.length > 0) return missing(...bare.map(({ plane }) => message('no-area', { point: plane.id })))
  const days = pairs.flatMap(({ system, plane }) => commonDays(inputs, system, plane, plane.area ?? 0))
  const all = pairs.reduce((total, { plane }) => total + inputs.days(plane.id).length, 0)
  if (days.length === 0)
    return missing(...pairs.map(({ system }) => message('no-common-day', { period: inputs.period.id, place: system.place })))
  return { ...divide(sum(days.map((d) => d.heat)), sum(days.map((d) => d.sun)), 100), coverage: days.length / Math.max(1, all) }
}
