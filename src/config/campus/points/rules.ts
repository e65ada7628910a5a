/** Point rules: the file's words before the defaults. */

import { arithmeticOf, convert, durationMs, type Kind, type PointRules, type Quantity, quantityOf } from '../../../domain/index.ts'
import { gapLimitOf, limitsOf, maxRateOf, resolutionOf, stuckAfterOf } from '../../defaults.ts'
import type { PointEntry } from '../../schema/point.ts'
import { blamePart, type Examination, type ExaminedPart } from '../examine.ts'

export interface Measured {
  readonly quantity: Quantity
  readonly kind: Kind
  /** Modulus that the source's rule declares, canonical, before the multiplier. */
  readonly rollover: number | null
  /** CT x PT of the meter in service: modulus and resolution are read off the meter. */
  readonly scale: number
  /** Roles that it plays at any time: they may narrow the limits. */
  readonly roles: readonly string[]
}

/** The longest month: what lies between two monthly readings. */
const MONTH_MS = 31 * 86_400_000

/** `3M` is three calendar months; null for any other duration. */
function monthsOf(text: string | undefined): number | null {
  const [, months] = /^(\d{1,2})M$/.exec(text ?? '') ?? []
  return months === undefined ? null : Number(months)
}

/** Interval of setting, in ms. A year and a half covers the rarest reading by hand. */
const LONGEST_MS = 550 * 86_400_000

/** Null where a fault leaves open what the point measures; its durations are examined all the same. */
export function rulesOf(part: ExaminedPart<PointEntry>, measured: Measured | null, ex: Examination): PointRules | null {
  const { value } = part
  const interval = durationAt(part, 'interval', ex)
  const stale = durationAt(part, 'stale_after', ex)
  if (interval !== null && stale !== null && stale < interval) {
    blamePart(part, ['stale_after'], ex, {
      message: `"${value.stale_after}" is shorter than the interval "${value.interval}"`,
      hint: 'every reading would be followed by a gap: make it longer',
    })
  }
  if (measured === null) return null
  const { quantity, kind, scale, roles } = measured
  const rollover = value.rollover ?? measured.rollover
  const hard = limitsOf(quantity, roles)
  const min = value.limits?.min ?? hard.min
  const max = value.limits?.max ?? hard.max
  if (min !== null && max !== null && min > max)
    blamePart(part, ['limits'], ex, { message: `the smallest value ${min} is above the greatest ${max}`, hint: 'swap min and max' })
  if (value.rollover !== undefined && arithmeticOf(kind) !== 'register') {
    blamePart(part, ['rollover'], ex, { message: `a point of kind "${kind}" has no register that rolls over`, hint: 'leave it out' })
  }
  checkAmountKeys(part, kind, ex)
  const rate = rateAt(part, quantity, ex)
  const months = monthsOf(value.interval)
  return {
    interval,
    gapLimit: stale ?? gapLimitOf(kind, interval),
    stuckAfter: stuckAt(part, stuckAfterOf(quantity, kind), ex),
    maxRate: rate ?? maxRateOf(quantity),
    rateAssumed: rate === null,
    rollover: rollover === null ? null : rollover * scale,
    resolution: (value.resolution ?? resolutionOf(quantity)) * scale,
    ...(scale === 1 ? {} : { atRatio: scale }),
    onReset: value.on_reset ?? 'zero',
    ...(value.register_min === undefined ? {} : { registerMin: value.register_min * scale }),
    ...(value.stamp === undefined ? {} : { stamp: value.stamp }),
    ...(value.signed === undefined ? {} : { signed: value.signed }),
    ...(months === null ? {} : { calendarMonths: months }),
    min,
    max,
  }
}

function stuckAt(part: ExaminedPart<PointEntry>, usual: number | null, ex: Examination): number | null {
  if (part.value.stuck_after === undefined) return usual
  return part.value.stuck_after === 'never' ? null : durationAt(part, 'stuck_after', ex)
}

