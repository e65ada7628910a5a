/** What a place used in a range, beside it what it is compared with and what is typical. */

import { comparison } from '../address/context.ts'
import { comparedSpan, type Range, type Span, spanOf, stepOf } from '../address/range.ts'
import { addDays, isDay } from '../address/days.ts'
import { fetchUsage, type Measure, type Usage, type UsageStep } from './usage-api.ts'
import { TYPICAL_WEEKS, type Typical, typicalOf } from './typical.ts'

export interface LoadWish {
  readonly medium: string
  readonly place: string | null
  readonly measure: Measure
  readonly range: Range
  readonly nowMs: number
}

export interface Load {
  readonly shown: Usage
  readonly compared: Usage | null
  /** Null where the steps are days or months. */
  readonly typical: Typical | null
}

const DAY_MS = 86_400_000

/** So many days before, in the same form. */
function before(at: string, days: number): string {
  return isDay(at) ? addDays(at, -days) : new Date(Date.parse(at) - days * DAY_MS).toISOString()
}

export function stepOfRange(range: Range): UsageStep {
  return stepOf(range)
}

/** A range of days or hours that is not over is read to its end: the axis shows the whole day. */
export async function fetchLoad({ medium, place, measure, range, nowMs }: LoadWish): Promise<Load> {
  const step = stepOf(range)
  const span = spanOf(range, nowMs)
  const against: Span | null = comparison.peek() === null ? null : comparedSpan(range, comparison.peek() ?? 'prior', nowMs)
  const wish = { medium, place, measure, step }
  const past = step === '15m' || step === '1h' ? { from: before(span.from, 7 * TYPICAL_WEEKS), to: span.from } : null
  const [shown, compared, history] = await Promise.all([
    fetchUsage({ ...wish, ...span }),
    against === null ? null : fetchUsage({ ...wish, ...against }),
    past === null ? null : fetchUsage({ ...wish, ...past }),
  ])
  const typical = history === null ? null : typicalOf(shown, courseOf(history), shown.zone)
  return { shown, compared, typical }
}

export const courseOf = ({
  edges,
  total: { values, measured },
}: Usage): { edges: readonly string[]; values: readonly (number | null)[]; measured: readonly number[] } => ({
  edges,
  values,
  measured,
})
