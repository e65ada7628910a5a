/** Events of an iCalendar file as spans: recurrence rules, exceptions and moved occurrences carried out, by the clock of each event. */

import ICAL from 'ical.js'
import { DAY, type Instant, type Span } from '../../domain/index.ts'
import { createClocks, UTC_CLOCK, wallOf, wallTime, type WallClock } from './clocks.ts'
import { type CalendarComponent, type ContentLine, type LineFault, readComponents } from './components.ts'

export interface Occurrence extends Span {
  /** The local days of an all-day event, YYYY-MM-DD; null: it has clock times. */
  readonly days: readonly string[] | null
}

export interface CalendarEvent {
  /** Of `BEGIN:VEVENT`. */
  readonly line: number
  readonly summary: string
  readonly location: string
  readonly categories: readonly string[]
  /** A weekend day that is worked in exchange for a holiday. */
  readonly worked: boolean
  readonly occurrences: readonly Occurrence[]
}

export interface CalendarEvents {
  readonly events: readonly CalendarEvent[]
  readonly faults: readonly LineFault[]
}

/** Rules without end are carried out up to here. */
const HORIZON = Date.UTC(2040, 0, 1)
/** Occurrences of a file that are kept. */
const MOST = 50_000

export function readCalendarEvents(text: string, zone: string): CalendarEvents {
  const { components, faults } = readComponents(text)
  const found: LineFault[] = [...faults]
  const clockOf = createClocks(zone, components)
  const own = components.filter((c) => c.kind === 'VEVENT')
  const sound = own.filter((c) => {
    const wrong = checkTimes(c, clockOf)
    found.push(...wrong)
    return wrong.length === 0
  })
  const events: CalendarEvent[] = []
  let room = MOST
  for (const component of sound) {
    if (valueOf(component, 'RECURRENCE-ID') !== null || valueOf(component, 'STATUS')?.toUpperCase() === 'CANCELLED') continue
    const clock = clockFor(component, clockOf)
    const moved = sound.filter((c) => valueOf(c, 'RECURRENCE-ID') !== null && valueOf(c, 'UID') === valueOf(component, 'UID'))
    const occurrences = occurrencesOf({ component, moved, clock, campus: clockOf(null) ?? clock }, room, found)
    room -= occurrences.length
    events.push({ ...factsOf(component), occurrences })
  }
  return { events, faults: found }
}

const lineOf = ({ lines }: CalendarComponent, name: string): ContentLine | undefined => lines.find((l) => l.name === name)
const valueOf = (component: CalendarComponent, name: string): string | null => lineOf(component, name)?.value.trim() ?? null

/** How Chinese holiday calendars mark make-up days: Apple's property, a category, or the word. */
function isWorked(component: CalendarComponent): boolean {
  const special = valueOf(component, 'X-APPLE-SPECIAL-DAY')?.toUpperCase()
  const categories = valueOf(component, 'CATEGORIES')?.toUpperCase() ?? ''
  return (
    special === 'ALTERNATE-WORKDAY' ||
    /\bWORK(DAY|ED)?\b/.test(categories) ||
    /[（(]班[）)]|补班|補班|調班|调休上班/.test(valueOf(component, 'SUMMARY') ?? '')
  )
}

function factsOf(component: CalendarComponent): Omit<CalendarEvent, 'occurrences'> {
  const textOf = (name: string): string => (valueOf(component, name) ?? '').replace(/\\([,;\\])/g, '$1').replace(/\\n/gi, ' ')
  const categories = textOf('CATEGORIES')
    .split(',')
    .map((c) => c.trim())
    .filter((c) => c !== '')
  return { line: component.line, summary: textOf('SUMMARY'), location: textOf('LOCATION'), categories, worked: isWorked(component) }
}

type ClockOf = (tzid: string | null) => WallClock | null

const isUtc = (line: ContentLine): boolean => /Z\s*$/.test(line.value)
const tzidOf = (line: ContentLine | undefined): string | null =>
  line === undefined ? null : isUtc(line) ? 'UTC' : (line.parameters['TZID'] ?? null)

/** The clock of an event is that of its beginning. `checkTimes` has made sure that there is one. */
function clockFor(component: CalendarComponent, clockOf: ClockOf): WallClock {
  return clockOf(tzidOf(lineOf(component, 'DTSTART'))) ?? UTC_CLOCK
}

const TIMES: ReadonlySet<string> = new Set(['DTSTART', 'DTEND', 'RECURRENCE-ID', 'EXDATE', 'RDATE'])

function checkTimes(component: CalendarComponent, clockOf: ClockOf): LineFault[] {
  const start = lineOf(component, 'DTSTART')
  if (start === undefined)
    return [{ line: component.line, name: 'VEVENT', message: 'the event has no DTSTART', hint: 'an event needs its beginning' }]
  const faults = component.lines.flatMap((line) => [
    ...(TIMES.has(line.name) ? timeFaults(line, clockOf) : []),
    ...(line.name === 'RRULE' ? ruleFaults(line) : []),
  ])
  const end = lineOf(component, 'DTEND')
  if (faults.length === 0 && end !== undefined && instantOf(end, clockOf) < instantOf(start, clockOf))
    faults.push({
      line: end.line,
      name: 'DTEND',
      message: `the end "${end.value}" is before the beginning "${start.value}"`,
      hint: 'the end is exclusive: the first moment behind the event',
    })
  return faults
}

const TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/

