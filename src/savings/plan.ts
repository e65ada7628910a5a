/** What the claims of a span have to read: which loads, which months, which days, which windows of power. Pure. */

import {
  type Bucket,
  type Calendar,
  type CalendarMonth,
  calendarOf,
  type Campus,
  DAY,
  dayStart,
  floorEdge,
  HOUR,
  type Instant,
  instant,
  type Load,
  type Measure,
  monthsOf,
  nextEdge,
  type Point,
  type Span,
  span,
} from '../domain/index.ts'
import { type MonthConsumption, isDayWhole, isWhole } from './schedule/exposure.ts'
import { type LocalDay, localDays } from './schedule/profile.ts'
import { STANDBY } from './schedule/on-power.ts'

/** Months that are looked back to when a load did not run. */
export const LOOK_BACK = 13
const WINDOW = 28 * DAY
/** What was read within this time may not be rolled up yet: it lies ahead, it is not missing. */
const GRACE = HOUR

/** Months that touch the span and have begun, and those before the first that may be looked back to. */
export interface MonthsWithLookBack {
  readonly list: readonly CalendarMonth[]
  /** Index of the first month of the span itself. */
  readonly first: number
  /** The span itself: it may begin and end within a month. */
  readonly within: Span
}

export function monthsWithLookBack(zone: string, within: Span, now: Instant): MonthsWithLookBack {
  const end = Math.min(within.to, now)
  if (end <= within.from) return { list: [], first: 0, within }
  let from: Instant = floorEdge(zone, '1M', within.from)
  for (let back = 0; back < LOOK_BACK; back++) from = floorEdge(zone, '1M', instant(from - 1))
  return { list: monthsOf(zone, span(from, end)), first: LOOK_BACK, within }
}

/** Up to where everything is rolled up: the last reading of any meter, or an hour ago when all are silent for longer. */
export function horizonOf(buckets: Iterable<Bucket>, now: Instant): Instant {
  let last = now - GRACE
  for (const { edge } of buckets) if (edge !== null) last = Math.max(last, edge.time)
  return instant(Math.min(now, last))
}

/** A load with its points. */
export interface Task {
  readonly measure: Measure
  readonly load: Load
  readonly energy: Point
  readonly power: Point
}

export function tasksOf(campus: Campus): Task[] {
  const points = new Map(campus.points.map((p) => [p.id, p]))
  return campus.measures.flatMap((measure) =>
    measure.loads.flatMap((load) => {
      const [energy, power] = [points.get(load.energy), points.get(load.power)]
      return energy === undefined || power === undefined ? [] : [{ measure, load, energy, power }]
    }),
  )
}

/** What of a month counts for a measure: whole days of control up to the horizon, with their types. */
export interface MonthScope {
  readonly month: CalendarMonth
  /** Index in the list of months. */
  readonly index: number
  readonly span: Span
  readonly days: readonly LocalDay[]
}

export interface Frame {
  readonly campus: Campus
  readonly calendar: Calendar
  readonly months: MonthsWithLookBack
  readonly horizon: Instant
}

export function frameOf(campus: Campus, months: MonthsWithLookBack, horizon: Instant): Frame {
  return { campus, calendar: calendarOf(campus.calendar, campus.calendars), months, horizon }
}

export function monthScopes({ campus, calendar, months, horizon }: Frame, measure: Measure): MonthScope[] {
  const since = measure.from === null ? -Infinity : dayStart(campus.timezone, measure.from)
  return months.list.flatMap((month, index) => {
    if (index < months.first) return []
    const part = span(Math.max(month.span.from, since, months.within.from), Math.min(month.span.to, horizon, months.within.to))
    return part.to <= part.from ? [] : [{ month, index, span: part, days: localDays(campus.timezone, calendar, part) }]
  })
}

/** Whether the day buckets of a load are needed: its month bucket does not cover the scope. */
export function wantsDays({ span: part }: MonthScope, month: Bucket | null): boolean {
  return month !== null && !isWhole(part, month)
}

/** The span of the partly covered days of a load, or null. */
export function partialDays(zone: string, { span: part, days }: MonthScope, consumption: MonthConsumption): Span | null {
  if (isWhole(part, consumption.month)) return null
  const partly = days.filter((day) => {
    const bucket = consumption.days.get(day.from)
    return bucket !== undefined && !isDayWhole(day, bucket)
  })
  const [first, last] = [partly[0], partly.at(-1)]
  return first === undefined || last === undefined ? null : { from: first.from, to: nextEdge(zone, '1d', last.from) }
}

/** The last 28 days of a month, or up to the horizon: where the power at full output is looked for. */
export function powerWindow({ months, horizon }: Frame, index: number): Span {
  const end = Math.min(months.list[index]?.span.to ?? horizon, horizon)
  return span(end - WINDOW, end)
}

export interface Search {
  /** Indexes of months whose windows may hold full output, the latest first. */
  readonly candidates: readonly number[]
  /** Below this many W it is standby. */
  readonly floor: number
  readonly greatest: number
}

/**
 * Where to look for the power at full output of a month: in its own last 28 days, else month by month before it. `peak` is the greatest reading of a
 * month, W; months that never came near the greatest of all are passed over. It depends on nothing after the month, so that a month's claim is the
 * same in every period.
 */
export function searchOf(index: number, rated: number | null, peak: (index: number) => number): Search {
  const back = Array.from({ length: LOOK_BACK + 1 }, (_, k) => index - k).filter((i) => i >= 0)
  const greatest = rated ?? back.reduce((most, i) => Math.max(most, peak(i)), 0)
  const floor = STANDBY * greatest
  // The window of a month that is still running reaches into the one before it.
  const reach = (i: number): number => Math.max(peak(i), i === index ? peak(i - 1) : 0)
  return { candidates: back.filter((i) => reach(i) > 0 && reach(i) >= floor), floor, greatest }
}
