/** Stamps from one end of an interval to the other, for a point that stamps its amounts otherwise than the file. */

import { DAY, floorEdge, instant, nextEdge, offsetAt } from '../../domain/index.ts'
import type { ImportRow, StampSide } from '../types.ts'

export interface RestampOptions {
  readonly from: StampSide
  readonly to: StampSide
  /** Length of an amount: milliseconds, or a local calendar step. */
  readonly interval: number | '1d' | '1M' | '1y'
  readonly zone: string
}

/** The same rows with moved times. Days, months and years are those of the zone: a day in March may have 23 hours. */
export function* restamp(rows: Iterable<ImportRow>, options: RestampOptions): Generator<ImportRow> {
  for (const row of rows) yield options.from === options.to ? row : { ...row, time: movedTime(row.time, options) }
}

/** The other end of the interval that begins or ends at `time`. */
export function movedTime(time: number, { from, to, interval, zone }: RestampOptions): number {
  if (from === to) return time
  const ahead = to === 'end'
  if (typeof interval === 'number') return ahead ? time + interval : time - interval
  if (floorEdge(zone, interval, instant(time)) !== time) return byLocalClock(time, interval, { ahead, zone })
  return ahead ? nextEdge(zone, interval, instant(time)) : floorEdge(zone, interval, instant(time - 1))
}

/** The same local clock a day, month or year away; the last day of the month where it has no such day. */
function byLocalClock(time: number, step: '1d' | '1M' | '1y', { ahead, zone }: { readonly ahead: boolean; readonly zone: string }): number {
  const wall = time + offsetAt(zone, instant(time))
  const sign = ahead ? 1 : -1
  const moved = step === '1d' ? wall + sign * DAY : monthsAway(wall, sign * (step === '1M' ? 1 : 12))
  return moved - offsetAt(zone, instant(moved - offsetAt(zone, instant(time))))
}

function monthsAway(wall: number, months: number): number {
  const date = new Date(wall)
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)
  const days = (Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 1) - first) / DAY
  return first + (Math.min(date.getUTCDate(), days) - 1) * DAY + (wall % DAY)
}
