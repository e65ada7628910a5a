/** Days folded into the list of a week: the biggest by money, and what became of those that people say are done. Pure. */

import { groupBy } from '../kernel/index.ts'
import type { Resource } from './rules/fault-rule.ts'
import { type FaultHit, findingId, type FindingDay, type FindingState, UNTOUCHED } from './finding.ts'

export interface WeeklyFinding {
  readonly id: string
  readonly rule: string
  readonly subject: string
  readonly site: string
  readonly resource: Resource
  readonly points: readonly string[]
  /** Sums over the week, kWh or m3. */
  readonly amount: number
  readonly low: number
  readonly high: number
  readonly money: number | null
  readonly currency: string | null
  readonly co2: number | null
  readonly minutes: number
  /** Local days of the week on which it fired. */
  readonly days: readonly string[]
  readonly state: FindingState
  readonly verified: VerifiedResult | null
}

/** The days after it was done against the four weeks before, a day's mean each. */
export interface VerifiedResult {
  /** Days that are over since, at most 28. */
  readonly days: number
  readonly before: number
  readonly after: number
  /** Band of before. */
  readonly low: number
  readonly high: number
  /** better: after lies below the band of before. early: fewer than 28 days are over. */
  readonly verdict: 'better' | 'not-better' | 'early'
}

export const VERIFY_DAYS = 28
export const LISTED = 10

/** Sensors that cannot be right come first: other rules rely on them. */
const FIRST_RANK: Readonly<Record<string, number>> = { 'sensor-impossible': 2, 'parts-exceed-whole': 1 }

function sum(hits: readonly FaultHit[], of: (hit: FaultHit) => number | null): number | null {
  const values = hits.map(of).filter((value) => value !== null)
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0)
}

export interface WeekInput {
  /** All days that were computed, ascending. */
  readonly days: readonly FindingDay[]
  /** First and last local day of the week. */
  readonly from: string
  readonly to: string
  readonly states: ReadonlyMap<string, FindingState>
  /** Local day at which a state began. */
  readonly dateOf: (state: FindingState) => string | null
}

/** All findings of the week, the biggest first. Dismissed ones are left out. */
export function weeklyFindings(input: WeekInput): WeeklyFinding[] {
  const { days, from, to, states } = input
  const hits = days
    .filter((day) => day.date >= from && day.date <= to)
    .flatMap(({ date, hits: found }) => found.map((hit) => ({ date, hit })))
  const findings = [...groupBy(hits, ({ hit }) => findingId(hit.rule, hit.subject))].map(([id, group]): WeeklyFinding => {
    const list = group.map(({ hit }) => hit)
    const [first] = list as [FaultHit]
    const { rule, subject, site, resource, points, currency } = first
    const state = states.get(id) ?? UNTOUCHED
    return {
      id,
      rule,
      subject,
      site,
      resource,
      points,
      amount: sum(list, (hit) => hit.amount) ?? 0,
      ...bandOf(list),
      money: sum(list, (hit) => hit.money),
      currency,
      co2: sum(list, (hit) => hit.co2),
      minutes: sum(list, (hit) => hit.minutes) ?? 0,
      days: group.map(({ date }) => date),
      state,
      verified: verify(id, state, input),
    }
  })
  return findings.filter((f) => f.state.status !== 'dismissed').sort(bySize)
}

/** The bands of days add up linearly: they share the baseline that they are uncertain of. */
function bandOf(hits: readonly FaultHit[]): { readonly low: number; readonly high: number } {
  return { low: sum(hits, (hit) => hit.low) ?? 0, high: sum(hits, (hit) => hit.high) ?? 0 }
}

function bySize(a: WeeklyFinding, b: WeeklyFinding): number {
  const first = (f: WeeklyFinding): number => FIRST_RANK[f.rule] ?? 0
  return first(b) - first(a) || (b.money ?? 0) - (a.money ?? 0) || b.amount - a.amount || (a.id < b.id ? -1 : 1)
}

/** Null unless the finding was marked as done and days of before were computed. */
export function verify(id: string, state: FindingState, { days, dateOf }: Pick<WeekInput, 'days' | 'dateOf'>): VerifiedResult | null {
  const done = state.status === 'done' ? dateOf(state) : null
  if (done === null) return null
  const of = (list: readonly FindingDay[]): readonly FaultHit[] =>
    list.flatMap((day) => day.hits.filter((hit) => findingId(hit.rule, hit.subject) === id))
  const before = days.filter((day) => day.date < done).slice(-VERIFY_DAYS)
  const after = days.filter((day) => day.date > done).slice(0, VERIFY_DAYS)
  if (before.length === 0) return null
  const mean = (list: readonly FindingDay[], value: (hit: FaultHit) => number): number =>
    list.length === 0 ? 0 : (sum(of(list), value) ?? 0) / list.length
  const low = mean(before, (hit) => hit.low)
  const now = mean(after, (hit) => hit.amount)
  const verdict = after.length < VERIFY_DAYS ? 'early' : now < low ? 'better' : 'not-better'
  return {
    days: after.length,
    before: mean(before, (hit) => hit.amount),
    after: now,
    low,
    high: mean(before, (hit) => hit.high),
    verdict,
  }
}
