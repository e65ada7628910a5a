/** Tariffs: prices of a carrier as dated rows with their source. A row is valid for whole months, as bills are. */

/** Weekday of a local day, Monday first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Day types by the calendar of the campus: a make-up day is a workday. */
export const TARIFF_DAYS = [...WEEKDAYS, 'workday', 'weekend', 'holiday'] as const
export type TariffDay = (typeof TARIFF_DAYS)[number]

/** A price per canonical unit of the carrier (kWh, m3) and its validity; null: always. Of several valid prices the first applies. */
export interface Price {
  readonly name: string
  readonly price: number
  /** Months of the year, 1..12. */
  readonly months: readonly number[] | null
  readonly days: readonly TariffDay[] | null
  /** Local minutes of the day, [from, to); a window over midnight has from > to. */
  readonly hours: readonly { readonly from: number; readonly to: number }[] | null
}

export interface Tariff {
  readonly id: string
  /** A carrier, or tap-water, reclaimed-water, rain-water. */
  readonly carrier: string
  /** Null: all sites. */
  readonly sites: readonly string[] | null
  /** ISO 4217. */
  readonly currency: string
  /** Valid from this month until before that one, YYYY-MM; null: open. */
  readonly from: string | null
  readonly to: string | null
  readonly prices: readonly Price[]
  /** Per kW of a month's greatest 15-minute power of the site, and month. */
  readonly demand: number | null
  /** Per site and month. */
  readonly fixed: number | null
  readonly publisher: string
  readonly document: string
}

/** Unique names of the parts of a cost: prices by their names; the second `peak` is `peak (2)`. */
export function priceNames({ prices }: Tariff): readonly string[] {
  const seen = new Map([
    ['demand', 1],
    ['fixed', 1],
  ])
  return prices.map(({ name }) => {
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return nth === 1 ? name : `${name} (${nth})`
  })
}

/** Whether a price depends on the time of day or the day of the week. */
export function isTimed({ days, hours }: Price): boolean {
  return days !== null || hours !== null
}

export interface TariffMoment {
  /** 1..12 */
  readonly month: number
  readonly weekday: Weekday
  readonly type: 'workday' | 'weekend' | 'holiday'
  /** Of the local day. */
  readonly minute: number
}

export function priceHolds(price: Price, at: TariffMoment): boolean {
  if (price.months !== null && !price.months.includes(at.month)) return false
  if (price.days !== null && !price.days.includes(at.weekday) && !price.days.includes(at.type)) return false
  const { minute } = at
  const within = ({ from, to }: { from: number; to: number }): boolean =>
    from < to ? minute >= from && minute < to : minute >= from || minute < to
  return price.hours === null || price.hours.some(within)
}

/** The valid row for a site and a month YYYY-MM: one for the site before one for all sites, then the one that began last. Null when no row is valid. */
export function tariffAt(tariffs: readonly Tariff[], carrier: string, site: string, month: string): Tariff | null {
  const fitting = tariffs.filter(
    (t) =>
      t.carrier === carrier && (t.sites?.includes(site) ?? true) && (t.from === null || t.from <= month) && (t.to === null || month < t.to),
  )
  const rank = (t: Tariff): string => `${t.sites === null ? 0 : 1}${t.from ?? ''}`
  return fitting.reduce<Tariff | null>((best, t) => (best === null || rank(t) > rank(best) ? t : best), null)
}
