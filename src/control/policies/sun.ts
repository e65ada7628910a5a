/**
 * Windows by the sun. Between sunset and sunrise it is dark, however long that lasts: a polar night is one window, a polar day none. A window
 * that meets a clock time is empty when it would last longer than LONGEST: the sun is past that time already.
 */

import {
  DAY,
  formatIn,
  HOUR,
  type Instant,
  instant,
  isSunUp,
  MINUTE,
  type Span,
  sunCrossings,
  type SunMoment,
  type SunPolicy,
} from '../../domain/index.ts'
import { type CampusTime, clockInstant, fillGaps, planDays, type TimedSpan } from './timed-span.ts'
import { type ControlReason, why } from '../reasons/reason.ts'

const LONGEST = 18 * HOUR
/** Crossings this far around a span can reach into it. */
const REACH = 2 * DAY

interface SunCourse {
  /** Sunrises and sunsets around the span. */
  readonly events: readonly { readonly event: 'sunrise' | 'sunset'; readonly at: Instant }[]
  readonly upAtBegin: boolean
  readonly around: Span
}

type SunEvent = 'sunrise' | 'sunset'

function courseOf({ location }: CampusTime, within: Span): SunCourse | null {
  if (location === null) return null
  const around = { from: instant(within.from - REACH), to: instant(within.to + REACH) }
  const events = sunCrossings(location, around).map(({ at, rises }) => ({ event: rises ? ('sunrise' as const) : ('sunset' as const), at }))
  return { events, upAtBegin: isSunUp(location, around.from), around }
}

/** Spans that begin with `event` and end with the other one; open where the sun neither rose nor set around. */
function phasesFrom(event: SunEvent, { events, upAtBegin }: SunCourse): { from: number; to: number }[] {
  const phases: { from: number; to: number }[] = []
  let from = (event === 'sunrise') === upAtBegin ? -Infinity : null
  for (const { event: found, at } of events) {
    if (found === event) from = at
    else if (from !== null) {
      phases.push({ from, to: at })
      from = null
    }
  }
  return from === null ? phases : [...phases, { from, to: Infinity }]
}

/** Times of an event; within a polar night or day the local noon (sunset) or midnight (sunrise) of each day stands in for it. */
function occurrences(event: SunEvent, course: SunCourse, time: CampusTime): number[] {
  const found = phasesFrom(event, course).flatMap(({ from, to }) => {
    const stand = event === 'sunset' ? 12 * HOUR : 0
    const days = planDays(time, course.around).map((day) => clockInstant(time, day, stand))
    const more = days.filter((at) => at > from + 12 * HOUR && at < to)
    return Number.isFinite(from) ? [from, ...more] : more
  })
  return found.sort((a, b) => a - b)
}

type Clock = Extract<SunMoment, { event: 'clock' }>
type OfSun = Exclude<SunMoment, Clock>

function betweenEvents(from: OfSun, to: OfSun, course: SunCourse): Span[] {
  const shifted = (begin: number, end: number): Span => ({ from: instant(begin + from.offset), to: instant(end + to.offset) })
  if (from.event !== to.event) return phasesFrom(from.event, course).map((phase) => shifted(phase.from, phase.to))
  return course.events.filter((e) => e.event === from.event).map(({ at }) => shifted(at, at))
}

/** From each of the beginnings to the first of the ends behind it. */
function paired(begins: readonly number[], ends: readonly number[]): Span[] {
  return begins.flatMap((from) => {
    const to = ends.find((end) => end > from)
    return to === undefined || to - from > LONGEST ? [] : [{ from: instant(from), to: instant(to) }]
  })
}

function windowsOf({ from, to }: SunPolicy, course: SunCourse, time: CampusTime): Span[] {
  const clocks = ({ offset }: Clock): number[] => planDays(time, course.around).map((day) => clockInstant(time, day, offset))
  const events = ({ event, offset }: OfSun): number[] => occurrences(event, course, time).map((at) => at + offset)
  if (from.event === 'clock') return to.event === 'clock' ? [] : paired(clocks(from), events(to))
  return to.event === 'clock' ? paired(events(from), clocks(to)) : betweenEvents(from, to, course)
}

const toMinute = (at: number): Instant => instant(Number.isFinite(at) ? Math.round(at / MINUTE) * MINUTE : at)

/** Edges are whole minutes. */
export function sunSpans(policy: SunPolicy, time: CampusTime, within: Span): readonly TimedSpan[] {
  const course = courseOf(time, within)
  const { value, otherwise, text } = policy
  const spans = (course === null ? [] : windowsOf(policy, course, time))
    .map((window) => ({ from: toMinute(window.from), to: toMinute(window.to) }))
    .filter((window) => window.to > window.from)
    .sort((a, b) => a.from - b.from)
  const named = spans.map((window): TimedSpan => ({ ...window, value, reason: reasonOf(policy, window, time) }))
  return fillGaps(named, within, () => ({ value: otherwise, reason: why('outside-window', { window: text }) }))
}

function reasonOf({ text }: SunPolicy, { from, to }: Span, { zone }: CampusTime): ControlReason {
  const clock = (at: number): string => formatIn(zone, instant(at)).slice(11, 16)
  const window = text
  if (!Number.isFinite(from))
    return Number.isFinite(to) ? why('sun-window-begun', { window, to: clock(to) }) : why('no-crossing', { window })
  if (!Number.isFinite(to)) return why('sun-window-open', { window, from: clock(from) })
  return why('sun-window', { window, from: clock(from), to: clock(to) })
}
