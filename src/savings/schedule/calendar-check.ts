/** Days that the calendar takes for workdays and on which a measure used what it uses on days off: a holiday that the calendar does not know. */

import { type Bucket, type Calendar, coveredMs, localDate } from '../../domain/index.ts'
import { median } from './on-power.ts'

/** Days of each kind that a comparison needs. */
const FEWEST_DAYS = 4
/** Days off use less than this share of a workday, else they tell nothing. */
const DISTINCT = 0.75
/** A workday this near to a day off, of the way to a workday, is none. */
const NEAR = 0.3
/** Known share of a day that is compared. */
const KNOWN = 0.9

type DayUse = ReadonlyMap<string, number>

/** Use of one load by local date; days that its meter does not know are left out. */
function dailyUse(days: readonly Bucket[], zone: string): DayUse {
  const known = days.filter((day) => coveredMs(day) >= KNOWN * (day.end - day.start))
  return new Map(known.map((day) => [localDate(zone, day.start), day.total]))
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
export function workingUse(loads: readonly (readonly Bucket[])[], zone: string, calendar: Calendar): DayUse {
  const own = loads.map((days) => dailyUse(days, zone)).filter((use) => levelsOf(use, calendar) !== null)
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
