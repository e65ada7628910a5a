/** Amounts from entries: waste, bills, meals, instruments. */

import type { Entry } from '../../domain/index.ts'
import { daysBetween, type Days, gapsOf, overlapsOf } from './entry-gaps.ts'
import { absent, exactly, type FigureValue, missing, remark, remarked, remarkOf, sum } from './figure-value.ts'
import type { FigureInputs } from './figure-inputs.ts'
import { message } from '../messages/reasons.ts'

/** Share of the days of an amount that lie within [from, to): 1 when all of it does. */
export function shareWithin(fact: Pick<Entry, 'from' | 'to'>, from: string, to: string): number {
  const whole = daysBetween(fact.from, fact.to ?? fact.from)
  if (whole <= 0) return 0
  const later = fact.from > from ? fact.from : from
  const sooner = (fact.to ?? to) < to ? (fact.to ?? to) : to
  return Math.max(0, daysBetween(later, sooner)) / whole
}

/** First local day of the period, and the first after it. */
export function daysOf(ledger: Pick<FigureInputs, 'period'>): Days {
  const { months } = ledger.period
  return { from: months[0]?.from ?? '', to: months.at(-1)?.to ?? '' }
}

/**
 * An amount from entries within [from, to), split by days. It is estimated when the period of the report holds only a part of an entry: the
 * split within a period that holds all of it moves nothing out of it. Days that no entry is for are not known: they lower the coverage.
 */
export function entered(ledger: FigureInputs, key: Entry['key'], sites: readonly string[], within: Days): FigureValue {
  const parts = sites.map((site) => enteredAt(ledger, key, site, within))
  return parts.length === 0 ? absent(message('no-entry', { key, sites: 'no site' })) : sum(parts)
}

function enteredAt(ledger: FigureInputs, key: Entry['key'], site: string, within: Days): FigureValue {
  const entries = ledger.facts.filter((f) => f.key === key && f.site === site)
  const parts = entries.map((fact) => partOf(ledger, fact, within)).filter((part) => part !== null)
  const { days, gaps } = gapsOf(ledger, entries, key, within)
  const [gap] = gaps
  if (parts.length === 0)
    return gap === undefined ? absent(message('no-entry', { key, sites: site })) : missing(message('entry-gap', { key, site, ...gap }))
  const known = sum(parts)
  const unknown = gaps.reduce((total, g) => total + daysBetween(g.from, g.to), 0)
  const told = [
    ...gaps.map((g) => remarkOf('entry-gap', message('entry-gap', { key, site, ...g }))),
    ...overlapsOf(entries, key, site, daysOf(ledger)),
  ]
  return remarked({ ...known, coverage: days === 0 ? known.coverage : known.coverage * (1 - unknown / days) }, ...told)
}

/** What an entry gives to a span of days; null when it gives nothing. */
function partOf(ledger: FigureInputs, fact: Entry, within: Days): FigureValue | null {
  const share = shareWithin(fact, within.from, within.to)
  if (share <= 0) return null
  const { key, from, to, value, unit } = fact
  const known = exactly(value * share, { kind: 'fact', fact: fact.id, key, value, unit, share })
  const period = daysOf(ledger)
  if (shareWithin(fact, period.from, period.to) === 1) return known
  return { ...known, estimated: 1, remarks: [remark('estimated', 'split-by-days', { key, from, to: to ?? '' })] }
}

/** The same over the whole period. */
export function enteredInPeriod(ledger: FigureInputs, key: Entry['key'], sites: readonly string[]): FigureValue {
  return entered(ledger, key, sites, daysOf(ledger))
}
