/** Solar heat: collected, as hot water of a given temperature, as a share of all hot-water heat. */

import { type CalendarMonth, HOUR, meanOf, type Place, type Point, QUARTER } from '../../../domain/index.ts'
import type { Boundary } from '../../inputs/boundary.ts'
import { constant, type How } from '../../inputs/calculation.ts'
import {
  absent,
  inputValue,
  type FigureValue,
  missing,
  divide,
  remark,
  addRemarks,
  scale,
  sum,
  sumComplete,
} from '../../inputs/figure-value.ts'
import { consumption, type FigureInputs, pointsWithRole, type Quarters } from '../../inputs/figure-inputs.ts'
import { factorReference, factorLeaf, applyFactor, lookUpFactor, findRow, siteRegions } from '../../inputs/factor-lookup.ts'
import { message } from '../../messages/message.ts'

export const HEAT = { role: 'solar-heat', quantity: 'heat_energy' } as const
const AUXILIARY = { role: 'solar-auxiliary', quantity: 'energy' } as const
export const LOOP = {
  flow: { role: 'solar-flow', quantity: 'flow' },
  inlet: { role: 'solar-collector-in', quantity: 'temperature' },
  outlet: { role: 'solar-collector-out', quantity: 'temperature' },
} as const

/** A solar system is what stands at one place: site and building. */
export const placeOf = ({ site, building }: Place): string => (building === null ? site : `${site}/${building}`)

export interface System {
  readonly place: string
  readonly heat: readonly Point[]
  readonly flow: Point | null
  readonly inlet: Point | null
  readonly outlet: Point | null
}

export function systemsOf(inputs: Pick<FigureInputs, 'campus' | 'period'>, boundary: Boundary): System[] {
  const heat = pointsWithRole(inputs, boundary, HEAT)
  const [flow, inlet, outlet] = [LOOP.flow, LOOP.inlet, LOOP.outlet].map((query) => pointsWithRole(inputs, boundary, query))
  const places = [...new Set([...heat, ...(flow ?? [])].map((p) => placeOf(p.place)))]
  const at = (place: string, points: readonly Point[] | undefined): Point | null => points?.find((p) => placeOf(p.place) === place) ?? null
  return places.map((place) => ({
    place,
    heat: heat.filter((p) => placeOf(p.place) === place),
    flow: at(place, flow),
    inlet: at(place, inlet),
    outlet: at(place, outlet),
  }))
}

/** Points of systems without a heat meter: their quarters of an hour are needed. */
export function loopPoints(inputs: Pick<FigureInputs, 'campus' | 'period'>, boundary: Boundary): Point[] {
  return systemsOf(inputs, boundary)
    .filter((s) => s.heat.length === 0)
    .flatMap((s) => [s.flow, s.inlet, s.outlet].filter((p) => p !== null))
}

const KJ_PER_KWH = 3600

/** m3 x K that the loop carried in [from, to), and the ms that are covered. Never less than 0: at night warm water may flow back. */
function loopHeat(
  inputs: FigureInputs,
  { flow, inlet, outlet }: System,
  from: number,
  to: number,
): { m3K: number; covered: number } | null {
  const of = (point: Point | null): Quarters | null => (point === null ? null : inputs.quarters(point.id))
  const [v, cold, hot] = [of(flow), of(inlet), of(outlet)]
  if (v === null || cold === null || hot === null) return null
  let [m3K, covered] = [0, 0]
  const start = inputs.period.span.from
  for (let i = (from - start) / QUARTER; i < (to - start) / QUARTER; i++) {
    const volume = ((v.value[i] ?? Number.NaN) * QUARTER) / HOUR
    // Still water carries no heat, whatever the temperatures are.
    const part = volume === 0 ? 0 : volume * ((hot.value[i] ?? Number.NaN) - (cold.value[i] ?? Number.NaN))
    if (Number.isNaN(part)) continue
    m3K += Math.max(0, part)
    covered += QUARTER
  }
  return { m3K, covered }
}

/** kWh of one system in a span; `label` names the span. */
export function heatFromLoop(
  inputs: FigureInputs,
  system: System,
  span: { from: number; to: number; label: string; month: CalendarMonth },
): FigureValue {
  const loop = loopHeat(inputs, system, span.from, span.to)
  const { flow, place } = system
  if (flow === null || loop === null || loop.covered === 0) return missing(message('no-loop', { place }))
  const elapsed = Math.min(span.to, inputs.now) - span.from
  const coverage = elapsed <= 0 ? 0 : Math.min(1, loop.covered / elapsed)
  const input = { kind: 'meter', point: flow.id, month: span.label, value: loop.m3K, unit: 'm3.K', coverage } as const
  const moved = { ...inputValue(loop.m3K, input), coverage, estimated: 1 }
  const mass = applyFactor(moved, lookUpFactor(inputs, 'solar.fluid.density', span.month, siteRegions(inputs, flow.place.site)), span.month)
  const heat = applyFactor(
    mass,
    lookUpFactor(inputs, 'solar.fluid.heat-capacity', span.month, siteRegions(inputs, flow.place.site)),
    span.month,
    KJ_PER_KWH,
  )
  return addRemarks(heat, remark('estimated', 'from-flow', { place }))
}

