/** A baseline as a function of local time: share of full output, weighed over spans in whole millionths x ms. */

import {
  DAY,
  DAY_TYPES,
  type Calendar,
  type DayType,
  edges,
  instant,
  type Instant,
  localDate,
  offsetAt,
  QUARTER,
  SHARE_UNITS,
  type ShareSchedule,
  type ShareWindow,
  type Span,
} from '../../domain/index.ts'

/** A local day, or the part of one that is in scope. */
export interface LocalDay {
  readonly from: Instant
  readonly to: Instant
  /** Wall clock at its midnight as if it were UTC, ms. */
  readonly midnight: number
  readonly type: DayType
}

/** The local days that touch a span, cut to it. */
export function localDays(zone: string, calendar: Calendar, span: Span): LocalDay[] {
  if (span.to <= span.from) return []
  const list = edges(zone, '1d', span)
  return Array.from(list.slice(0, -1), (start, i) => {
    const date = localDate(zone, instant(start))
    const [from, to] = [Math.max(start, span.from), Math.min(list[i + 1] ?? start, span.to)]
    return { from: instant(from), to: instant(to), midnight: Date.parse(`${date}T00:00:00Z`), type: calendar.typeOf(date) }
  })
}

export interface Profile {
  /** Share x time of [from, to), which lies within the day: whole millionths x ms, so that sums are exact. */
  weigh(day: LocalDay, from: Instant, to: Instant): number
}

function overlap(windows: readonly ShareWindow[], from: number, to: number): number {
  let total = 0
  for (const w of windows) {
    if (w.from >= to) break
    const shared = Math.min(to, w.to) - Math.max(from, w.from)
    if (shared > 0) total += Math.round(w.share * SHARE_UNITS) * shared
  }
  return total
}

/** By wall clock: an hour that clocks show twice counts twice, one that they skip not at all. */
function overlapAtWall(windows: readonly ShareWindow[], from: number, to: number): number {
  // Clocks that go back over midnight show a time of the day before.
  if (from < 0) return overlapAtWall(windows, from + DAY, Math.min(to, 0) + DAY) + (to > 0 ? overlapAtWall(windows, 0, to) : 0)
  return overlap(windows, from, to)
}

/** Where local clocks change within [from, to), on the grid of quarter hours; null when they do not. */
function changeWithin(zone: string, from: Instant, to: Instant): Instant | null {
  const offset = offsetAt(zone, from)
  if (offsetAt(zone, instant(to - 1)) === offset) return null
  let at = Math.floor(from / QUARTER) * QUARTER + QUARTER
  while (at < to && offsetAt(zone, instant(at)) === offset) at += QUARTER
  return at < to ? instant(at) : null
}

export function createProfile(zone: string, schedule: ShareSchedule): Profile {
  const wholeDay = Object.fromEntries(DAY_TYPES.map((type) => [type, overlap(schedule[type], 0, DAY)])) as Record<DayType, number>

  function weigh(day: LocalDay, from: Instant, to: Instant): number {
    const change = changeWithin(zone, from, to)
    if (change !== null) return weigh(day, from, change) + weigh(day, change, to)
    const wall = from + offsetAt(zone, from) - day.midnight
    if (wall === 0 && to - from === DAY) return wholeDay[day.type]
    return overlapAtWall(schedule[day.type], wall, wall + to - from)
  }

  return { weigh }
}
