/** What a unit of a medium costs and emits, by site and moment: rows of tariffs and factors that hold then. Without demand and fixed charges. */

import {
  calendarOf,
  type Campus,
  DAY,
  type Factor,
  factorAt,
  instant,
  localDate,
  MINUTE,
  offsetAt,
  priceHolds,
  regionsOf,
  type Tariff,
  tariffAt,
  WEEKDAYS,
} from '../../domain/index.ts'
import type { UsageMeasure } from './usage-types.ts'

export interface UnitRates {
  readonly unit: string
  /** Per unit of the medium, at the start of a span; null where no row holds. */
  at(site: string, start: number): number | null
}

/** Tariffs name carriers as points name media. */
const carrierTariffs = (campus: Campus, medium: string): readonly Tariff[] =>
  (campus.accounting?.tariffs ?? []).filter((t) => t.carrier === medium)

function prices(campus: Campus, medium: string): UnitRates {
  const tariffs = carrierTariffs(campus, medium)
  const zone = campus.timezone
  const calendar = calendarOf(campus.calendar, campus.calendars)
  const types = new Map<number, ReturnType<typeof calendar.typeOf>>()
  const rows = new Map<string, Tariff | null>()
  return {
    unit: tariffs[0]?.currency ?? '',
    at(site, start) {
      const wall = start + offsetAt(zone, instant(start))
      const day = Math.floor(wall / DAY)
      const date = new Date(day * DAY).toISOString().slice(0, 10)
      const type = types.get(day) ?? calendar.typeOf(date)
      types.set(day, type)
      const key = `${site} ${date.slice(0, 7)}`
      const row = rows.has(key) ? rows.get(key) : tariffAt(tariffs, medium, site, date.slice(0, 7))
      rows.set(key, row ?? null)
      // 1970-01-01 was a Thursday.
      const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon'
      const moment = { month: Number(date.slice(5, 7)), weekday, type, minute: Math.floor((wall - day * DAY) / MINUTE) }
      return row?.prices.find((price) => priceHolds(price, moment))?.price ?? null
    },
  }
}

function emissions(campus: Campus, factors: readonly Factor[]): UnitRates {
  const known = new Map<string, number | null>()
  const grid = factors.filter((f) => f.kind === 'grid.co2')
  return {
    unit: 'kgCO2',
    at(site, start) {
      const day = localDate(campus.timezone, instant(start))
      const key = `${site} ${day}`
      if (!known.has(key)) {
        const found = campus.sites.find((s) => s.id === site)
        // tCO2/MWh = kg/kWh
        known.set(key, found === undefined ? null : (factorAt(grid, 'grid.co2', day, regionsOf(campus, found))?.factor.value ?? null))
      }
      return known.get(key) ?? null
    },
  }
}

/** Null for plain amounts. Of media without a factor of their own nothing is known. */
export function ratesOf(measure: UsageMeasure, campus: Campus, medium: string, factors: readonly Factor[]): UnitRates | null {
  if (measure === 'amount') return null
  if (measure === 'cost') return prices(campus, medium)
  return medium === 'electricity' ? emissions(campus, factors) : { unit: 'kgCO2', at: () => null }
}

/** Whether a price of the medium changes within an hour: its amounts then have to be read by the quarter. */
export function changesWithinHour(campus: Campus, medium: string): boolean {
  const edges = carrierTariffs(campus, medium).flatMap((t) =>
    t.prices.flatMap((p) => (p.hours ?? []).flatMap(({ from, to }) => [from, to])),
  )
  return edges.some((minute) => minute % 60 !== 0)
}