/** What a text of RFC 5545 shows as wall clock, ms; null when it is no date and no time. */
function wallOfText(text: string): number | null {
  const [, ...parts] = TIME.exec(text) ?? []
  const [year = NaN, month = NaN, day = NaN, hour = 0, minute = 0, second = 0] = parts.map((p) => Number(p ?? 0))
  const wall = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59))
  const exists =
    new Date(wall).getUTCDate() === day && new Date(wall).getUTCMonth() === month - 1 && hour < 24 && minute < 60 && second <= 60
  return parts.length > 0 && exists ? wall : null
}

function instantOf(line: ContentLine, clockOf: ClockOf): Instant {
  const wall = wallOfText(line.value.trim()) ?? 0
  return (clockOf(tzidOf(line)) ?? UTC_CLOCK).toInstant(wall)
}

function timeFaults(line: ContentLine, clockOf: ClockOf): LineFault[] {
  const { value, name } = line
  const wrong = value.split(',').find((text) => wallOfText(text.split('/')[0]?.trim() ?? '') === null)
  if (wrong !== undefined)
    return [
      { line: line.line, name, message: `"${wrong}" is no date and no time`, hint: 'write 20260930, 20260930T090000 or 20260930T010000Z' },
    ]
  const tzid = tzidOf(line)
  if (tzid === null || clockOf(tzid) !== null) return []
  return [
    {
      line: line.line,
      name,
      message: `there is no time zone "${tzid}"`,
      hint: 'name one of IANA such as Europe/Berlin, or keep its VTIMEZONE in the file',
    },
  ]
}

function ruleFaults({ line, value }: ContentLine): LineFault[] {
  try {
    ICAL.Recur.fromString(value)
    return []
  } catch (error) {
    return [
      {
        line,
        name: 'RRULE',
        message: `"${value}" is no recurrence rule: ${error instanceof Error ? error.message : ''}`,
        hint: 'write FREQ=WEEKLY;BYDAY=MO,TU',
      },
    ]
  }
}

interface EventParts {
  readonly component: CalendarComponent
  /** Occurrences that were moved or cancelled by themselves. */
  readonly moved: readonly CalendarComponent[]
  readonly clock: WallClock
  readonly campus: WallClock
}

/** All times as wall clock of the event: ical.js compares times with a zone and times without as if both were UTC. */
function wallEvent({ text }: CalendarComponent, clock: WallClock): ICAL.Component {
  const component = ICAL.Component.fromString(text)
  const toWall = (time: ICAL.Time): ICAL.Time =>
    time.isDate || time.zone !== ICAL.Timezone.utcTimezone ? time : wallTime(clock.toWall(wallOf(time) as Instant))
  for (const property of component.getAllProperties()) {
    if (TIMES.has(property.name.toUpperCase())) {
      const values = property.getValues().map((value: unknown) => (value instanceof ICAL.Time ? toWall(value) : value))
      property.removeParameter('tzid')
      if (values.length === 1) property.setValue(values[0])
      else property.setValues(values)
    }
    const rule: unknown = property.name === 'rrule' ? property.getFirstValue() : null
    if (rule instanceof ICAL.Recur && rule.until instanceof ICAL.Time) rule.until = toWall(rule.until)
  }
  return component
}

function occurrencesOf(parts: EventParts, room: number, faults: LineFault[]): Occurrence[] {
  const { component, moved, clock } = parts
  const exceptions = moved.map((c) => wallEvent(c, clock))
  const cancelled = new Set(
    moved.flatMap((c, i) =>
      valueOf(c, 'STATUS')?.toUpperCase() === 'CANCELLED' ? [String(exceptions[i]?.getFirstPropertyValue('recurrence-id'))] : [],
    ),
  )
  const event = new ICAL.Event(wallEvent(component, clock), { exceptions, strictExceptions: false })
  const iterator = event.iterator()
  const found: Occurrence[] = []
  for (let time = iterator.next(); time !== null && time !== undefined; time = iterator.next()) {
    if (wallOf(time) >= HORIZON) break
    if (found.length >= room) {
      faults.push({
        line: component.line,
        name: 'VEVENT',
        message: `the file has more than ${MOST} occurrences`,
        hint: 'end its rules by UNTIL or COUNT',
      })
      return []
    }
    if (cancelled.has(time.toString())) continue
    const one = occurrence(time.isDate, wallsOf(event, time, moved.length > 0), parts)
    if (one !== null) found.push(one)
  }
  return found
}

interface Walls {
  readonly first: number
  readonly last: number
}

/** ical.js looks a moved occurrence up, which takes far longer than a sum. */
function wallsOf(event: ICAL.Event, time: ICAL.Time, moved: boolean): Walls {
  if (!moved) return { first: wallOf(time), last: wallOf(time) + wallOf(event.endDate) - wallOf(event.startDate) }
  const { startDate, endDate } = event.getOccurrenceDetails(time)
  return { first: wallOf(startDate), last: wallOf(endDate) }
}

/** Days of the campus for dates; an event without length is none. */
function occurrence(isDate: boolean, { first, last }: Walls, { clock, campus }: EventParts): Occurrence | null {
  if (!isDate) return last <= first ? null : { from: clock.toInstant(first), to: clock.toInstant(last), days: null }
  const behind = Math.max(last, first + DAY)
  const days = Array.from({ length: Math.round((behind - first) / DAY) }, (_, i) => new Date(first + i * DAY).toISOString().slice(0, 10))
  return { from: campus.toInstant(first), to: campus.toInstant(behind), days }
}
