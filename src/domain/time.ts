/** Calendar work: local edges of a zone. The only file that imports Temporal. */

import { Temporal } from 'temporal-polyfill'
import type { Step } from './bucket.ts'
import { type Instant, instant, QUARTER, type Span } from './instant.ts'

/** First local edge of `step` strictly after `at`. 15-minute edges lie on the UTC grid. */
export function nextEdge(zone: string, step: Step, at: Instant): Instant {
  const start = floorEdge(zone, step, at)
  if (step === '15m') return instant(start + QUARTER)
  const local = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone)
  const next = step === '1h' ? local.add({ hours: 1 }) : local.add(DATE_STEP[step]).startOfDay()
  return instant(next.epochMilliseconds)
}

/** Last local edge of `step` at or before `at`. */
export function floorEdge(zone: string, step: Step, at: Instant): Instant {
  if (step === '15m') return instant(Math.floor(at / QUARTER) * QUARTER)
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  if (step === '1h') return instant(local.round({ smallestUnit: 'hour', roundingMode: 'floor' }).epochMilliseconds)
  const date = local.toPlainDate()
  const first = step === '1d' ? date : step === '1M' ? date.with({ day: 1 }) : date.with({ month: 1, day: 1 })
  return instant(first.toZonedDateTime(zone).startOfDay().epochMilliseconds)
}

const DATE_STEP = { '1d': { days: 1 }, '1M': { months: 1 }, '1y': { years: 1 } } as const

/** All edges of `step` from the one at or before `span.from` to the first at or after `span.to`, ascending. */
export function edges(zone: string, step: Step, span: Span): Float64Array {
  const list: number[] = [floorEdge(zone, step, span.from)]
  let last = list[0] as Instant
  while (last < span.to) {
    last = nextEdge(zone, step, last)
    list.push(last)
  }
  return Float64Array.from(list)
}
