/** Entries that look like estimates, or contradict each other. */

import { type Entry, type EntryKey } from '../../domain/index.ts'
import { groupBy } from '../../kernel/index.ts'
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

interface EntrySum {
  readonly key: EntryKey
  readonly site: string
  readonly entries: readonly Entry[]
  readonly value: number
  readonly unit: string
}

/** Sums of the entries of a key and site. */
function sumByKeyAndSite(entries: readonly Entry[], keys: readonly EntryKey[]): EntrySum[] {
  const groups = groupBy(
    entries.filter((e) => keys.includes(e.key)),
    (e) => `${e.key} ${e.site}`,
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const value = group.reduce((sum, f) => sum + f.value, 0)
    return [{ key: first.key, site: first.site, entries: group, value, unit: first.unit }]
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
function checkMultiples(inputs: FigureInputs, sums: readonly EntrySum[]): PlausibilityCheck[] {
  return sums.flatMap(({ key, site, entries, value, unit }) => {
    const counts = entries.map((f) => workingDays(inputs, f.from, f.to ?? f.from))
    const days = counts.reduce<number | null>((sum, n) => (sum === null || n === null ? null : sum + n), 0)
    if (days === null || days < ENOUGH_DAYS || value === 0 || !isRound(value / days, 1)) return []
    return [check('multiple-of-days', { key, site, value, unit, each: value / days, days })]
  })
}

/** A yield of exactly 10 % is a convention. */
function checkRoundShares(sums: readonly EntrySum[]): PlausibilityCheck[] {
  return sums
    .filter((p) => p.key === 'fertiliser')
    .flatMap((part) => {
      const whole = sums.find((p) => p.key === 'food-waste' && p.site === part.site)
      const percent = whole === undefined || whole.value === 0 ? null : (100 * part.value) / whole.value
      if (percent === null || percent === 0 || !isRound(percent / 5, 0)) return []
      return [check('round-share', { part: 'fertiliser', whole: 'food-waste', percent })]
    })
}

/** More meals a day and person than this, or fewer than one in five, do not fit the head count. */
const MEALS = { most: 3, least: 0.2 }

function checkMeals(inputs: FigureInputs, entries: readonly Entry[]): PlausibilityCheck[] {
  return sumByKeyAndSite(entries, ['meals']).flatMap(({ site, entries, value }) => {
    const place = inputs.campus.sites.find((s) => s.id === site)
    const heads = place === undefined ? null : headCount(inputs, { id: site, sites: [place], building: null }).value
    const counts = entries.map((f) => workingDays(inputs, f.from, f.to ?? f.from))
    const days = counts.reduce<number | null>((sum, n) => (sum === null || n === null ? null : sum + n), 0)
    if (!heads || !days) return []
    const each = value / days / heads
    return each <= MEALS.most && each >= MEALS.least ? [] : [check('meals-and-heads', { meals: value, days, each, site, heads })]
  })
}

/** `entries` are amounts whose span lies wholly within the period. */
export function checkEntries(inputs: FigureInputs, entries: readonly Entry[]): PlausibilityCheck[] {
  const sums = sumByKeyAndSite(entries, WEIGHED)
  return [...checkMultiples(inputs, sums), ...checkRoundShares(sums), ...checkMeals(inputs, entries)]
}
