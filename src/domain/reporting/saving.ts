/**
 * What was saved, as claims that can be recomputed: per load and month the baseline at the power at full output, less what the meter counted. Energy is
 * in whole mWh, rounded once per load and month, so that months add up to the year and loads to their measure exactly.
 */

import type { Place } from '../campus/campus.ts'
import type { Span } from '../time/instant.ts'
import type { Measure, ShareSchedule } from '../campus/measure.ts'

/** Power at full output. */
export interface OnPower {
  readonly watts: number
  readonly source: 'measured' | 'rated'
  /** The month in whose last 28 days it was measured, 2020-03; null for a rated power. */
  readonly window: string | null
  /** Hours at full output of which it is the median. */
  readonly hours: number
  /** Standard deviation of these hours, W; null when there is only one, or none. */
  readonly scatter: number | null
  /** Steady hours in which the load ran, at full output or below it. */
  readonly running: number
}

/** A step in the power at full output that begins a part of a month. */
export interface OnPowerStep {
  /** First day of the new power, 2026-10-10. */
  readonly day: string
  readonly before: number
  readonly after: number
}

/** A standard uncertainty, mWh with its sign. Parts of one key are perfectly correlated and add up; keys are independent. */
export interface UncertainPart {
  readonly key: string
  readonly mWh: number
}

/** Messages about claims: each has a sentence in every language, in `figures/messages/savings.ts`. */
export const SAVING_MESSAGES = [
  'known-too-little',
  'did-not-act',
  'no-baseline',
  'power-not-read',
  'in-commissioning',
  'no-full-hour-before',
  'before-too-little',
  'too-few-workdays',
  'too-few-weekends',
  'never-on',
  'never-full',
  'no-scatter',
  'not-claimed',
  'not-claimed-more',
  'implausible',
  'rated-stands-in',
  'counted-nothing',
  'class-not-stated',
  'meter-found',
  'no-calendar',
  'years-unknown',
  'unproved',
  'unproved-spread',
  'contradicted',
  'like-a-day-off',
  'power-stepped',
  'seldom-full',
  'site-no-start',
  'site-no-time',
  'site-no-meter',
  'site-no-thermometer',
  'site-claims-missing',
  'site-not-fitted',
  'site-disagrees',
] as const

/** A sentence as data: which one, and the values in it; a value may be a sentence itself. */
export interface SavingMessage {
  readonly code: (typeof SAVING_MESSAGES)[number]
  readonly values: Readonly<Record<string, string | number | SavingMessage>>
}

export interface ClaimedMonth {
  /** mWh. saving = counterfactual - metered, with its sign. */
  readonly counterfactual: number
  readonly metered: number
  /** Hours at full output that the baseline has in the time that is known. */
  readonly baselineHours: number
  readonly power: OnPower
  readonly uncertain: readonly UncertainPart[]
  /** The parts leave the baseline out: they are no 90 % interval of the saving. */
  readonly meterOnly: boolean
  /** Why there is no interval, or null. */
  readonly unsure: SavingMessage | null
}

export interface SavingMonth {
  /** 2020-03 */
  readonly month: string
  /** The part of the month in scope: from the first day of control to what is rolled up. */
  readonly span: Span
  /** Known share of it on the meter, 0..1. */
  readonly coverage: number
  /** Null: nothing is claimed, `reason` says why. */
  readonly claim: ClaimedMonth | null
  readonly reason: SavingMessage | null
  /** The step that the part begins with, or null: a month in which the power steps has a part for each power. */
  readonly step: OnPowerStep | null
  /** Finding bits of the meter's month. */
  readonly findings: number
}

export const SAVING_FINDINGS = [
  'insufficient-data',
  'implausible-saving',
  'negative-saving',
  'rated-power',
  'never-ran',
  'meter-finding',
  'calendar-unknown',
  'interval-partial',
  'unproved-baseline',
  'baseline-contradicted',
  'no-interval',
  'holiday-suspected',
  'on-power-step',
  'rare-full-output',
] as const

export interface SavingFinding {
  readonly code: (typeof SAVING_FINDINGS)[number]
  readonly message: SavingMessage
}

export interface SavingLoad {
  readonly energy: string
  readonly power: string
  readonly place: Place
  /** SHA-256 of the data that its frozen baseline was learned from, hex; null for a written schedule. */
  readonly baselineHash: string | null
  /** Shares of full output that the baseline has, written or learned; null where there is none. */
  readonly schedule: ShareSchedule | null
  readonly months: readonly SavingMonth[]
  readonly findings: readonly SavingFinding[]
}

export interface Saving {
  readonly measure: Measure
  readonly loads: readonly SavingLoad[]
  /** About the measure as a whole. */
  readonly findings: readonly SavingFinding[]
}

export const MWH_PER_KWH = 1_000_000

/** Normal quantile: 90 % lie within this many standard uncertainties on either side. */
export const COVER_90 = 1.6448536269514722

/** Half-width of the 90 % interval, in the unit of the parts. */
export function halfWidth90(parts: readonly UncertainPart[]): number {
  const sums = new Map<string, number>()
  for (const { key, mWh } of parts) sums.set(key, (sums.get(key) ?? 0) + mWh)
  return COVER_90 * Math.sqrt([...sums.values()].reduce((total, sum) => total + sum * sum, 0))
}
