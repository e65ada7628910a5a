/** Local clocks of a zone: which instants they name, gaps and doubled hours. */

import { DAY, HOUR, instant, isZone, offsetAt } from '../../domain/index.ts'

export interface ClockChange {
  readonly at: number
  /** Wall clock just before and just after: first and last of the gap or of the doubled hour, ms. */
  readonly before: number
  readonly after: number
}

export interface ZoneClock {
  readonly zone: string
  /** The change of clocks near a wall, or null on the days without one. */
  readonly changeNear: (wall: number) => ClockChange | null
  /** The only instant of a wall where no change of clocks touches it. */
  readonly plain: (wall: number) => number
}

const REACH = DAY + 2 * HOUR

/** `+10`, `UTC+10` and `+10:00` as `+10:00`; `UTC` and names as they are; null for what is no zone. */
export function zoneName(text: string): string | null {
  const found = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(text.trim())
  if (found !== null) {
    const [, sign = '+', hours = '', minutes = '00'] = found
    return Number(hours) > 14 || Number(minutes) > 59 ? null : `${sign}${hours.padStart(2, '0')}:${minutes}`
  }
  const name = /^z$/i.test(text.trim()) ? 'UTC' : text.trim()
  return isZone(name) ? name : null
}

export function localClock(zone: string): ZoneClock {
  const days = new Map<number, ClockChange | null>()
  const changeNear = (wall: number): ClockChange | null => {
    const day = Math.floor(wall / DAY)
    const known = days.get(day)
    if (known !== undefined) return known
    const found = findChange(zone, day * DAY - REACH, (day + 1) * DAY + REACH)
    days.set(day, found)
    return found
  }
  return { zone, changeNear, plain: (wall) => wall - offsetNear(zone, wall, changeNear(wall)) }
}

function offsetNear(zone: string, wall: number, change: ClockChange | null): number {
  if (change === null) return offsetAt(zone, instant(wall))
  return wall < Math.max(change.before, change.after) ? change.before - change.at : change.after - change.at
}

/** The first change in a span of time, or null. */
function findChange(zone: string, from: number, to: number): ClockChange | null {
  const first = offsetAt(zone, instant(from))
  let low = from
  let high = to
  if (first === offsetAt(zone, instant(to))) return null
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(zone, instant(middle)) === first) low = middle
    else high = middle
  }
  return { at: high, before: high + first, after: high + offsetAt(zone, instant(high)) }
}
