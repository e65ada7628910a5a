/** Entries that look like estimates, or contradict each other. */

import { type Entry, type EntryKey, rounded } from '../../domain/index.ts'
import { check, type PlausibilityCheck } from './check.ts'
import type { FigureInputs } from '../inputs/figure-inputs.ts'
import { headCount } from '../formulas/people.ts'

const DAY_MS = 86_400_000

/** Days that are worked in [from, to); null when the calendar does not know a year of it. */
function workingDays({ calendar }: FigureInputs, from: string, to: string): number | null {
  let days = 0
  for (let at = Date.parse(from); at < Date.parse(to); at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10)
    if (!calendar.knows(Number(day.slice(0, 4)))) return null
    if (calendar.typeOf(day) === 'workday') days += 1
  }
  return days
}

interface Pile {
  readonly key: EntryKey
  readonly site: string
  readonly facts: readonly Entry[]
  readonly value: number
  readonly unit: string
}

/** Sums of the entries of a key and site. */
function pilesOf(facts: readonly Entry[], keys: readonly EntryKey[]): Pile[] {
  const found = new Map<string, Entry[]>()
  for (const fact of facts.filter((f) => keys.includes(f.key))) {
    const name = `${fact.key} ${fact.site}`
    found.set(name, [...(found.get(name) ?? []), fact])
  }
  return [...found.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const value = group.reduce((sum, f) => sum + f.value, 0)
    return [{ key: first.key, site: first.site, facts: group, value, unit: first.unit }]
  })
}

const WEIGHED: readonly EntryKey[] = ['waste.hazardous', 'waste.non-hazardous', 'food-waste', 'fertiliser']

/** Whether a number has at most `digits` decimals, binary fractions aside. */
const isRound = (value: number, digits: number): boolean => {
  const scaled = value * 10 ** digits
  return Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, Math.abs(scaled))
}

/** Fewer working days make a round quotient an accident. */
const ENOUGH_DAYS = 10

/** What is weighed is no round number a working day. */
function multiples(ledger: FigureInputs, piles: readonly Pile[]): PlausibilityCheck[] {
  return piles.flatMap(({ key, site, facts, value, unit }) => {
    const counts = facts.map((f) => workingDays(ledger, f.from, f.to ?? f.from))
    const days = counts.reduce<number | null>((sum, n) => (sum === null || n === null ? null : sum + n), 0)
    if (days === null || days < ENOUGH_DAYS || value === 0 || !isRound(value / days, 1)) return []
    return [check('multiple-of-days', { key, site, value, unit, each: rounded(value / days, 1), days })]
  })
}

/** A yield of exactly 10 % is a convention. */
function roundShares(piles: readonly Pile[]): PlausibilityCheck[] {
  return piles
    .filter((p) => p.key === 'fertiliser')
    .flatMap((part) => {
      const whole = piles.find((p) => p.key === 'food-waste' && p.site === part.site)
      const percent = whole === undefined || whole.value === 0 ? null : (100 * part.value) / whole.value
      if (percent === null || percent === 0 || !isRound(percent / 5, 0)) return []
      return [check('round-share', { part: 'fertiliser', whole: 'food-waste', percent: Math.round(percent) })]
    })
}

/** More meals a day and person than this, or fewer than one in five, do not fit the head count. */
const MEALS = { most: 3, least: 0.2 }

function meals(ledger: FigureInputs, facts: readonly Entry[]): PlausibilityCheck[] {
  return pilesOf(facts, ['meals']).flatMap(({ site, facts: entries, value }) => {
    const place = ledger.campus.sites.find((s) => s.id === site)
    const heads = place === undefined ? null : headCount(ledger, { id: site, sites: [place], building: null }).value
    const counts = entries.map((f) => workingDays(ledger, f.from, f.to ?? f.from))
    const days = counts.reduce<number | null>((sum, n) => (sum === null || n === null ? null : sum + n), 0)
    if (!heads || !days) return []
    const each = value / days / heads
    return each <= MEALS.most && each >= MEALS.least
      ? []
      : [check('meals-and-heads', { meals: value, days, each: rounded(each, 2), site, heads: rounded(heads, 0) })]
  })
}

/** `facts` are amounts whose span lies wholly within the period. */
export function entryDoubts(ledger: FigureInputs, facts: readonly Entry[]): PlausibilityCheck[] {
  const piles = pilesOf(facts, WEIGHED)
  return [...multiples(ledger, piles), ...roundShares(piles), ...meals(ledger, facts)]
}
