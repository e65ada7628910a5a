/** Water by source, tonnes: m3 times a density that is a factor row (the report's own 1:1). */

import { type Point, valueAt, WATER_SOURCES, type WaterSource } from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { within } from './energy.ts'
import { entered } from '../inputs/entered.ts'
import { absent, difference, type FigureValue, missing, ratio, sum } from '../inputs/figure-value.ts'
import { consumptionOf, keyOf, type FigureInputs, pointsWithRole, type Month, once } from '../inputs/figure-inputs.ts'
import { priced, priceOf } from '../inputs/priced.ts'
import { message } from '../messages/reasons.ts'

/** m3 to reported tonnes. */
export function inTonnes(ledger: FigureInputs, volume: FigureValue): FigureValue {
  const month = ledger.period.months[0]
  return month === undefined
    ? missing(message('not-begun', { period: ledger.period.id }))
    : priced(volume, priceOf(ledger, 'water.density', month), month)
}

/** m3 of one source at one site in one month; a meter is believed before a bill. */
export function drawn(ledger: FigureInputs, source: WaterSource, boundary: Boundary, month: Month): FigureValue {
  const meters = pointsWithRole(ledger, boundary, { role: source.role, quantity: 'volume' }, month)
  if (meters.length > 0) return sum(meters.map((point) => consumptionOf(ledger, point, month)))
  const sites = boundary.sites.map((s) => s.id)
  return boundary.building === null
    ? entered(ledger, source.bill, sites, month)
    : absent(message('no-point', { role: source.role, boundary: boundary.id }))
}

export function water(ledger: FigureInputs, source: WaterSource, boundary: Boundary): FigureValue {
  return once(ledger, `water ${source.id} ${keyOf(boundary)}`, () => {
    const parts = boundary.sites.flatMap((site) =>
      ledger.period.months.map((month) => drawn(ledger, source, within(boundary, site), month)),
    )
    return inTonnes(ledger, sum(parts))
  })
}

const waterOf = (ledger: FigureInputs, boundary: Boundary, sources: readonly WaterSource[]): FigureValue =>
  sum(sources.map((source) => water(ledger, source, boundary)))

export function allWater(ledger: FigureInputs, boundary: Boundary): FigureValue {
  return waterOf(ledger, boundary, WATER_SOURCES)
}

/** Share of water that is neither surface nor ground water, per cent. */
export function nonTraditionalShare(ledger: FigureInputs, boundary: Boundary): FigureValue {
  const other = waterOf(
    ledger,
    boundary,
    WATER_SOURCES.filter((s) => s.nonTraditional),
  )
  return ratio(other, allWater(ledger, boundary), 100)
}

interface Node {
  readonly inlet: FigureValue
  readonly below: FigureValue
}

/** Inlets that have meters below them, month by month. A silent meter makes the month's difference unknown, not large. */
function nodesOf(ledger: FigureInputs, boundary: Boundary): Node[] {
  const volumes = ledger.campus.points.filter((p) => p.quantity === 'volume' && p.status === 'live')
  return WATER_SOURCES.flatMap((source) =>
    ledger.period.months.flatMap((month) => {
      const below = (inlet: Point): Point[] => volumes.filter((p) => valueAt(p.parent, month.span.from) === inlet.id)
      return pointsWithRole(ledger, boundary, { role: source.role, quantity: 'volume' }, month)
        .map((inlet) => ({ inlet, meters: below(inlet) }))
        .filter(({ meters }) => meters.length > 0)
        .map(({ inlet, meters }) => {
          const parts = meters.map((point) => consumptionOf(ledger, point, month))
          const silent = parts.flatMap((p) => p.missing)
          return { inlet: consumptionOf(ledger, inlet, month), below: silent.length > 0 ? missing(...silent) : sum(parts) }
        })
    }),
  )
}

function balances(ledger: FigureInputs, boundary: Boundary, of: (node: Node, lost: FigureValue) => FigureValue): FigureValue {
  const nodes = once(ledger, `water nodes ${keyOf(boundary)}`, () => nodesOf(ledger, boundary))
  if (nodes.length === 0) return absent(message('no-children', { boundary: boundary.id }))
  return sum(
    nodes.map((node) => {
      const lost = difference(node.inlet, node.below)
      return lost.value === null ? lost : of(node, lost)
    }),
  )
}

/** What inlets counted and the meters below them did not, m3. */
export function waterBalance(ledger: FigureInputs, boundary: Boundary): FigureValue {
  return balances(ledger, boundary, (_, lost) => lost)
}

/** The same as a share of the same inlets and months, per cent. */
export function waterBalanceShare(ledger: FigureInputs, boundary: Boundary): FigureValue {
  return ratio(
    waterBalance(ledger, boundary),
    balances(ledger, boundary, ({ inlet }) => inlet),
    100,
  )
}
