/** Tariffs: what a carrier costs, as dated rows that say where they come from. A row holds for whole months, as bills do. */

/** Weekday of a local day, Monday first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Day types as the calendar of the campus tells them: a make-up day is a workday. */
export const TARIFF_DAYS = [...WEEKDAYS, 'workday', 'weekend', 'holiday'] as const
export type TariffDay = (typeof TARIFF_DAYS)[number]

/** A price per canonical unit of the carrier (kWh, m3), and when it holds; left out: always. Of several that hold the first counts. */
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
  /** First and first-no-longer month, YYYY-MM; null: open. */
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

/** What the parts of a row are called in a cost: prices by their names, each once; of two `peak` the second is `peak (2)`. */
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

/** The row for a site and a month YYYY-MM: of those that hold the one that began last; one for the site before one for all. Null: none. */
export function tariffAt(tariffs: readonly Tariff[], carrier: string, site: string, month: string): Tariff | null {
  const fitting = tariffs.filter(
    (t) =>
      t.carrier === carrier && (t.sites?.includes(site) ?? true) && (t.from === null || t.from <= month) && (t.to === null || month < t.to),
  )
  const rank = (t: Tariff): string => `${t.sites === null ? 0 : 1}${t.from ?? ''}`
  return fitting.reduce<Tariff | null>((best, t) => (best === null || rank(t) > rank(best) ? t : best), null)
}
