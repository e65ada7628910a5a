/** Maximum demand: the greatest 15-minute mean power of main meters together, kW, and when it was. */

import { formatIn, instant, type Point, QUARTER, type Span } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { constant } from '../inputs/calculation.ts'
import { carrierOf } from './energy.ts'
import { sumEntriesInPeriod } from '../inputs/entry-amounts.ts'
import { absent, inputValue, type FigureValue, missing, remark, addRemarks, scale, sum } from '../inputs/figure-value.ts'
import { type FigureInputs, pointsWithRole, type Quarters } from '../inputs/figure-inputs.ts'
import { message } from '../messages/message.ts'

/** kWh of a quarter of an hour to kW. */
const QUARTERS_PER_HOUR = 4

/** Energy of a quarter that was measured from end to end; the shape of a bridged one is not known. */
function measuredAt(quarters: Quarters, index: number): number | null {
  const value = quarters.value[index]
  return value === undefined || Number.isNaN(value) || (quarters.measured[index] ?? 0) < QUARTER ? null : value
}

interface Peak {
  readonly index: number
  readonly energy: number
}

function findPeak(series: readonly Quarters[], first: number, last: number): Peak | null {
  let peak: Peak | null = null
  for (let index = first; index < last; index++) {
    let energy = 0
    let measured = false
    for (const one of series) {
      const value = measuredAt(one, index)
      if (value === null) continue
      energy += value
      measured = true
    }
    if (measured && (peak === null || energy > peak.energy)) peak = { index, energy }
  }
  return peak
}

/** Share of the quarters until now that were measured, over all meters. */
function measuredShare(series: readonly Quarters[], meters: number, first: number, last: number): number {
  let measured = 0
  for (const one of series) for (let i = first; i < last; i++) if (measuredAt(one, i) !== null) measured += 1
  const all = meters * (last - first)
  return all <= 0 ? 0 : Math.min(1, measured / all)
}

function peakPower(inputs: FigureInputs, meters: readonly { point: Point; quarters: Quarters }[], peak: Peak, start: number): FigureValue {
  const time = formatIn(inputs.campus.timezone, instant(start + peak.index * QUARTER))
  const parts = meters.flatMap(({ point, quarters }) => {
    const value = measuredAt(quarters, peak.index)
    return value === null ? [] : [inputValue(value, { kind: 'meter', point: point.id, month: time, value, unit: point.unit, coverage: 1 })]
  })
  const power = scale(sum(parts), QUARTERS_PER_HOUR, null, constant(QUARTERS_PER_HOUR, 'quarters of an hour'))
  const silent = meters.length - parts.length
  const remarks = silent > 0 ? [remark('meter-silent', 'slot-incomplete', { silent, meters: meters.length })] : []
  return addRemarks(power, remark('demand', 'demand-at', { time }), ...remarks)
}

/** The greatest demand of some meters in a span within the period. */
export function demandOf(inputs: FigureInputs, points: readonly Point[], span: Span): FigureValue {
  const meters = points.flatMap((point) => {
    const quarters = inputs.quarters(point.id)
    return quarters === null ? [] : [{ point, quarters }]
  })
  const start = inputs.period.span.from
  const [first, last] = [(span.from - start) / QUARTER, Math.floor((Math.min(span.to, inputs.now) - start) / QUARTER)]
  const series = meters.map((m) => m.quarters)
  const peak = findPeak(series, first, last)
  if (peak === null) return missing(...points.map((p) => message('no-quarters', { point: p.id, period: inputs.period.id })))
  return { ...peakPower(inputs, meters, peak, start), coverage: measuredShare(series, points.length, first, last) }
}

/** Bills say how much, not when: such a site is left out of the demand, with a remark. */
const hasBills = (inputs: FigureInputs, site: string): boolean => sumEntriesInPeriod(inputs, 'bill.electricity', [site]).value !== null

/** kW over the boundary: its topmost main meters, each at the same quarter of an hour. */
export function maximumDemand(inputs: FigureInputs, boundary: Boundary): FigureValue {
  const electricity = carrierOf(inputs, 'electricity')
  const points = electricity === null ? [] : pointsWithRole(inputs, boundary, electricity)
  if (points.length === 0) return absent(message('no-point', { role: electricity?.role ?? 'main-meter', boundary: boundary.id }))
  const bare = boundary.sites.filter((site) => !points.some((p) => p.place.site === site.id) && hasBills(inputs, site.id))
  const remarks = bare.length === 0 ? [] : [remark('demand', 'without-demand', { sites: bare.map((s) => s.id).join(', ') })]
  const demand =
    electricity === null
      ? absent(message('no-point', { role: 'main-meter', boundary: boundary.id }))
      : periodDemand(inputs, boundary, electricity)
  return addRemarks(demand, ...remarks)
}

/** Month by month where the meters that count are not the same in all of them: a meter that took over from another is not added to it. */
function periodDemand(inputs: FigureInputs, boundary: Boundary, query: Parameters<typeof pointsWithRole>[2]): FigureValue {
  const { months, span } = inputs.period
  const meters = months.map((month) => pointsWithRole(inputs, boundary, query, month))
  const first = meters[0] ?? []
  if (meters.every((m) => m.length === first.length && m.every((p, i) => p === first[i]))) return demandOf(inputs, first, span)
  const parts = months.map((month, i) => demandOf(inputs, meters[i] ?? [], month.span))
  const begun = parts.filter((_, i) => (months[i]?.span.from ?? 0) < inputs.now)
  const greatest = parts.reduce<FigureValue | null>((a, b) => (b.value !== null && (a?.value ?? -1) < b.value ? b : a), null)
  if (greatest === null) return parts[0] ?? missing(message('no-quarters', { point: boundary.id, period: inputs.period.id }))
  return { ...greatest, coverage: begun.reduce((sum, part) => sum + part.coverage, 0) / Math.max(1, begun.length) }
}
