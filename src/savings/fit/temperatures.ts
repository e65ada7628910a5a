/** Mean temperatures of days, from hourly or daily rows (CalTRACK 2.2.2, 2.3.3). */

import { DAY, HOUR, type Instant } from '../../domain/index.ts'
import { hoursOf, intervalOf, type SeriesRow, stepOf } from './series.ts'

/** Gaps of hours that are filled along a straight line. */
const LONGEST_FILL = 6
/** Share of a day's hours that its mean needs. */
const HALF = 0.5
/** Share of a period's hours that its degree days need (CalTRACK 2.2.3.2). */
const PERIOD_SHARE = 0.9

export interface Temperatures {
  /** Of the clock hour that starts at this time; null where it is not known. */
  hour(start: number): number | null
  /** Mean of a day that starts at this time; null where less than half of it is known. */
  day(from: Instant, to: Instant): number | null
  /** Means of the days of a period, in steps of 24 hours; none where less than 90 % of it is known. */
  days(from: Instant, to: Instant): readonly number[]
}

export function temperaturesOf(rows: readonly SeriesRow[]): Temperatures {
  const interval = intervalOf(rows)
  return interval === null || stepOf(interval) === 'within-day' ? hourlyTemperatures(rows) : dailyTemperatures(rows)
}

function hourlyTemperatures(rows: readonly SeriesRow[]): Temperatures {
  const hours = fillGaps(hoursOf(rows))
  const hour = (start: number): number | null => hours.get(start) ?? null
  const meanOf = (from: number, to: number): { mean: number; share: number } => {
    let [sum, count] = [0, 0]
    for (let at = Math.ceil(from / HOUR) * HOUR; at < to; at += HOUR) {
      const value = hours.get(at)
      if (value !== undefined) [sum, count] = [sum + value, count + 1]
    }
    return { mean: sum / count, share: (count * HOUR) / (to - from) }
  }
  return {
    hour,
    day(from, to) {
      const { mean, share } = meanOf(from, to)
      return share >= HALF ? mean : null
    },
    days(from, to) {
      if (meanOf(from, to).share < PERIOD_SHARE) return []
      return stepsOf(from, to).flatMap(([start, end]) => {
        const { mean, share } = meanOf(start, end)
        return share >= HALF ? [mean] : []
      })
    },
  }
}

/** A row a day: it holds for the day that it begins. */
function dailyTemperatures(rows: readonly SeriesRow[]): Temperatures {
  const days = new Map(rows.flatMap(({ time, value }) => (value === null ? [] : [[Math.round(time / HOUR), value] as const])))
  const at = (from: number): number | null => {
    for (const hours of [0, -1, 1]) {
      const value = days.get(Math.round(from / HOUR) + hours)
      if (value !== undefined) return value
    }
    return null
  }
  return {
    hour: () => null,
    day: (from) => at(from),
    days(from, to) {
      const steps = stepsOf(from, to)
      const found = steps.flatMap(([start]) => at(start) ?? [])
      return found.length >= PERIOD_SHARE * steps.length ? found : []
    },
  }
}

function stepsOf(from: number, to: number): (readonly [number, number])[] {
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / DAY - 0.1)) }, (_, i) => [
    from + i * DAY,
    Math.min(to, from + (i + 1) * DAY),
  ])
}

/** Means of clock hours; short gaps lie on the line between their neighbours. */
function fillGaps(hours: ReturnType<typeof hoursOf>): Map<number, number> {
  const filled = new Map<number, number>()
  let last: { readonly at: number; readonly value: number } | null = null
  for (const [at, { sum, count }] of [...hours].sort(([a], [b]) => a - b)) {
    const value = sum / count
    const gap: number = last === null ? 0 : (at - last.at) / HOUR - 1
    if (last !== null && gap > 0 && gap <= LONGEST_FILL)
      for (let k = 1; k <= gap; k++) filled.set(last.at + k * HOUR, last.value + ((value - last.value) * k) / (gap + 1))
    filled.set(at, value)
    last = { at, value }
  }
  return filled
}
