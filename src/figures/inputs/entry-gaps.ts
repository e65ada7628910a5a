/** Entries of amounts side by side: days that none of them is for, and days that two of them are for. */

import { type Entry, localDate, unitOfCarrier } from '../../domain/index.ts'
import { type Remark, remark } from './figure-value.ts'
import type { FigureInputs } from './figure-inputs.ts'

/** First day, and the day after the last, YYYY-MM-DD. */
export interface Days {
  readonly from: string
  readonly to: string
}

const DAY_MS = 86_400_000

/** Whole days from one YYYY-MM-DD to another. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}

const later = (a: string, b: string): string => (a > b ? a : b)
const sooner = (a: string, b: string): string => (a < b ? a : b)

/** Amounts that come now and then: between two of them there was none. */
const NOW_AND_THEN: ReadonlySet<string> = new Set(['meals', 'fertiliser', 'waste.hazardous'])

function isContinuous(inputs: FigureInputs, key: Entry['key']): boolean {
  if (!key.startsWith('bill.')) return !NOW_AND_THEN.has(key)
  const carrier = inputs.carriers.find((c) => `bill.${c.id}` === key)
  // What comes by pipe or wire is used every day, what comes by lorry or bottle when it comes.
  return carrier === undefined || unitOfCarrier(carrier) !== 'kg'
}

/**
 * Days within the span, as far as it is over, that no entry of a site is for, and how many days there are. A site whose first entry lies
 * behind the period of the report has nothing to have gaps in.
 */
export function findGaps(
  inputs: FigureInputs,
  entries: readonly Entry[],
  key: Entry['key'],
  within: Days,
): { readonly days: number; readonly gaps: readonly Days[] } {
  const { months } = inputs.period
  const spans = entries.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }])).sort((a, b) => (a.from < b.from ? -1 : 1))
  const end = sooner(within.to, localDate(inputs.campus.timezone, inputs.now))
  const begun = spans[0] !== undefined && spans[0].from < (months.at(-1)?.to ?? '')
  if (!begun || end <= within.from || !isContinuous(inputs, key)) return { days: 0, gaps: [] }
  const gaps: Days[] = []
  let covered = within.from
  for (const { from, to } of spans) {
    if (from > covered && covered < end) gaps.push({ from: covered, to: sooner(from, end) })
    covered = later(covered, to)
  }
  if (covered < end) gaps.push({ from: covered, to: end })
  return { days: daysBetween(within.from, end), gaps }
}

/** Entries of one site and key that are for the same days: both count. */
export function findOverlaps(entries: readonly Entry[], key: Entry['key'], site: string, period: Days): Remark[] {
  const spans = entries.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }])).sort((a, b) => (a.from < b.from ? -1 : 1))
  return spans.flatMap((span, i) => {
    const before = spans.slice(0, i).find((s) => s.to > span.from)
    if (before === undefined) return []
    const both = { from: span.from, to: sooner(span.to, before.to) }
    return both.from < period.to && both.to > period.from ? [remark('entries-overlap', 'entries-overlap', { key, site, ...both })] : []
  })
}
