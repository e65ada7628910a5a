/** Solar heat: collected, as hot water of a given temperature, as a share of all hot-water heat. */

import { HOUR, meanOf, type Place, type Point, QUARTER } from '../../../domain/index.ts'
import type { Boundary } from '../../inputs/boundary.ts'
import { constant, type How } from '../../inputs/calculation.ts'
import { absent, exactly, type FigureValue, missing, ratio, remark, remarked, scaled, sum } from '../../inputs/figure-value.ts'
import { consumptionOf, type FigureInputs, pointsWithRole, type Month, type Quarters } from '../../inputs/figure-inputs.ts'
import { inputOf, leafOf, priced, priceOf, rowOf } from '../../inputs/priced.ts'
import { message } from '../../messages/reasons.ts'

export const HEAT = { role: 'solar-heat', quantity: 'heat_energy' } as const
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

export function systemsOf(ledger: Pick<FigureInputs, 'campus' | 'period'>, boundary: Boundary): System[] {
  const heat = pointsWithRole(ledger, boundary, HEAT)
  const [flow, inlet, outlet] = [LOOP.flow, LOOP.inlet, LOOP.outlet].map((wanted) => pointsWithRole(ledger, boundary, wanted))
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
export function loopPoints(ledger: Pick<FigureInputs, 'campus' | 'period'>, boundary: Boundary): Point[] {
  return systemsOf(ledger, boundary)
    .filter((s) => s.heat.length === 0)
    .flatMap((s) => [s.flow, s.inlet, s.outlet].filter((p) => p !== null))
}

const KJ_PER_KWH = 3600

/** m3 x K that the loop carried in [from, to), and how much of it is known. Never less than 0: at night warm water may flow back. */
function carried(ledger: FigureInputs, { flow, inlet, outlet }: System, from: number, to: number): { m3K: number; known: number } | null {
  const of = (point: Point | null): Quarters | null => (point === null ? null : ledger.quarters(point.id))
  const [v, cold, hot] = [of(flow), of(inlet), of(outlet)]
  if (v === null || cold === null || hot === null) return null
  let [m3K, known] = [0, 0]
  const start = ledger.period.span.from
  for (let i = (from - start) / QUARTER; i < (to - start) / QUARTER; i++) {
    const volume = ((v.value[i] ?? Number.NaN) * QUARTER) / HOUR
    // Still water carries no heat, whatever the temperatures are.
    const part = volume === 0 ? 0 : volume * ((hot.value[i] ?? Number.NaN) - (cold.value[i] ?? Number.NaN))
    if (Number.isNaN(part)) continue
    m3K += Math.max(0, part)
    known += QUARTER
  }
  return { m3K, known }
}

/** kWh of one system in a span; `label` names the span. */
export function fromLoop(
  ledger: FigureInputs,
  system: System,
  span: { from: number; to: number; label: string; month: Month },
): FigureValue {
  const loop = carried(ledger, system, span.from, span.to)
  const { flow, place } = system
  if (flow === null || loop === null || loop.known === 0) return missing(message('no-loop', { place }))
  const elapsed = Math.min(span.to, ledger.now) - span.from
  const coverage = elapsed <= 0 ? 0 : Math.min(1, loop.known / elapsed)
  const input = { kind: 'meter', point: flow.id, month: span.label, value: loop.m3K, unit: 'm3.K', coverage } as const
  const moved = { ...exactly(loop.m3K, input), coverage, estimated: 1 }
  const mass = priced(moved, priceOf(ledger, 'solar.fluid.density', span.month, flow.place.site), span.month)
  const heat = priced(mass, priceOf(ledger, 'solar.fluid.heat-capacity', span.month, flow.place.site), span.month, KJ_PER_KWH)
  return remarked(heat, remark('estimated', 'from-flow', { place }))
}

/** kWh of one system in a month, by its heat meter where it has one. */
function heatOf(ledger: FigureInputs, system: System, month: Month): FigureValue {
  if (system.heat.length > 0) return sum(system.heat.map((point) => consumptionOf(ledger, point, month)))
  return fromLoop(ledger, system, { ...month.span, label: month.id, month })
}

export const noSystem = (boundary: Boundary): FigureValue => absent(message('no-point', { role: HEAT.role, boundary: boundary.id }))

/** kWh in a month, all systems. */
function monthHeat(ledger: FigureInputs, boundary: Boundary, month: Month): FigureValue {
  const systems = systemsOf(ledger, boundary)
  return systems.length === 0 ? noSystem(boundary) : sum(systems.map((system) => heatOf(ledger, system, month)))
}

/** MWh. */
export function solarHeat(ledger: FigureInputs, boundary: Boundary): FigureValue {
  return scaled(sum(ledger.period.months.map((month) => monthHeat(ledger, boundary, month))), 1 / 1000)
}

/** Mean temperature of the cold water in a month, over the systems that measure it. */
function coldWater(ledger: FigureInputs, boundary: Boundary, month: Month): FigureValue {
  const points = pointsWithRole(ledger, boundary, { role: 'solar-cold', quantity: 'temperature' })
  const parts = points.flatMap((point) => {
    const bucket = ledger.month(point.id, month.span.from)
    const value = bucket === null ? null : meanOf(bucket)
    return value === null ? [] : [exactly(value, { kind: 'meter', point: point.id, month: month.id, value, unit: point.unit, coverage: 1 })]
  })
  if (parts.length === 0) return missing(message('no-cold', { month: month.id }))
  return parts.length === 1 && parts[0] ? parts[0] : scaled(sum(parts), 1 / parts.length)
}

const KG_PER_T = 1000

/** Tonnes of a month: heat over what a tonne needs from cold to hot. */
function equivalentOf(ledger: FigureInputs, boundary: Boundary, month: Month): FigureValue {
  const heat = monthHeat(ledger, boundary, month)
  const cold = coldWater(ledger, boundary, month)
  const hot = rowOf(ledger, 'hot-water.temperature', month)
  const capacity = rowOf(ledger, 'hot-water.heat-capacity', month)
  if (heat.value === null) return heat
  if (cold.value === null || hot === null || capacity === null)
    return missing(...cold.missing, ...(hot && capacity ? [] : [message('no-factor', { kind: 'hot-water', month: month.id })]))
  const rise = hot.factor.value - cold.value
  if (rise <= 0) return missing(message('not-hotter', { month: month.id }))
  const coldHow = cold.how ?? constant(cold.value, 'cold water')
  const riseHow: How = { op: 'sum', of: [leafOf(hot), { op: 'product', of: [constant(-1, 'less'), coldHow] }] }
  const need: FigureValue = {
    ...cold,
    value: (capacity.factor.value * rise * KG_PER_T) / KJ_PER_KWH,
    inputs: [...cold.inputs, inputOf(hot), inputOf(capacity)],
    how: { op: 'product', of: [leafOf(capacity), riseHow, constant(KG_PER_T / KJ_PER_KWH, 'kWh per kJ and t')] },
  }
  return ratio(heat, need)
}

/** Solar hot water by heat: tonnes that the heat would have warmed from the cold water of each month to the temperature of the factor row. */
export function heatEquivalent(ledger: FigureInputs, boundary: Boundary): FigureValue {
  return sum(ledger.period.months.map((month) => equivalentOf(ledger, boundary, month)))
}

/** Heat of the sun over heat of sun and auxiliary heater, per cent. */
export function solarHeatShare(ledger: FigureInputs, boundary: Boundary): FigureValue {
  const sun = sum(ledger.period.months.map((month) => monthHeat(ledger, boundary, month)))
  const auxiliary = sum(
    ledger.period.months.flatMap((month) =>
      pointsWithRole(ledger, boundary, { role: 'solar-auxiliary', quantity: 'energy' }, month).map((point) =>
        priced(consumptionOf(ledger, point, month), priceOf(ledger, 'solar.auxiliary-efficiency', month, point.place.site), month),
      ),
    ),
  )
  return ratio(sun, sum([sun, auxiliary]), 100)
}
