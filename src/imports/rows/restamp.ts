/** Stamps from one end of an interval to the other, for a point that stamps its amounts otherwise than the file. */

import { instant, nextEdge, DAY, offsetAt } from '../../domain/index.ts'
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
  if (typeof interval === 'number') return to === 'end' ? time + interval : time - interval
  const later = (at: number): number => laterBy(at, interval, zone)
  if (to === 'end') return later(time)
  // The begin is the moment whose end is this one; local steps differ by hours at most.
  const guess = { '1d': 1, '1M': 31, '1y': 366 }[interval] * DAY
  let at = time - guess - DAY
  while (later(at) < time) at = nextEdge(zone, '1d', instant(at))
  return later(at) === time ? at : time - guess
}

function laterBy(at: number, step: '1d' | '1M' | '1y', zone: string): number {
  const next = nextEdge(zone, step, instant(at))
  // An amount that begins at another time than midnight lasts as long by the local clock.
  const start = nextEdge(zone, step, instant(at - 1))
  if (start === at) return next
  const days = step === '1d' ? 1 : step === '1M' ? 30 : 365
  const moved = at + days * DAY
  return moved - (offsetAt(zone, instant(moved)) - offsetAt(zone, instant(at)))
}
