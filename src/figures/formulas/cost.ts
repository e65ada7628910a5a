/** Cost by tariff: amounts of each site and month at the prices that hold then. Time-of-use prices are applied to quarters of an hour of the meters. */

import {
  type CalendarMonth,
  type Carrier,
  DAY,
  instant,
  isTimed,
  localDate,
  MINUTE,
  offsetAt,
  type Point,
  type Price,
  priceHolds,
  priceNames,
  QUARTER,
  type Site,
  type Tariff,
  tariffAt,
  WATER_SOURCES,
  WEEKDAYS,
} from '../../domain/index.ts'
import type { Boundary } from '../inputs/boundary.ts'
import { demandOf } from './demand.ts'
import { slicesOf, siteBoundary } from './energy.ts'
import { inputValue, type InputReference, type FigureValue, missing, scale, sum } from '../inputs/figure-value.ts'
import { type FigureInputs, pointsWithRole } from '../inputs/figure-inputs.ts'
import { isPart, monthIdOf, shareOfMonth } from '../inputs/slices.ts'
import { waterUse } from './water.ts'
import { message } from '../messages/message.ts'

interface Bill {
  readonly site: Site
  readonly month: CalendarMonth
  /** What the tariff calls it: a carrier, or tap-water. */
  readonly what: string
  /** In the unit that prices are per. */
  readonly amount: FigureValue
  readonly boundary: Boundary
  /** Null for water. */
  readonly carrier: Carrier | null
  /** Electricity meters of the site; empty for what is priced by the month. */
  readonly meters: readonly Point[]
}

const monthNumber = (month: CalendarMonth): number => Number(month.id.slice(5, 7))

function priceInput(tariff: Tariff, name: string, value: number, per: string): InputReference {
  return { kind: 'tariff', tariff: tariff.id, name, value, unit: `${tariff.currency}/${per}` }
}

/** The amount at a price of the tariff. */
function applyPrice(amount: FigureValue, tariff: Tariff, { name, price, per }: { name: string; price: number; per: string }): FigureValue {
  return scale(amount, price, priceInput(tariff, name, price, per))
}

/** Energy of the meters by price: index into `prices`, or -1 where none holds. */
function splitByPrice(inputs: FigureInputs, { month, meters }: Bill, prices: readonly Price[]): Map<number, Map<string, number>> {
  const zone = inputs.campus.timezone
  const found = new Map<number, Map<string, number>>()
  const start = inputs.period.span.from
  const types = new Map<number, ReturnType<FigureInputs['calendar']['typeOf']>>()
  const values = meters.flatMap(({ id }) => {
    const quarters = inputs.quarters(id)
    return quarters === null ? [] : [{ id, value: quarters.value }]
  })
  // A month has few different days: which price holds is found once for each minute of each kind of day.
  const holding = new Map<string, number>()
  for (let edge = month.span.from as number; edge < month.span.to; edge += QUARTER) {
    const wall = edge + offsetAt(zone, instant(edge))
    const day = Math.floor(wall / DAY)
    const type = types.get(day) ?? inputs.calendar.typeOf(localDate(zone, instant(edge)))
    types.set(day, type)
    // 1970-01-01 was a Thursday.
    const weekday = WEEKDAYS[(day + 3) % 7] ?? 'mon'
    const minute = Math.floor((wall % DAY) / MINUTE)
    const kind = `${type} ${weekday} ${minute}`
    const which = holding.get(kind) ?? prices.findIndex((p) => priceHolds(p, { month: monthNumber(month), weekday, type, minute }))
    holding.set(kind, which)
    const amounts = found.get(which) ?? new Map<string, number>()
    for (const { id, value: of } of values) {
      const value = of[(edge - start) / QUARTER]
      if (value !== undefined && !Number.isNaN(value)) amounts.set(id, (amounts.get(id) ?? 0) + value)
    }
    found.set(which, amounts)
  }
  return found
}

function timeOfUseCost(inputs: FigureInputs, bill: Bill, tariff: Tariff): FigureValue {
  const { month, meters, amount, site, what } = bill
  if (meters.length === 0) return missing(message('timed-bill', { tariff: tariff.id, site: site.id, carrier: what }))
  const split = splitByPrice(inputs, bill, tariff.prices)
  if ((split.get(-1)?.size ?? 0) > 0) return missing(message('no-price', { tariff: tariff.id, month: month.id }))
  const names = priceNames(tariff)
  const parts = tariff.prices.flatMap(({ price }, i) =>
    [...(split.get(i) ?? [])].map(([point, value]) => {
      const name = names[i] ?? ''
      const label = `${month.id} ${name}`
      const quantity = inputValue(value, { kind: 'meter', point, month: label, value, unit: unitOf(meters), coverage: amount.coverage })
      return applyPrice({ ...quantity, coverage: amount.coverage }, tariff, { name, price, per: unitOf(meters) })
    }),
  )
  return parts.length === 0 ? missing(...meters.map((m) => message('no-quarters', { point: m.id, period: month.id }))) : sum(parts)
}

