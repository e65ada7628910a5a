/** Wall clocks of events: IANA zones by our own tables, other names by the VTIMEZONE of the file. */

import ICAL from 'ical.js'
import { firstAtOrPast, type Instant, instant, isZone, offsetAt } from '../../domain/index.ts'
import type { CalendarComponent } from './components.ts'

export interface WallClock {
  /** `wall`: what the clock shows, as if it were UTC, ms. */
  toInstant(wall: number): Instant
  toWall(at: Instant): number
}

/** Stands in where there is no other. */
export const UTC_CLOCK: WallClock = { toInstant: (wall) => instant(wall), toWall: (at) => at }

const zoneClock = (zone: string): WallClock => ({
  toInstant: (wall) => firstAtOrPast(zone, wall),
  toWall: (at) => at + offsetAt(zone, at),
})

function fileClock(component: CalendarComponent): WallClock {
  const zone = ICAL.Timezone.fromData({ component: ICAL.Component.fromString(component.text) })
  const offset = (wall: number): number => zone.utcOffset(wallTime(wall)) * 1000
  return {
    toInstant: (wall) => instant(wall - offset(wall)),
    toWall: (at) => at + offset(at + offset(at)),
  }
}

/** A floating time of ical.js from a wall clock. */
export function wallTime(wall: number): ICAL.Time {
  const date = new Date(wall)
  return ICAL.Time.fromData({
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    isDate: false,
  })
}

export const wallOf = ({ year, month, day, hour, minute, second }: ICAL.Time): number =>
  Date.UTC(year, month - 1, day, hour, minute, second)

/** The clock of a TZID; null for one that neither IANA nor the file has. Without one a time is that of the campus. */
export function createClocks(campusZone: string, components: readonly CalendarComponent[]): (tzid: string | null) => WallClock | null {
  const clocks = new Map<string, WallClock | null>([['UTC', UTC_CLOCK]])
  const find = (tzid: string): WallClock | null => {
    // Some programs write /example.org/20260101/Europe/Berlin.
    const name = tzid.split('/').slice(-2).join('/')
    const known = [tzid, name].find(isZone)
    if (known !== undefined) return zoneClock(known)
    const own = components.find((c) => c.kind === 'VTIMEZONE' && c.lines.some((l) => l.name === 'TZID' && l.value === tzid))
    return own === undefined ? null : fileClock(own)
  }
  return (tzid) => {
    const key = tzid ?? campusZone
    const found = clocks.get(key)
    if (found !== undefined) return found
    const clock = find(key)
    clocks.set(key, clock)
    return clock
  }
}