/** kWh of one system in a month, by its heat meter where it has one. */
function systemHeat(inputs: FigureInputs, system: System, month: CalendarMonth): FigureValue {
  if (system.heat.length > 0) return sum(system.heat.map((point) => consumption(inputs, point, month)))
  return heatFromLoop(inputs, system, { ...month.span, label: month.id, month })
}

export const noSystem = (boundary: Boundary): FigureValue => absent(message('no-point', { role: HEAT.role, boundary: boundary.id }))

/** kWh in a month, all systems. */
function monthHeat(inputs: FigureInputs, boundary: Boundary, month: CalendarMonth): FigureValue {
  const systems = systemsOf(inputs, boundary)
  return systems.length === 0 ? noSystem(boundary) : sum(systems.map((system) => systemHeat(inputs, system, month)))
}

/** MWh. */
export function solarHeat(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return scale(sum(inputs.period.months.map((month) => monthHeat(inputs, boundary, month))), 1 / 1000)
}

/** Mean temperature of the cold water in a month, over the systems that measure it. */
function coldWater(inputs: FigureInputs, boundary: Boundary, month: CalendarMonth): FigureValue {
  const points = pointsWithRole(inputs, boundary, { role: 'solar-cold', quantity: 'temperature' })
  const parts = points.flatMap((point) => {
    const bucket = inputs.month(point.id, month.span.from)
    const value = bucket === null ? null : meanOf(bucket)
    return value === null
      ? []
      : [inputValue(value, { kind: 'meter', point: point.id, month: month.id, value, unit: point.unit, coverage: 1 })]
  })
  if (parts.length === 0) return missing(message('no-cold', { month: month.id }))
  return parts.length === 1 && parts[0] ? parts[0] : scale(sum(parts), 1 / parts.length)
}

const KG_PER_T = 1000

/** Tonnes of a month: heat over what a tonne needs from cold to hot. */
function monthEquivalent(inputs: FigureInputs, boundary: Boundary, month: CalendarMonth): FigureValue {
  const heat = monthHeat(inputs, boundary, month)
  const cold = coldWater(inputs, boundary, month)
  const hot = findRow(inputs, 'hot-water.temperature', month)
  const capacity = findRow(inputs, 'hot-water.heat-capacity', month)
  if (heat.value === null) return heat
  if (cold.value === null || hot === null || capacity === null)
    return missing(...cold.missing, ...(hot && capacity ? [] : [message('no-factor', { kind: 'hot-water', month: month.id })]))
  const rise = hot.factor.value - cold.value
  if (rise <= 0) return missing(message('not-hotter', { month: month.id }))
  const coldHow = cold.how ?? constant(cold.value, 'cold water')
  const riseHow: How = { op: 'sum', of: [factorLeaf(hot), { op: 'product', of: [constant(-1, 'less'), coldHow] }] }
  const need: FigureValue = {
    ...cold,
    value: (capacity.factor.value * rise * KG_PER_T) / KJ_PER_KWH,
    inputs: [...cold.inputs, factorReference(hot), factorReference(capacity)],
    how: { op: 'product', of: [factorLeaf(capacity), riseHow, constant(KG_PER_T / KJ_PER_KWH, 'kWh per kJ and t')] },
  }
  return divide(heat, need)
}

/** Solar hot water by heat: tonnes that the heat would have warmed from the cold water of each month to the temperature of the factor row. */
export function heatEquivalent(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return sum(inputs.period.months.map((month) => monthEquivalent(inputs, boundary, month)))
}

/** kWh of heat of the auxiliary heaters in a month; missing without a meter of theirs, for the sun would have all of the heat. */
function auxiliaryHeat(inputs: FigureInputs, boundary: Boundary, month: CalendarMonth): FigureValue {
  const meters = pointsWithRole(inputs, boundary, AUXILIARY, month)
  if (meters.length === 0) return missing(message('no-point', { role: AUXILIARY.role, boundary: boundary.id }))
  return sumComplete(
    meters.map((point) =>
      applyFactor(
        consumption(inputs, point, month),
        lookUpFactor(inputs, 'solar.auxiliary-efficiency', month, siteRegions(inputs, point.place.site)),
        month,
      ),
    ),
  )
}

/** Heat of the sun over heat of sun and auxiliary heater, per cent, of the months of which both are known. */
export function solarHeatShare(inputs: FigureInputs, boundary: Boundary): FigureValue {
  const months = inputs.period.months.map((month) => {
    const [sun, auxiliary] = [monthHeat(inputs, boundary, month), auxiliaryHeat(inputs, boundary, month)]
    if (sun.absent || sun.value === null) return { sun, auxiliary: sun }
    if (auxiliary.value === null) return { sun: missing(...auxiliary.missing), auxiliary: missing(...auxiliary.missing) }
    return { sun, auxiliary }
  })
  const sun = sum(months.map((m) => m.sun))
  return divide(sun, sum([sun, sum(months.map((m) => m.auxiliary))]), 100)
}
