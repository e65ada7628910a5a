/** What a period still waits for before it is signed, and whose it is. Pure. */

import { type Campus, type Entry, type Instant, localDate, type RoleName } from '../domain/index.ts'
import { groupBy } from '../kernel/index.ts'
import type { MeterGap } from './meter-gaps.ts'
import type { PeriodReview } from './period-state.ts'

export type CalendarItem =
  | { readonly what: 'readings'; readonly whose: RoleName; readonly points: readonly MeterGap[] }
  | {
      readonly what: 'entry'
      readonly whose: RoleName
      readonly key: string
      readonly site: string
      /** Days of the period that no entry is for; null: there has never been one. */
      readonly days: number | null
      /** Who made the last one. */
      readonly author: string | null
    }
  | { readonly what: 'months'; readonly whose: RoleName; readonly periods: readonly string[] }
  | { readonly what: 'submission' | 'signature'; readonly whose: RoleName }

/** A period in local days: the first, and the day after the last. */
export interface CalendarDays {
  readonly from: string
  readonly to: string
}

export interface CalendarFrame {
  readonly campus: Pick<Campus, 'sites' | 'timezone'>
  readonly days: CalendarDays
  readonly now: Instant
  /** Entries that count. */
  readonly entries: readonly Entry[]
  /** Meters below the coverage that is asked for. */
  readonly gaps: readonly MeterGap[]
  readonly review: PeriodReview
  /** Of a period of several months: those that are not closed. */
  readonly openMonths: readonly string[]
}

const DAY_MS = 86_400_000
const sooner = (a: string, b: string): string => (a < b ? a : b)
const later = (a: string, b: string): string => (a > b ? a : b)

/** Amounts that come now and then are not missed. */
const NOW_AND_THEN: ReadonlySet<string> = new Set(['meals', 'fertiliser', 'waste.hazardous'])
const isRegular = (key: string): boolean => !NOW_AND_THEN.has(key) && !/^(instrument|target)\./.test(key)

/** Days in [from, to) that no span holds. */
function uncoveredDays(spans: readonly CalendarDays[], { from, to }: CalendarDays): number {
  let covered = from
  let missing = 0
  const daysTo = (day: string): number => Math.max(0, (Date.parse(day) - Date.parse(covered)) / DAY_MS)
  for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    missing += daysTo(sooner(span.from, to))
    covered = later(covered, sooner(span.to, to))
  }
  return missing + daysTo(to)
}

/** Amounts that came before and are missing for days of the period. */
function missingAmounts({ days, now, entries, campus }: CalendarFrame): CalendarItem[] {
  const to = sooner(days.to, localDate(campus.timezone, now))
  const amounts = entries.filter((e) => e.to !== null && isRegular(e.key))
  return [...groupBy(amounts, (e) => `${e.key} ${e.site}`).values()].flatMap((own): CalendarItem[] => {
    const first = own.map((e) => e.from).sort()[0]
    const last = own.at(-1)
    if (first === undefined || last === undefined || first >= to) return []
    const spans = own.map((e) => ({ from: e.from, to: e.to ?? e.from }))
    const missing = uncoveredDays(spans, { from: later(days.from, first), to })
    return missing === 0 ? [] : [{ what: 'entry', whose: 'preparer', key: last.key, site: last.site, days: missing, author: last.author }]
  })
}

/** Steps that intensities divide by, of the sites that have them. */
const STEPS = [
  ['head-count', ['office']],
  ['floor-area', ['office', 'shop']],
] as const

function missingSteps({ campus, entries, days }: CalendarFrame): CalendarItem[] {
  return STEPS.flatMap(([key, kinds]) =>
    campus.sites
      .filter((site) => kinds.some((kind) => kind === site.kind))
      .filter((site) => !entries.some((e) => e.key === key && e.site === site.id && e.from < days.to))
      .map((site): CalendarItem => ({ what: 'entry', whose: 'preparer', key, site: site.id, days: null, author: null })),
  )
}

/** What is missing, in the order in which it has to be done; empty once the period is closed. */
export function missingItems(frame: CalendarFrame): readonly CalendarItem[] {
  const { review, gaps, openMonths } = frame
  if (review.revision !== null) return []
  const readings: CalendarItem[] = gaps.length === 0 ? [] : [{ what: 'readings', whose: 'operator', points: gaps }]
  const months: CalendarItem[] = openMonths.length === 0 ? [] : [{ what: 'months', whose: 'approver', periods: openMonths }]
  const step: CalendarItem =
    review.state === 'submitted' ? { what: 'signature', whose: 'approver' } : { what: 'submission', whose: 'preparer' }
  return [...readings, ...missingAmounts(frame), ...missingSteps(frame), ...months, step]
}
