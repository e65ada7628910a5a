/** Days that the calendar takes for workdays and on which a measure used what it uses on days off: a holiday that the calendar does not know. */

import { type Calendar, DAY, type Span } from '../../domain/index.ts'
import { type Hours, hoursWithin } from './hours.ts'
import type { LocalDayOf } from './local-day.ts'
import { median } from './on-power.ts'

/** Days of each kind that a comparison needs. */
const FEWEST_DAYS = 4
/** Days off use less than this share of a workday, else they tell nothing. */
const DISTINCT = 0.75
/** A workday this near to a day off, of the way to a workday, is none. */
const NEAR = 0.3
/** Known share of a day that is compared. */
const KNOWN = 0.9

/** W x ms by local date. */
export type DayUse = ReadonlyMap<string, number>

/** What a load drew on each local day of a span, from hours of its power; days that are not known are left out. */
export function dailyUse(hours: Hours, within: Span, dayOf: LocalDayOf): DayUse {
  const { length, start, total, covered } = hoursWithin(hours, within.from, within.to)
  const days = new Map<number, { total: number; covered: number }>()
  for (let i = 0; i < length; i++) {
    const day = dayOf(start[i] as number)
    let sums = days.get(day)
    if (sums === undefined) days.set(day, (sums = { total: 0, covered: 0 }))
    sums.total += total[i] as number
    sums.covered += covered[i] as number
  }
  const known = [...days].filter(([, sums]) => sums.covered >= KNOWN * DAY)
  return new Map(known.map(([day, sums]) => [new Date(day * DAY).toISOString().slice(0, 10), sums.total]))
}

interface Levels {
  readonly busy: number
  readonly quiet: number
}

/** Medians of workdays and of days off; null where there are too few of either, or where they hardly differ. */
function levelsOf(use: DayUse, calendar: Calendar): Levels | null {
  const middleOf = (workday: boolean): number | null => {
    const own = [...use].filter(([date]) => (calendar.typeOf(date) === 'workday') === workday).map(([, total]) => total)
    return own.length < FEWEST_DAYS ? null : median(own.sort((a, b) => a - b))
  }
  const [busy, quiet] = [middleOf(true), middleOf(false)]
  return busy === null || quiet === null || quiet >= DISTINCT * busy ? null : { busy, quiet }
}

/** Of the loads that follow the working week, together; days that one of them does not know are left out. */
export function workingUse(loads: readonly DayUse[], calendar: Calendar): DayUse {
  const own = loads.filter((use) => levelsOf(use, calendar) !== null)
  const [first, ...others] = own
  if (first === undefined) return new Map()
  const dates = [...first.keys()].filter((date) => others.every((use) => use.has(date)))
  return new Map(dates.map((date) => [date, own.reduce((sum, use) => sum + (use.get(date) ?? 0), 0)]))
}

/** Dates in order; none where days off and workdays hardly differ. */
export function suspectedHolidays(use: DayUse, calendar: Calendar): readonly string[] {
  const levels = levelsOf(use, calendar)
  if (levels === null) return []
  const most = levels.quiet + NEAR * (levels.busy - levels.quiet)
  return [...use]
    .filter(([date, total]) => calendar.typeOf(date) === 'workday' && total < most)
    .map(([date]) => date)
    .sort()
}
