/** What is plausible for one register: its rules, and the limits that follow from them and from its own past. */

import { HOUR, QUARTER } from '../../domain/index.ts'
import { isLongPast, type PackedPast, pastRate } from './past.ts'

export interface CounterRules {
  /** `rising`: consumption counts up. `daily`: as that, and it begins at 0 once a day. `net`: it may run backwards, the signed difference counts. */
  readonly form: 'rising' | 'daily' | 'net'
  /** Greatest plausible rate, base units per hour: from `max_rate` or `connection`, else of the quantity. */
  readonly maxRate: number
  /** The rate is of the quantity: the point's own past says more. */
  readonly rateAssumed: boolean
  /** Register modulus in base units, or null. */
  readonly modulus: number | null
  /** Least value of a register that wraps below 0, base units. */
  readonly least: number
  /** Resolution in base units. */
  readonly resolution: number
  readonly onReset: 'zero' | 'preset'
  /** Expected time between readings, ms; null when unknown. */
  readonly interval: number | null
  /** Readings further apart leave a gap, ms. */
  readonly gapLimit: number
  /** A register that fell is expected back within this time, ms. */
  readonly returnWithin: number
  /** First local midnight after an instant; asked for `daily` registers only. */
  readonly nextMidnight: (time: number) => number
}

/** More than the greatest rate of the past by this factor is not believed at once: after a week of movement, and before. */
const UNUSUAL = { long: 20, short: 200 }
/** Nor is it believed when it stays a single leap: what stands by for days may run once, but not so much. */
const BEYOND = { long: 500, short: 1000 }
/** Without a past a point is believed up to this share of the greatest rate of its quantity: 500 kWh or 50 m3 an hour. */
const UNPROVED = 1 / 40
/** A load that goes on at its rate may exceed the greatest rate of its quantity, where nobody gave one, by this factor: 100 MW. */
const SUSTAINED = 5
/** A single leap may exceed it up to the greatest rate of the past by this factor. */
const ONCE = 10
/** A leap is a load that grew when it is at most so much of what the register does afterwards. */
const GROWN = 4
/** Up to the greatest rate of the past by this factor is what the register does every day. */
const USUAL = 3

/** Consumption over `ms` that the rules allow, base units. */
export function allowedBy(rules: CounterRules, ms: number): number {
  return (rules.maxRate * ms) / HOUR + rules.resolution
}

/** A quarter of an hour, or one interval, may hold as much as the greatest rate of the past brings, however soon the reading follows. */
const spanOf = ({ interval }: CounterRules, ms: number): number => Math.max(ms, interval ?? QUARTER, QUARTER)

/** Consumption over `ms` at `factor` times the greatest rate of the past, base units; null without a past. */
function fromPast(rules: CounterRules, past: PackedPast, ms: number, factor: number): number | null {
  const rate = pastRate(past)
  return rate === null ? null : (factor * rate * ms) / HOUR + rules.resolution
}

/** Consumption over `ms` that is believed at once, base units. */
export function believed(rules: CounterRules, past: PackedPast, ms: number): number {
  const allowed = allowedBy(rules, ms)
  if (!rules.rateAssumed) return allowed
  const span = spanOf(rules, ms)
  const rate = pastRate(past)
  if (rate === null) return Math.min(allowed, unproved(rules, span))
  const usual = (rate * span) / HOUR
  const factor = isLongPast(past) ? UNUSUAL.long : UNUSUAL.short
  return Math.min(Math.max(allowed, USUAL * usual), factor * usual + rules.resolution)
}

/** Whether the register is used to so much in `ms`; null without a past. */
export function isUsual(rules: CounterRules, past: PackedPast, consumed: number, ms: number): boolean | null {
  const { interval } = rules
  const usual = fromPast(rules, past, Math.max(ms, interval ?? 0), USUAL)
  return usual === null ? null : consumed <= usual
}

/** Whether so much in so many ms is what a register does that runs at the rate, base units per hour, or at up to `factor` times it. */
export function isWithin(
  { interval, resolution }: CounterRules,
  rate: number,
  { consumed, ms }: { consumed: number; ms: number },
  factor = USUAL,
): boolean {
  return consumed <= (factor * rate * Math.max(ms, interval ?? 0)) / HOUR + resolution
}

/** The rules for readings that follow each other, without what is assumed of a point: a load that grew has no past yet. */
export function allowing(rules: CounterRules): CounterRules {
  return rules.rateAssumed ? { ...rules, maxRate: SUSTAINED * rules.maxRate, rateAssumed: false } : rules
}

/** What is known of a leap once readings have confirmed it. */
export interface Leap {
  readonly consumed: number
  /** Time since the reading before it, and since the register last moved, ms. */
  readonly ms: number
  readonly sinceMoved: number
  /** Greatest rate of the readings that confirmed it, base units per hour. */
  readonly rateAfter: number
  /** They do what the register did before. */
  readonly asBefore: boolean
}

/** Whether a leap may be consumption: the register goes on at that rate, or it goes on as before and the leap is not beyond its past. */
export function isConsumption(rules: CounterRules, past: PackedPast, leap: Leap): boolean {
  const consumed = Math.abs(leap.consumed)
  if (!rules.rateAssumed) return consumed <= allowedBy(rules, leap.sinceMoved)
  const span = spanOf(rules, leap.ms)
  if (consumed <= Math.min((GROWN * leap.rateAfter * span) / HOUR, SUSTAINED * allowedBy(rules, leap.sinceMoved))) return true
  if (consumed > Math.max(allowedBy(rules, leap.sinceMoved), fromPast(rules, past, span, ONCE) ?? 0)) return false
  // A register that stood still may have gone on as usual meanwhile; more than that must have come in one interval.
  if (isUsual(rules, past, consumed, leap.sinceMoved) === true) return true
  const most = fromPast(rules, past, span, isLongPast(past) ? BEYOND.long : BEYOND.short) ?? unproved(rules, span)
  return leap.asBefore && consumed <= most
}

/** Consumption over `ms` that is believed of a point without a past. */
function unproved(rules: CounterRules, ms: number): number {
  return UNPROVED * allowedBy(rules, ms)
}

/** Whether a register may have counted so much since it restarted within `ms`. */
export function isRestart(rules: CounterRules, past: PackedPast, counted: number, ms: number): boolean {
  const usual = isUsual(rules, past, counted, ms)
  const most = usual === null && rules.rateAssumed ? unproved(rules, spanOf(rules, ms)) : allowedBy(rules, ms)
  return usual !== false && counted <= most
}

/** A fall within this is the last digit, not a restart, base units. (Home Assistant's 10 % booked 215 kWh for a dip of 0.1.) */
export function dipTolerance(rules: CounterRules, value: number): number {
  return Math.max(2 * rules.resolution, 0.001 * Math.abs(value))
}
