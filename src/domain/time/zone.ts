/** Offsets of a time zone as a table, so that calendar edges cost arithmetic and not Temporal. The only file that imports Temporal. */

import { Temporal } from 'temporal-polyfill'
import { type Instant, instant } from './instant.ts'

/** Segment i of the zone runs from starts[i] to starts[i + 1] with offsets[i] milliseconds ahead of UTC. */
export interface ZoneTable {
  readonly starts: Float64Array
  readonly offsets: Float64Array
}

/** Years of the table; later instants have the offset of its last year. */
const FIRST_YEAR = 1970
const LAST_YEAR = 2090

const tables = new Map<string, ZoneTable>()

/** The table of an IANA zone; throws RangeError for a name that is none. */
export function zoneTable(zone: string): ZoneTable {
  const cached = tables.get(zone)
  if (cached) return cached
  const table = build(zone)
  tables.set(zone, table)
  return table
}

function build(zone: string): ZoneTable {
  let at: Temporal.ZonedDateTime | null = Temporal.ZonedDateTime.from({ year: FIRST_YEAR, month: 1, day: 1, timeZone: zone })
  const starts: number[] = [-Infinity]
  const offsets: number[] = [at.offsetNanoseconds / 1e6]
  for (at = at.getTimeZoneTransition('next'); at !== null && at.year <= LAST_YEAR; at = at.getTimeZoneTransition('next')) {
    starts.push(at.epochMilliseconds)
    offsets.push(at.offsetNanoseconds / 1e6)
  }
  return { starts: Float64Array.from(starts), offsets: Float64Array.from(offsets) }
}

export function isZone(name: string): boolean {
  try {
    zoneTable(name)
    return true
  } catch {
    return false
  }
}

/** Index of the last start at or before `at`. */
export function segmentAt(table: ZoneTable, at: number): number {
  let low = 0
  let high = table.starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((table.starts[middle] as number) <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** Milliseconds that local clocks are ahead of UTC. */
export function offsetAt(zone: string, at: Instant): number {
  const table = zoneTable(zone)
  return table.offsets[segmentAt(table, at)] as number
}

/** First instant whose local wall clock (as if it were UTC, ms) is at or past `wall`: a local time that does not exist gives the end of the gap. */
export function firstAtOrPast(zone: string, wall: number): Instant {
  const { starts, offsets } = zoneTable(zone)
  for (let i = segmentAt(zoneTable(zone), wall - 26 * 3_600_000); i < starts.length; i++) {
    const at = Math.max(starts[i] as number, wall - (offsets[i] as number))
    if (at < (starts[i + 1] ?? Infinity)) return instant(at)
  }
  return instant(wall)
}
