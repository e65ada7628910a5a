/** Hours of a tariff: which of its prices holds at each time of a local day. */

import {
  DAY,
  MINUTE,
  type PriceHours,
  priceHolds,
  type PricePolicy,
  type Span,
  type Tariff,
  tariffAt,
  WEEKDAYS,
} from '../../domain/index.ts'
import { type CampusTime, clockInstant, fillGaps, type PlanDay, planDays, type TimedSpan } from './timed-span.ts'
import { namesOf, why } from '../reasons/reason.ts'

export interface PriceSpan extends Span {
  readonly name: string
}

/** Times within the day at which another price may begin, minutes. */
function minutesOf({ prices }: Tariff): readonly number[] {
  const edges = prices.flatMap(({ hours }) => (hours ?? []).flatMap(({ from, to }) => [from, to]))
  return [...new Set([0, ...edges.filter((m) => m < DAY / MINUTE)])].sort((a, b) => a - b)
}

/** Of several prices that hold the first applies. */
function priceAt(tariff: Tariff, { midnight, type, date }: PlanDay, minute: number): string | null {
  const weekday = WEEKDAYS[(new Date(midnight).getUTCDay() + 6) % 7] ?? 'mon'
  const moment = { month: Number(date.slice(5, 7)), weekday, type, minute }
  return tariff.prices.find((price) => priceHolds(price, moment))?.name ?? null
}

function pricesOfDay({ site, names }: PriceHours, time: CampusTime, day: PlanDay): readonly PriceSpan[] {
  const tariff = tariffAt(time.tariffs, 'electricity', site, day.date.slice(0, 7))
  if (tariff === null) return []
  const minutes = minutesOf(tariff)
  return minutes.flatMap((minute, i): PriceSpan[] => {
    const name = priceAt(tariff, day, minute)
    if (name === null || !names.includes(name)) return []
    return [
      {
        from: clockInstant(time, day, minute * MINUTE),
        to: clockInstant(time, day, minutes[i + 1] === undefined ? DAY : (minutes[i + 1] ?? 0) * MINUTE),
        name,
      },
    ]
  })
}

/** Times in which one of the prices holds, ascending. */
export function priceHours(hours: PriceHours, time: CampusTime, within: Span): readonly PriceSpan[] {
  return planDays(time, within).flatMap((day) => pricesOfDay(hours, time, day).filter(({ from, to }) => to > from))
}

export function priceSpans({ hours, value, otherwise }: PricePolicy, time: CampusTime, within: Span): readonly TimedSpan[] {
  const spans = priceHours(hours, time, within).map(
    ({ from, to, name }): TimedSpan => ({ from, to, value, reason: why('price-holds', { name }) }),
  )
  return fillGaps(spans, within, () => ({ value: otherwise, reason: why('outside-price', { names: namesOf(hours.names) }) }))
}
