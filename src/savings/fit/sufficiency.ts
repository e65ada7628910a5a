/** Whether a baseline holds enough (CalTRACK 2.2). */

import { DAY, HOUR, instant, offsetAt, type Span } from '../../domain/index.ts'
import { MONTHS_OF_YEAR, type HourColumns } from '../methods/hourly/hours.ts'
import { disqualify, finding, type FitFinding } from './findings.ts'

/** Days before the measure that are the baseline (2.2.1.1), and how many may be missing (2.2.1.2). */
const YEAR_DAYS = 365
const MISSING_DAYS = 37
const SHARE = 0.9

const lengthOf = (within: Span): number => Math.round((within.to - within.from) / DAY)
const percentOf = (share: number): number => Number((100 * share).toFixed(1))

/** Of a baseline of one year: `known` days with use and temperature. */
export function yearSufficiency(baseline: Span, known: number): FitFinding[] {
  if (known === 0) return [disqualify('no-data')]
  const length = lengthOf(baseline)
  const needed = YEAR_DAYS - MISSING_DAYS
  const long = length > YEAR_DAYS + 1 ? [finding('baseline-too-long', { days: length })] : []
  return known < needed ? [...long, disqualify('baseline-too-short', { known: Math.round(known), needed })] : long
}

/** Of any baseline: nine tenths of its days. */
export function shareSufficiency(baseline: Span, known: number): FitFinding[] {
  if (known === 0) return [disqualify('no-data')]
  const share = known / Math.max(1, lengthOf(baseline))
  return share < SHARE ? [disqualify('low-coverage', { percent: percentOf(share) })] : []
}

/** Of the reporting period: what is missing is not claimed. */
export function reportingSufficiency(reporting: Span, known: number): FitFinding[] {
  if (known === 0) return [disqualify('no-reporting-data')]
  const share = known / Math.max(1, lengthOf(reporting))
  return share < SHARE ? [finding('reporting-low-coverage', { percent: percentOf(share) })] : []
}

/** Hours by calendar month against the days that the baseline has of it: each month needs 90 % (3.6). */
export function monthSufficiency(baseline: Span, { month }: HourColumns, zone: string): FitFinding[] {
  const known = Array.from({ length: MONTHS_OF_YEAR }, () => 0)
  for (const m of month) known[m] = (known[m] ?? 0) + 1
  const expected = Array.from({ length: MONTHS_OF_YEAR }, () => 0)
  for (let at: number = baseline.from; at < baseline.to; at += HOUR) {
    const local = at + offsetAt(zone, instant(at))
    const m = new Date(local).getUTCMonth()
    expected[m] = (expected[m] ?? 0) + 1
  }
  const low = known.flatMap((hours, m) => ((expected[m] ?? 0) === 0 || hours < SHARE * (expected[m] ?? 0) ? [m + 1] : []))
  return low.length === 0 ? [] : [finding('month-low-coverage', { months: low.join(', ') })]
}
