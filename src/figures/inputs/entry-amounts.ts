/** Amounts from entries: waste, bills, meals, instruments. */

import type { Entry } from '../../domain/index.ts'
import { daysBetween, type Days, findGaps, findOverlaps } from './entry-gaps.ts'
import { absent, inputValue, type FigureValue, missing, remark, addRemarks, remarkOf, sum, wholeOf } from './figure-value.ts'
import type { FigureInputs } from './figure-inputs.ts'
import { message } from '../messages/message.ts'

/** Share of the days of an amount that lie within [from, to): 1 when all of it does. */
export function shareWithin(entry: Pick<Entry, 'from' | 'to'>, from: string, to: string): number {
  const whole = daysBetween(entry.from, entry.to ?? entry.from)
  if (whole <= 0) return 0
  const later = entry.from > from ? entry.from : from
  const sooner = (entry.to ?? to) < to ? (entry.to ?? to) : to
  return Math.max(0, daysBetween(later, sooner)) / whole
}

/** First local day of the period, and the first after it. */
export function periodDays(inputs: Pick<FigureInputs, 'period'>): Days {
  const { months } = inputs.period
  return { from: months[0]?.from ?? '', to: months.at(-1)?.to ?? '' }
}

/** Days, and what becomes of the amount of an entry in them; left out: nothing. */
export interface ChangedDays extends Days {
  readonly change?: (entry: Entry, amount: FigureValue) => FigureValue
}

/**
 * An amount from entries within [from, to), split by days. It is estimated when the period of the report holds only a part of an entry: the
 * split within a period that holds all of it moves nothing out of it. Days without an entry lower the coverage.
 */
export function sumEntries(inputs: FigureInputs, key: Entry['key'], sites: readonly string[], within: ChangedDays): FigureValue {
  const parts = sites.map((site) => sumSiteEntries(inputs, key, site, within))
  return parts.length === 0 ? absent(message('no-entry', { key, sites: 'no site' })) : sum(parts)
}

function sumSiteEntries(inputs: FigureInputs, key: Entry['key'], site: string, within: ChangedDays): FigureValue {
  const entries = inputs.entries.filter((f) => f.key === key && f.site === site)
  const parts = entries.map((entry) => entryPart(inputs, entry, within)).filter((part) => part !== null)
  const { days, gaps } = findGaps(inputs, entries, key, within)
  const [gap] = gaps
  const gapDays = gaps.reduce((total, g) => total + daysBetween(g.from, g.to), 0)
  if (parts.length === 0) {
    if (gap === undefined) return absent(message('no-entry', { key, sites: site }))
    const perDay = usualPerDay(inputs, entries)
    return { ...missing(message('entry-gap', { key, site, ...gap })), whole: perDay === null ? null : perDay * gapDays }
  }
  const amount = sum(parts)
  const remarks = [
    ...gaps.map((g) => remarkOf('entry-gap', message('entry-gap', { key, site, ...g }))),
    ...findOverlaps(entries, key, site, periodDays(inputs)),
  ]
  return addRemarks({ ...amount, coverage: days === 0 ? amount.coverage : amount.coverage * (1 - gapDays / days) }, ...remarks)
}

/** Amount of a day by the entries that reach into the period, else by all; null without any. */
function usualPerDay(inputs: FigureInputs, entries: readonly Entry[]): number | null {
  const period = periodDays(inputs)
  const own = entries.filter((e) => shareWithin(e, period.from, period.to) > 0)
  const known = own.length > 0 ? own : entries.filter((e) => e.to !== null)
  const days = known.reduce((total, e) => total + daysBetween(e.from, e.to ?? e.from), 0)
  return days <= 0 ? null : known.reduce((total, e) => total + e.value, 0) / days
}

/** What meters miss is weighed by a bill for the same days where nothing of their own says how much it is. */
export function weighByBill(metered: FigureValue, bill: () => FigureValue): FigureValue {
  if (metered.absent || wholeOf(metered) !== null) return metered
  const billed = bill().value
  if (billed === null) return metered
  const whole = Math.max(billed, metered.value ?? 0)
  return { ...metered, whole, coverage: metered.value === null || whole === 0 ? 0 : metered.value / whole }
}

/**
 * Amounts of meters with bills of the same days beside them. Meters that are silent in all of the days are stood in for by a bill; of several of
 * which one is silent, the bill is named: it does not say what is of which.
 */
export function joinMetersAndBill(
  meters: readonly FigureValue[],
  bill: () => FigureValue,
  about: { key: string; days: string },
): FigureValue {
  const metered = sum(meters)
  const silent = meters.filter((m) => m.value === null && !m.absent).length
  if (silent === 0 || meters.length === 0) return weighByBill(metered, bill)
  const billed = bill()
  if (billed.value === null) return weighByBill(metered, bill)
  if (metered.value !== null)
    return addRemarks(
      weighByBill(metered, () => billed),
      remark('bill-differs', 'bill-beside-silent', { ...about, value: billed.value }),
    )
  const reasons = metered.missing.map((reason) => remarkOf('meter-silent', reason))
  return addRemarks(billed, ...reasons, remark('billed', 'bill-stands-in', about))
}

/** What an entry gives to a span of days; null when it gives nothing. */
function entryPart(inputs: FigureInputs, entry: Entry, within: ChangedDays): FigureValue | null {
  const share = shareWithin(entry, within.from, within.to)
  if (share <= 0) return null
  const { key, from, to, value, unit } = entry
  const counted = inputValue(value * share, { kind: 'entry', entry: entry.id, key, value, unit, share })
  const amount = within.change === undefined ? counted : within.change(entry, counted)
  const period = periodDays(inputs)
  if (shareWithin(entry, period.from, period.to) === 1) return amount
  return { ...amount, estimated: 1, remarks: [remark('estimated', 'split-by-days', { key, from, to: to ?? '' })] }
}

/** The same over the whole period. */
export function sumEntriesInPeriod(inputs: FigureInputs, key: Entry['key'], sites: readonly string[]): FigureValue {
  return sumEntries(inputs, key, sites, periodDays(inputs))
}
