/** What a wasted kWh or m3 costs in the hour, and what CO2 it stands for. */

import {
  type Campus,
  factorAt,
  type Factor,
  type FactorKind,
  type Instant,
  instant,
  localDate,
  offsetAt,
  priceHolds,
  regionsOf,
  tariffAt,
  calendarOf,
  MINUTE,
  DAY,
  WEEKDAYS,
} from '../../domain/index.ts'
import type { FactorView, ReportingApi } from '../../figures/api.ts'
import type { Resource } from '../../findings/rules/fault-rule.ts'
import { systemContext } from '../context.ts'

export interface WastePrices {
  /** Per kWh or m3; null without a tariff. */
  priceOf(what: { readonly site: string; readonly carrier: string }, at: Instant): number | null
  currencyOf(what: { readonly site: string; readonly carrier: string }, at: Instant): string | null
  /** kg CO2 per kWh of electricity; null where there is no factor, or the waste is none of electricity. */
  co2Of(site: string, at: Instant, resource: Resource): number | null
}

/** Withdrawn rows hold no longer. */
function factorsOf(views: readonly FactorView[]): Factor[] {
  return views.flatMap(({ recorded_at, withdrawn, ...row }) =>
    withdrawn === null ? [{ ...row, recordedAt: recorded_at === null ? null : instant(Date.parse(recorded_at)) }] : [],
  )
}

export async function loadPrices(campus: Campus, reporting: Pick<ReportingApi, 'factors'>, now: Instant): Promise<WastePrices> {
  const list = await reporting.factors(systemContext('findings', now), { set: null })
  const factors = 'unknown' in list ? [] : factorsOf(list.factors)
  const { timezone: zone } = campus
  const calendar = calendarOf(campus.calendar, campus.calendars)
  const tariffs = campus.accounting?.tariffs ?? []
  const tariffOf = ({ site, carrier }: { readonly site: string; readonly carrier: string }, at: Instant) =>
    tariffAt(tariffs, carrier, site, localDate(zone, at).slice(0, 7))
  return {
    priceOf(what, at) {
      const date = localDate(zone, at)
      const minute = Math.floor(((at + offsetAt(zone, at)) % DAY) / MINUTE)
      const weekday = WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon'
      const moment = { month: Number(date.slice(5, 7)), weekday, type: calendar.typeOf(date), minute }
      return tariffOf(what, at)?.prices.find((price) => priceHolds(price, moment))?.price ?? null
    },
    currencyOf: (what, at) => tariffOf(what, at)?.currency ?? null,
    co2Of(site, at, resource) {
      const found = campus.sites.find((s) => s.id === site)
      if (resource !== 'electricity' || found === undefined) return null
      const kind: FactorKind = 'grid.co2'
      // tCO2 per MWh is kg per kWh.
      return factorAt(factors, kind, localDate(zone, at), regionsOf(campus, found))?.factor.value ?? null
    },
  }
}

/** Carrier of a tariff for what is wasted. */
export function carrierOf(resource: Resource, medium: string | null): string {
  if (resource === 'electricity' || resource === 'heat') return resource
  return medium ?? 'tap-water'
}
