/**
 * Steps in the power of a load while it runs: lamps that fail, lamps that are replaced. What a step takes away is no saving of control, so the month is
 * claimed in parts, each at its own power.
 */

import { type Calendar, type Instant, instant, DAY, dayStart, type Span, span } from '../../domain/index.ts'
import { type Hours, hoursWithin } from './hours.ts'
import type { LocalDayOf } from './local-day.ts'
import { deviation, type FullOutput, fullOutput, median, STANDBY } from './on-power.ts'

/** Levels of two neighbouring parts differ by a tenth at least. */
const LEAST_STEP = Math.log(1.1)
/** Running days that each part needs. */
const FEWEST_DAYS = 3
/** Share of the days of a part that may lie on the other side of the middle. */
const ASTRAY = 0.1

/** Time of one power at full output. */
export interface PowerSegment {
  readonly span: Span
  readonly full: FullOutput
}

export interface LevelRules {
  readonly zone: string
  readonly dayOf: LocalDayOf
  /** Whether a local day (since 1970) is compared with others. */
  readonly counts: (day: number) => boolean
}

/** YYYY-MM-DD of a day since 1970. */
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)

/** Workdays: over a holiday fewer lamps burn, and none of them has failed. */
export function workdaysOnly(zone: string, calendar: Calendar, dayOf: LocalDayOf): LevelRules {
  // Asked for every day of every load: a date is looked up once.
  const known = new Map<number, boolean>()
  return {
    zone,
    dayOf,
    counts(day) {
      const found = known.get(day) ?? calendar.typeOf(dateOf(day)) === 'workday'
      known.set(day, found)
      return found
    },
  }
}

interface DayLevel {
  readonly day: number
  /** W: the third greatest hour of the day, so that a spike is no level. */
  readonly watts: number
}

/** A level for each local day that counts and on which the load ran. */
export function dayLevels(hours: Hours, { dayOf, counts }: Pick<LevelRules, 'dayOf' | 'counts'>): DayLevel[] {
  const { length, start, max } = hours
  let greatest = 0
  for (let i = 0; i < length; i++) if ((max[i] as number) > greatest) greatest = max[i] as number
  const days = new Map<number, number[]>()
  for (let i = 0; i < length; i++) {
    const peak = max[i] as number
    if (!(peak > STANDBY * greatest)) continue
    const day = dayOf(start[i] as number)
    const peaks = days.get(day)
    if (peaks !== undefined) insertPeak(peaks, peak)
    else if (counts(day)) days.set(day, [peak])
  }
  return [...days].map(([day, peaks]) => ({ day, watts: peaks.at(-1) ?? 0 })).sort((a, b) => a.day - b.day)
}

/** Keeps the three greatest, the greatest first. */
function insertPeak(peaks: number[], peak: number): void {
  if (peaks.length === 3 && peak <= (peaks[2] as number)) return
  const at = peaks.findIndex((p) => p < peak)
  peaks.splice(at < 0 ? peaks.length : at, 0, peak)
  if (peaks.length > 3) peaks.pop()
}

/** Days (since 1970, local) on which a new level begins, ascending. */
export function findSteps(levels: readonly DayLevel[]): number[] {
  const at = bestSplit(levels)
  if (at === null) return []
  return [...findSteps(levels.slice(0, at)), levels[at]?.day ?? 0, ...findSteps(levels.slice(at))]
}

/** The split into two levels of the least scatter, where it tells the two clearly apart; else null. */
function bestSplit(levels: readonly DayLevel[]): number | null {
  const logs = levels.map((l) => Math.log(l.watts))
  let best: number | null = null
  let most = 0
  for (let at = FEWEST_DAYS; at <= logs.length - FEWEST_DAYS; at++) {
    const [before, after] = [logs.slice(0, at), logs.slice(at)]
    const apart = meanOf(after) - meanOf(before)
    // Scatter between two groups: the greater, the less remains within them.
    const between = (apart * apart * before.length * after.length) / logs.length
    if (between > most && isStep(before, after)) [best, most] = [at, between]
  }
  return best
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length

function isStep(before: readonly number[], after: readonly number[]): boolean {
  const [low, high] = [before, after].map((part) => median([...part].sort((a, b) => a - b))) as [number, number]
  if (Math.abs(high - low) < LEAST_STEP) return false
  const middle = (low + high) / 2
  const astray = (part: readonly number[], own: number): number => part.filter((v) => v < middle !== own < middle).length
  return astray(before, low) <= ASTRAY * before.length && astray(after, high) <= ASTRAY * after.length
}

/** Parts of a span with their powers; none when there is no step in it. `hours` may begin before the span: days before it tell the first level. */
export function powerSegments(hours: Hours, within: Span, rules: LevelRules): PowerSegment[] {
  const levels = dayLevels(hours, rules)
  const steps = findSteps(levels)
  if (steps.length === 0) return []
  const every = { dayOf: rules.dayOf, counts: () => true }
  const all = dayLevels(hours, every)
  const starts = steps.map((day) => dayStart(rules.zone, dateOf(firstOfLevel(day, levels, all))))
  const edges: Instant[] = [instant(Math.min(within.from, hours.start[0] ?? within.from)), ...starts, within.to]
  const parts = edges.slice(0, -1).flatMap((from, i): PowerSegment[] => {
    const to = edges[i + 1] ?? within.to
    const own = hoursWithin(hours, from, to)
    const full = fullOutput(own, 0) ?? outputOf(dayLevels(own, every))
    return full === null ? [] : [{ span: span(from, to), full }]
  })
  const inside = parts.filter((p) => p.span.to > within.from && p.span.from < within.to)
  return inside.length < 2 ? [] : inside
}

/** The first day of a new level: days that are not compared, such as the weekend before, may have it already. */
function firstOfLevel(day: number, levels: readonly DayLevel[], all: readonly DayLevel[]): number {
  const at = levels.findIndex((l) => l.day === day)
  const [before, after] = [levels[at - 1], levels[at]]
  if (before === undefined || after === undefined) return day
  const isNew = ({ watts }: DayLevel): boolean => Math.abs(watts - after.watts) < Math.abs(watts - before.watts)
  const between = all.filter((l) => l.day > before.day && l.day < day)
  const last = between.findLast((l) => !isNew(l))?.day ?? before.day
  return between.find((l) => l.day > last)?.day ?? day
}

/** Of a part without a steady hour: its levels. */
function outputOf(levels: readonly DayLevel[]): FullOutput | null {
  const watts = levels.map((l) => l.watts).sort((a, b) => a - b)
  const top = watts.at(-1)
  return top === undefined ? null : { median: median(watts), hours: watts.length, scatter: deviation(watts), top, running: watts.length }
}
