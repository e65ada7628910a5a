/** Calendar work: local edges of a zone, local dates, RFC 3339. */

import type { Step } from '../readings/bucket.ts'
import { DAY, HOUR, type Instant, instant, QUARTER, type Span } from './instant.ts'
import { firstAtOrPast, offsetAt, zoneTable } from './zone.ts'

/** Local wall clock as if it were UTC, ms. */
function wallAt(zone: string, at: Instant): number {
  return at + offsetAt(zone, at)
}

/** Wall clock of the first moment of the day, month or year that holds `wall`; `ahead` steps later. */
function firstWall(step: '1d' | '1M' | '1y', wall: number, ahead: number): number {
  if (step === '1d') return (Math.floor(wall / DAY) + ahead) * DAY
  const date = new Date(wall)
  const months = step === '1M' ? date.getUTCMonth() + ahead : 12 * ahead
  return Date.UTC(date.getUTCFullYear(), months, 1)
}

/** Last quarter-hour edge at or before `at` at which local clocks show a full hour. */
function floorHour(zone: string, at: Instant): Instant {
  let edge = Math.floor(at / QUARTER) * QUARTER
  while (wallAt(zone, instant(edge)) % HOUR !== 0) edge -= QUARTER
  return instant(edge)
}

/** Last local edge of `step` at or before `at`. 15-minute edges lie on the UTC grid; an hour is a local clock hour (the repeated one in autumn is two). */
export function floorEdge(zone: string, step: Step, at: Instant): Instant {
  if (step === '15m') return instant(Math.floor(at / QUARTER) * QUARTER)
  if (step === '1h') return floorHour(zone, at)
  const wall = wallAt(zone, at)
  // Clocks set back from 00:01 show the evening again, in the day that has begun.
  const next = firstAtOrPast(zone, firstWall(step, wall, 1))
  if (next <= at) return next
  const edge = firstAtOrPast(zone, firstWall(step, wall, 0))
  return edge <= at ? edge : firstAtOrPast(zone, firstWall(step, wall, -1))
}

/** First local edge of `step` strictly after `at`. */
export function nextEdge(zone: string, step: Step, at: Instant): Instant {
  if (step === '15m') return instant(Math.floor(at / QUARTER) * QUARTER + QUARTER)
  if (step === '1h') {
    let edge = Math.floor(at / QUARTER) * QUARTER + QUARTER
    while (wallAt(zone, instant(edge)) % HOUR !== 0) edge += QUARTER
    return instant(edge)
  }
  const wall = wallAt(zone, at)
  for (let ahead = 1; ; ahead++) {
    const edge = firstAtOrPast(zone, firstWall(step, wall, ahead))
    if (edge > at) return edge
  }
}

/** All edges of `step` from the one at or before `span.from` to the first at or after `span.to`, ascending. */
export function edges(zone: string, step: Step, span: Span): Float64Array {
  const list: number[] = [floorEdge(zone, step, span.from)]
  for (let last = list[0] as Instant; last < span.to; ) {
    last = nextEdge(zone, step, last)
    list.push(last)
  }
  return Float64Array.from(list)
}

/** YYYY-MM-DD of the local day that holds `at`. */
export function localDate(zone: string, at: Instant): string {
  return new Date(wallAt(zone, at)).toISOString().slice(0, 10)
}

/** First instant of a local date YYYY-MM-DD; a day the zone skipped starts where the next one does. */
export function dayStart(zone: string, date: string): Instant {
  return firstAtOrPast(zone, Date.parse(`${date}T00:00:00Z`))
}

/** RFC 3339 with the zone's offset; milliseconds only when there are any. */
export function formatIn(zone: string, at: Instant): string {
  const offset = offsetAt(zone, at)
  const text = new Date(at + offset)
    .toISOString()
    .slice(0, -1)
    .replace(/\.000$/, '')
  const minutes = Math.round(Math.abs(offset) / 60_000)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${text}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

// The years 0000 to 0099 and 9999 are what clocks and exports write for "no time"; Date.UTC reads the first as 1900 to 1999.
const RFC3339 = /^((?!00|9999)\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d(?:[.,]\d{1,9})?)?(Z|z|[+-]\d\d:?\d\d)?)?$/

/** RFC 3339 with offset; a date or a time without offset only with a zone. Null for anything else, impossible dates included. */
export function parseInstant(text: string, zone: string | null): Instant | null {
  const match = RFC3339.exec(text.trim())
  if (!match) return null
  const [, date = '', clock = '00:00', seconds = ':00', offset] = match
  if (offset === undefined && zone === null) return null
  const wall = Date.parse(`${date}T${clock}${millis(seconds)}Z`)
  // 2026-02-30 would roll over into March.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== date) return null
  if (offset === undefined) return firstAtOrPast(zone as string, wall)
  return instant(wall - offsetMs(offset))
}

/** Date.parse knows three digits. */
function millis(seconds: string): string {
  const [integer = ':00', fraction = ''] = seconds.split(/[.,]/)
  return fraction === '' ? integer : `${integer}.${fraction.padEnd(3, '0').slice(0, 3)}`
}

function offsetMs(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0
  const digits = offset.slice(1).replace(':', '')
  const ms = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * 60_000
  return offset[0] === '-' ? -ms : ms
}

const SINCE_2000 = Date.UTC(2000, 0, 1)

/** Local midnights beside an instant lie on the UTC 15-minute grid, whatever its clocks do there. */
function areMidnightsOnGrid(zone: string, at: Instant): boolean {
  const day = Math.floor(wallAt(zone, at) / DAY)
  return [-1, 0, 1].every((ahead) => firstAtOrPast(zone, (day + ahead) * DAY) % QUARTER === 0)
}

/**
 * Whether every local midnight since then lies on the UTC 15-minute grid, as buckets need it. Clocks that change at 00:01, as those of St. John's
 * did, are no fault: the midnight before the change is on the grid.
 */
export function isQuarterGridZone(zone: string, since: number = SINCE_2000): boolean {
  const { starts, offsets } = zoneTable(zone)
  return offsets.every((offset, i) => {
    if ((starts[i + 1] ?? Infinity) < since) return true
    const start = starts[i] as number
    return offset % QUARTER === 0 && (start < since || areMidnightsOnGrid(zone, instant(start)))
  })
}
