/** What is plausible for one register: its rules, and the limits that follow from them and from its own past. */

import { HOUR, QUARTER } from '../../domain/index.ts'
import { type PackedPast, pastRate } from './past.ts'

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

/** More than the greatest rate of the past by this factor is not believed at once. */
const UNUSUAL = 20
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
  return rate === null ? null : (factor * rate * spanOf(rules, ms)) / HOUR + rules.resolution
}

/** Consumption over `ms` that is believed at once, base units. */
export function believed(rules: CounterRules, past: PackedPast, ms: number): number {
  const allowed = allowedBy(rules, ms)
  return rules.rateAssumed ? Math.min(allowed, fromPast(rules, past, ms, UNUSUAL) ?? allowed) : allowed
}

/** Whether the register is used to so much in `ms`; null without a past. */
export function isUsual(rules: CounterRules, past: PackedPast, consumed: number, ms: number): boolean | null {
  const usual = fromPast(rules, past, ms, USUAL)
  return usual === null ? null : consumed <= usual
}

/** Whether a leap may be consumption: by the point's own past, or because the register goes on at that rate (base units per hour). */
export function isGrowth(
  rules: CounterRules,
  past: PackedPast,
  leap: { readonly consumed: number; readonly ms: number },
  rateAfter: number,
): boolean {
  const consumed = Math.abs(leap.consumed)
  if (consumed > allowedBy(rules, leap.ms)) return false
  if (!rules.rateAssumed) return true
  const before = fromPast(rules, past, leap.ms, UNUSUAL)
  return before === null || consumed <= before || consumed <= (UNUSUAL * rateAfter * spanOf(rules, leap.ms)) / HOUR
}

/** A fall within this is the last digit, not a restart, base units. (Home Assistant's 10 % booked 215 kWh for a dip of 0.1.) */
export function dipTolerance(rules: CounterRules, value: number): number {
  return Math.max(2 * rules.resolution, 0.001 * Math.abs(value))
}