const unitOf = (meters: readonly Point[]): string => meters[0]?.unit ?? 'kWh'

function energyCost(inputs: FigureInputs, bill: Bill, tariff: Tariff, per: string): FigureValue {
  const index = tariff.prices.findIndex((p) => p.months === null || p.months.includes(monthNumber(bill.month)))
  const first = tariff.prices[index]
  if (first === undefined) return missing(message('no-price', { tariff: tariff.id, month: bill.month.id }))
  return isTimed(first)
    ? timeOfUseCost(inputs, bill, tariff)
    : applyPrice(bill.amount, tariff, { name: priceNames(tariff)[index] ?? '', price: first.price, per })
}

/** The greatest demand of the month that a slice is a part of: a tariff prices it once a month, of which the slice bears its share of the days. */
function demandInMonth(inputs: FigureInputs, { site, month, meters, boundary, carrier }: Bill): FigureValue {
  if (!isPart(month) || carrier === null) return demandOf(inputs, meters, month.span)
  const inside = siteBoundary(boundary, site)
  const slices = inputs.period.months.filter((m) => monthIdOf(m) === monthIdOf(month))
  const parts = slices.map((slice) => demandOf(inputs, pointsWithRole(inputs, inside, carrier, slice), slice.span))
  return parts.reduce((a, b) => (b.value !== null && (a.value === null || b.value > a.value) ? b : a))
}

/** What one site pays for one carrier in one month. Nothing used and nothing metered is nothing to pay for; no fee is due before its month. */
function billCost(inputs: FigureInputs, bill: Bill, per: string): FigureValue {
  const { site, month, what, amount, meters } = bill
  if (amount.absent) return amount
  const tariff = tariffAt(inputs.tariffs, what, site.id, month.id)
  if (tariff === null) return missing(message('no-tariff', { carrier: what, site: site.id, month: month.id }))
  const parts = [energyCost(inputs, bill, tariff, per)]
  const share = shareOfMonth(inputs.campus.timezone, month)
  if (tariff.demand !== null && meters.length > 0)
    parts.push(applyPrice(demandInMonth(inputs, bill), tariff, { name: 'demand', price: tariff.demand * share, per: 'kW' }))
  if (tariff.fixed !== null && month.span.from < inputs.now) {
    const fixedFee = inputValue(tariff.fixed * share, priceInput(tariff, 'fixed', tariff.fixed * share, 'month'))
    // Nothing stands beside it that tells one month from another.
    const how = fixedFee.how?.op === 'price' ? { how: { ...fixedFee.how, about: `${site.id} ${month.id}` } } : {}
    parts.push({ ...fixedFee, ...how, coverage: amount.coverage })
  }
  return sum(parts)
}

/** One currency, or no sum. */
function sumInOneCurrency(inputs: FigureInputs, whats: readonly string[], parts: readonly FigureValue[]): FigureValue {
  const currencies = [...new Set(inputs.tariffs.filter((t) => whats.includes(t.carrier)).map((t) => t.currency))]
  return currencies.length > 1 ? missing(message('two-currencies', { currencies: currencies.join(', ') })) : sum(parts)
}

/** Cost of a carrier in the currency of its tariff. */
export function carrierCost(inputs: FigureInputs, carrier: Carrier, boundary: Boundary): FigureValue {
  const parts = slicesOf(inputs, carrier, boundary).map(({ site, month, own }) => {
    const meters = carrier.form === 'electricity' ? pointsWithRole(inputs, siteBoundary(boundary, site), carrier, month) : []
    const per = meters[0]?.unit ?? (carrier.quantity === 'energy' ? 'kWh' : 'm3')
    return billCost(inputs, { site, month, what: carrier.id, amount: own, boundary, carrier, meters }, per)
  })
  return sumInOneCurrency(inputs, [carrier.id], parts)
}

/** Cost of water of all sources; tariffs name them tap-water, reclaimed-water, rain-water. A source without a tariff that costs nothing says so: price 0. */
export function waterCost(inputs: FigureInputs, boundary: Boundary): FigureValue {
  const parts = WATER_SOURCES.flatMap((source) =>
    boundary.sites.flatMap((site) =>
      inputs.period.months.map((month) => {
        const amount = waterUse(inputs, source, siteBoundary(boundary, site), month)
        return billCost(inputs, { site, month, what: `${source.id}-water`, amount, boundary, carrier: null, meters: [] }, 'm3')
      }),
    ),
  )
  const whats = WATER_SOURCES.map((s) => `${s.id}-water`)
  return sumInOneCurrency(inputs, whats, parts)
}

/** Currency of what a figure is about; null when no tariff says one. */
export function currencyOf(inputs: FigureInputs, id: 'electricity' | 'gas' | 'water'): string | null {
  const whats = id === 'water' ? WATER_SOURCES.map((s) => `${s.id}-water`) : [id]
  return inputs.tariffs.find((t) => whats.includes(t.carrier))?.currency ?? null
}
