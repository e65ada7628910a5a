/** A value by the clock: each slot holds until the next one begins, the last one over midnight. */

import { instant, type SlotsPolicy, type Span } from '../../domain/index.ts'
import { type CampusTime, clockInstant, planDays, type TimedSpan } from './timed-span.ts'
import { why } from '../reasons/reason.ts'

export function slotSpans({ slots }: SlotsPolicy, time: CampusTime, within: Span): readonly TimedSpan[] {
  const begins = planDays(time, within, 2).flatMap((day) =>
    slots.map(({ at, value, text }) => ({ from: clockInstant(time, day, at), value, reason: why('slot', { at: text }) })),
  )
  return begins.flatMap((slot, i): TimedSpan[] => {
    const from = Math.max(slot.from, within.from)
    const to = Math.min(begins[i + 1]?.from ?? Infinity, within.to)
    return to <= from ? [] : [{ ...slot, from: instant(from), to: instant(to) }]
  })
}