/** A duration of the point in ms; null where the file says none, or after a fault. */
export function durationAt(
  part: ExaminedPart<PointEntry>,
  key: 'interval' | 'stale_after' | 'stuck_after',
  ex: Examination,
): number | null {
  const text = part.value[key]
  if (text === undefined) return null
  const months = monthsOf(text)
  const ms = months === null ? durationMs(text) : months * MONTH_MS
  if (ms > 0 && ms <= LONGEST_MS) return ms
  blamePart(part, [key], ex, {
    message: `"${text}" is not a possible ${key === 'interval' ? 'interval' : 'time to wait'}`,
    hint: 'write something above 0 and up to 550d',
  })
  return null
}

/** Keys that only amounts have. */
function checkAmountKeys(part: ExaminedPart<PointEntry>, kind: Kind, ex: Examination): void {
  for (const key of ['stamp', 'signed'] as const) {
    if (part.value[key] === undefined || kind === 'interval') continue
    blamePart(part, [key], ex, { message: `a point of kind "${kind}" has no amounts`, hint: 'write kind: interval, or leave it out' })
  }
  if (monthsOf(part.value.interval) !== null && kind !== 'interval')
    blamePart(part, ['interval'], ex, { message: `a point of kind "${kind}" has no calendar months`, hint: 'write days, such as 30d' })
}

/** Canonical units per hour: `400 kW` is 400 kWh in an hour. Null where neither `max_rate` nor `connection` says it. */
function rateAt(part: ExaminedPart<PointEntry>, quantity: Quantity, ex: Examination): number | null {
  const rate = part.value.max_rate
  if (rate === undefined) return connectionAt(part, quantity, ex)
  if (typeof rate === 'number') return rate
  const perHour = parseRate(rate, quantity)
  if (perHour !== null) return perHour
  blamePart(part, ['max_rate'], ex, {
    message: `"${rate}" is not a rate of ${quantity}`,
    hint: `write a number above 0 in ${quantityOf(quantity).unit} per hour, or with a unit: 400 kW, 30 m3/h`,
  })
  return null
}

function parseRate(text: string, quantity: Quantity): number | null {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(\S.*)?$/.exec(text) ?? []
  const perHour = amount === '' ? null : unit === '' ? Number(amount) : rateIn(Number(amount), unit, quantity)
  return perHour !== null && perHour > 0 ? perHour : null
}

/** A fuse carries a fifth more for hours (domain.md 6.1: a register step is at most 1.2 x P_max x dt). */
const OVERLOAD = 1.2
const PHASE_VOLTS = 230

/** The limit of a rated connection, `3x63A` or `100 kW`, canonical units per hour. */
function connectionAt(part: ExaminedPart<PointEntry>, quantity: Quantity, ex: Examination): number | null {
  const text = part.value.connection
  if (text === undefined) return null
  const [, phases, amperes] = /^(?:([13])\s*x\s*)?(\d+(?:\.\d+)?)\s*A$/i.exec(text) ?? []
  const rated =
    amperes === undefined ? parseRate(text, quantity) : parseRate(`${Number(phases ?? 1) * Number(amperes) * PHASE_VOLTS} W`, quantity)
  if (rated !== null) return OVERLOAD * rated
  blamePart(part, ['connection'], ex, {
    message: `"${text}" is not a connection of ${quantity}`,
    hint: 'write the fuse, such as 3x63A or 16A, or the power, such as 100 kW',
  })
  return null
}

const PER: Readonly<Record<string, number>> = { s: 3600, min: 60, h: 1, d: 1 / 24 }

/** The quantity whose unit is this one's per hour (or, with 1000, per hour in thousandths). */
const RATE_OF: Readonly<Partial<Record<Quantity, readonly [Quantity, number]>>> = {
  energy: ['power', 1000],
  energy_export: ['power', 1000],
  heat_energy: ['power', 1000],
  reactive_energy: ['reactive_power', 1000],
  reactive_energy_export: ['reactive_power', 1000],
  volume: ['flow', 1],
}

function rateIn(amount: number, unit: string, quantity: Quantity): number | null {
  const [rate, per] = RATE_OF[quantity] ?? [null, 1]
  const direct = rate === null ? null : convert(amount, unit, rate)
  if (direct !== null) return direct / per
  const [, head = '', time = ''] = /^(.+)\/(s|min|h|d)$/.exec(unit) ?? []
  const one = head === '' ? null : convert(1, head, quantity)
  const zero = head === '' ? null : convert(0, head, quantity)
  return one === null || zero === null ? null : amount * (one - zero) * (PER[time] ?? 1)
}
