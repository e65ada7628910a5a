/** Water by source, tonnes: m3 times a density that is a factor row (the report's own 1:1). */

import { type CalendarMonth, type Point, valueAt, WATER_SOURCES, type WaterSource } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { siteBoundary } from './energy.ts'
import { joinMetersAndBill, sumEntries } from '../inputs/entry-amounts.ts'
import { absent, subtract, type FigureValue, missing, divide, sum } from '../inputs/figure-value.ts'
import { consumption, boundaryKey, type FigureInputs, pointsWithRole, memoize } from '../inputs/figure-inputs.ts'
import { applyFactor, lookUpFactor } from '../inputs/factor-lookup.ts'
import { message } from '../messages/message.ts'

/** m3 to reported tonnes. */
export function inTonnes(inputs: FigureInputs, volume: FigureValue): FigureValue {
  const month = inputs.period.months[0]
  return month === undefined
    ? missing(message('not-begun', { period: inputs.period.id }))
    : applyFactor(volume, lookUpFactor(inputs, 'water.density', month), month)
}

/** m3 of one source at one site in one month; a meter is believed before a bill. */
export function waterUse(inputs: FigureInputs, source: WaterSource, boundary: Boundary, month: CalendarMonth): FigureValue {
  const meters = pointsWithRole(inputs, boundary, { role: source.role, quantity: 'volume' }, month)
  const sites = boundary.sites.map((s) => s.id)
  if (meters.length > 0) {
    const amounts = meters.map((point) => consumption(inputs, point, month))
    if (boundary.building !== null) return sum(amounts)
    return joinMetersAndBill(amounts, () => sumEntries(inputs, source.bill, sites, month), { key: source.bill, days: month.id })
  }
  return boundary.building === null
    ? sumEntries(inputs, source.bill, sites, month)
    : absent(message('no-point', { role: source.role, boundary: boundary.id }))
}

export function water(inputs: FigureInputs, source: WaterSource, boundary: Boundary): FigureValue {
  return memoize(inputs, `water ${source.id} ${boundaryKey(boundary)}`, () => {
    const parts = boundary.sites.flatMap((site) =>
      inputs.period.months.map((month) => waterUse(inputs, source, siteBoundary(boundary, site), month)),
    )
    return inTonnes(inputs, sum(parts))
  })
}

const waterOf = (inputs: FigureInputs, boundary: Boundary, sources: readonly WaterSource[]): FigureValue =>
  sum(sources.map((source) => water(inputs, source, boundary)))

export function allWater(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return waterOf(inputs, boundary, WATER_SOURCES)
}

/** Share of water that is neither surface nor ground water, per cent. */
export function nonTraditionalShare(inputs: FigureInputs, boundary: Boundary): FigureValue {
  const other = waterOf(
    inputs,
    boundary,
    WATER_SOURCES.filter((s) => s.nonTraditional),
  )
  return divide(other, allWater(inputs, boundary), 100)
}

interface Node {
  readonly inlet: FigureValue
  readonly below: FigureValue
}

/** Inlets that have meters below them, month by month. A silent meter makes the month's difference unknown, not large. */
function nodesOf(inputs: FigureInputs, boundary: Boundary): Node[] {
  const volumes = inputs.campus.points.filter((p) => p.quantity === 'volume' && p.status === 'live')
  return WATER_SOURCES.flatMap((source) =>
    inputs.period.months.flatMap((month) => {
      const below = (inlet: Point): Point[] => volumes.filter((p) => valueAt(p.parent, month.span.from) === inlet.id)
      return pointsWithRole(inputs, boundary, { role: source.role, quantity: 'volume' }, month)
        .map((inlet) => ({ inlet, meters: below(inlet) }))
        .filter(({ meters }) => meters.length > 0)
        .map(({ inlet, meters }) => {
          const parts = meters.map((point) => consumption(inputs, point, month))
          const silent = parts.flatMap((p) => p.missing)
          return { inlet: consumption(inputs, inlet, month), below: silent.length > 0 ? missing(...silent) : sum(parts) }
        })
    }),
  )
}

function sumBalances(inputs: FigureInputs, boundary: Boundary, of: (node: Node, lost: FigureValue) => FigureValue): FigureValue {
  const nodes = memoize(inputs, `water nodes ${boundaryKey(boundary)}`, () => nodesOf(inputs, boundary))
  if (nodes.length === 0) return absent(message('no-children', { boundary: boundary.id }))
  return sum(
    nodes.map((node) => {
      const lost = subtract(node.inlet, node.below)
      return lost.value === null ? lost : of(node, lost)
    }),
  )
}

/** What inlets counted and the meters below them did not, m3. */
export function waterBalance(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return sumBalances(inputs, boundary, (_, lost) => lost)
}

/** The same as a share of the same inlets and months, per cent. */
export function waterBalanceShare(inputs: FigureInputs, boundary: Boundary): FigureValue {
  return divide(
    waterBalance(inputs, boundary),
    sumBalances(inputs, boundary, ({ inlet }) => inlet),
    100,
  )
}
