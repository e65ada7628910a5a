/** The rules of a point, in base units of its quantity and in the zone of the campus. */

import { basePerUnit, DAY, firstAtOrPast, type Instant, instant, nextEdge, floorEdge, offsetAt, type Point } from '../../domain/index.ts'
import type { AmountRules } from '../counter/amounts.ts'
import type { CounterRules } from '../counter/rules.ts'

/** A register that fell is expected back within a day, the time after which it is stale, or thirty readings. */
const RETURN_READINGS = 30

/** Midnights are asked for again and again between the same two: the last answer serves. */
function nextMidnightIn(zone: string): (time: number) => number {
  let from = Number.NaN
  let to = Number.NaN
  return (time) => {
    if (!(time >= from && time < to)) {
      from = floorEdge(zone, '1d', instant(time))
      to = nextEdge(zone, '1d', instant(time))
    }
    return to
  }
}

/** `ratio`: CT x PT of the meter, which shows register, modulus and last digit before it. */
export function counterRulesOf(point: Point, zone: string, ratio = point.rules.atRatio ?? 1): CounterRules {
  const base = basePerUnit(point.quantity)
  const ofMeter = (base * ratio) / (point.rules.atRatio ?? 1)
  const { maxRate, rateAssumed = false, rollover, registerMin = 0, resolution, onReset, interval, gapLimit } = point.rules
  return {
    form: point.kind === 'net' ? 'net' : onReset === 'daily' ? 'daily' : 'rising',
    maxRate: maxRate * base,
    rateAssumed,
    modulus: rollover === null ? null : Math.round(rollover * ofMeter),
    least: Math.round(registerMin * ofMeter),
    resolution: Math.max(1, Math.round(resolution * ofMeter)),
    onReset: onReset === 'preset' ? 'preset' : 'zero',
    interval,
    gapLimit,
    returnWithin: Math.max(DAY, gapLimit, RETURN_READINGS * (interval ?? 0)),
    nextMidnight: nextMidnightIn(zone),
  }
}

export function amountRulesOf(point: Point, zone: string): AmountRules {
  const { interval, stamp = 'end', signed = false, calendarMonths } = point.rules
  return {
    ...counterRulesOf(point, zone),
    stamp,
    signed,
    otherEnd(time) {
      if (interval === null) return null
      const sign = stamp === 'end' ? -1 : 1
      if (calendarMonths !== undefined) return monthsFrom(zone, instant(time), sign * calendarMonths)
      return interval % DAY === 0 ? daysFrom(zone, instant(time), (sign * interval) / DAY) : time + sign * interval
    },
  }
}

/** The same local clock time so many days before or after: a day of amounts has 23 or 25 hours where clocks change. */
function daysFrom(zone: string, time: Instant, days: number): Instant {
  let edge = floorEdge(zone, '1d', time)
  if (edge !== time) return firstAtOrPast(zone, time + offsetAt(zone, time) + days * DAY)
  for (let i = 0; i < Math.abs(days); i++) edge = days < 0 ? floorEdge(zone, '1d', instant(edge - 1)) : nextEdge(zone, '1d', edge)
  return edge
}

/** The local month edge so many months before or after the one at or before `time`; a time within a month counts from the month's own edge. */
function monthsFrom(zone: string, time: Instant, months: number): Instant {
  let edge = floorEdge(zone, '1M', time)
  const whole = edge === time
  if (months < 0) {
    for (let i = whole ? months : months + 1; i < 0; i++) edge = floorEdge(zone, '1M', instant(edge - 1))
    return edge
  }
  for (let i = 0; i < months; i++) edge = nextEdge(zone, '1M', edge)
  return edge
}
