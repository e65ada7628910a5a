/** Amounts from entries: waste, bills, meals, instruments. */

import type { Fact } from '../domain/index.ts'
import { absent, exactly, type Known, remark, sum } from './known.ts'
import type { Ledger } from './ledger.ts'
import { said } from './words/reasons.ts'

const DAY_MS = 86_400_000

/** Whole days from one YYYY-MM-DD to another. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}

/** Share of the days of an amount that lie within [from, to): 1 when all of it does. */
export function shareWithin(fact: Pick<Fact, 'from' | 'to'>, from: string, to: string): number {
  const whole = daysBetween(fact.from, fact.to ?? fact.from)
  if (whole <= 0) return 0
  const later = fact.from > from ? fact.from : from
  const sooner = (fact.to ?? to) < to ? (fact.to ?? to) : to
  return Math.max(0, daysBetween(later, sooner)) / whole
}

/** First local day of the period, and the first after it. */
export function daysOf(ledger: Pick<Ledger, 'period'>): { readonly from: string; readonly to: string } {
  const { months } = ledger.period
  return { from: months[0]?.from ?? '', to: months.at(-1)?.to ?? '' }
}

/**
 * An amount from entries within [from, to), split by days. It is estimated when the period of the report holds only a part of an entry: the
 * split within a period that holds all of it moves nothing out of it.
 */
export function entered(ledger: Ledger, key: Fact['key'], sites: readonly string[], within: { from: string; to: string }): Known {
  const period = daysOf(ledger)
  const parts = ledger.facts
    .filter((f) => f.key === key && sites.includes(f.site))
    .map((fact) => ({ fact, share: shareWithin(fact, within.from, within.to) }))
    .filter(({ share }) => share > 0)
    .map(({ fact, share }): Known => {
      const known = exactly(fact.value * share, { kind: 'fact', fact: fact.id, key, value: fact.value, unit: fact.unit, share })
      if (shareWithin(fact, period.from, period.to) === 1) return known
      return { ...known, estimated: 1, remarks: [remark('estimated', 'split-by-days', { key, from: fact.from, to: fact.to ?? '' })] }
    })
  return parts.length === 0 ? absent(said('no-entry', { key, sites: sites.join(', ') || 'no site' })) : sum(parts)
}

/** The same over the whole period. */
export function enteredInPeriod(ledger: Ledger, key: Fact['key'], sites: readonly string[]): Known {
  return entered(ledger, key, sites, daysOf(ledger))
}
