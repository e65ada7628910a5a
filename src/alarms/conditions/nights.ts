/** What flows or runs at night: base load that rises, water that never stops, load above the typical band. Pure. */

import { HOUR, instant, type Instant } from '../../domain/index.ts'
import { finite, median, quantile } from '../../kernel/index.ts'
import type { SubjectVerdict } from '../judgement.ts'

/** One value for each of several nights, ascending, the last one over; NaN: not enough is known. */
export interface NightRow {
  readonly point: string
  readonly unit: string
  readonly values: Float64Array
  /** Local midnights of the nights. */
  readonly nights: readonly Instant[]
}

export interface NightLimits {
  readonly ratio: number
  readonly nights: number
  /** Values at or below are sound, unit of the row. */
  readonly least?: number
}

const LEAST_HISTORY = 7
const round = (value: number): number => (Number.isNaN(value) ? 0 : Number(value.toPrecision(3)))

interface Rise {
  readonly verdict: SubjectVerdict['verdict']
  readonly since: Instant
  readonly value: number
  readonly usual: number
}

function riseOf({ values, nights }: NightRow, { ratio, nights: running, least = 0 }: NightLimits): Rise {
  const first = Math.max(0, values.length - running)
  const past = finite(values.subarray(0, first))
  const recent = values.subarray(first)
  const usual = median(past)
  const known = past.length >= LEAST_HISTORY && recent.length === running && recent.every(Number.isFinite)
  const limit = Math.max(ratio * usual, least)
  const verdict = !known ? 'unknown' : recent.every((value) => value > limit) ? 'holds' : 'sound'
  return { verdict, since: nights[first] ?? instant(0), value: median(recent), usual }
}

/** Above `ratio` times the median of the nights before, for so many nights running. */
export function judgeBaseLoad(row: NightRow, limits: NightLimits): SubjectVerdict {
  const { verdict, since, value, usual } = riseOf(row, limits)
  const { point, unit } = row
  return {
    subject: point,
    verdict,
    since,
    points: [point],
    sentence: `${point} draws ${round(value)} ${unit} at night, usually ${round(usual)} ${unit}`,
    evidence: { point, value: round(value), usual: round(usual), unit, excess: round(value - usual), nights: limits.nights },
  }
}

/** `row` has the least flow of each night, `minima` the least of each whole day: where water used to stop and stops no longer, it leaks too. */
export function judgeLeak(row: NightRow, minima: Float64Array, limits: NightLimits): SubjectVerdict {
  const rise = riseOf(row, limits)
  const first = Math.max(0, minima.length - limits.nights)
  const [past, recent] = [finite(minima.subarray(0, first)), minima.subarray(first)]
  const least = limits.least ?? 0
  const neverStops =
    past.length >= LEAST_HISTORY && quantile(past, 0.8) <= 0 && recent.length === limits.nights && recent.every((flow) => flow > least)
  const { point, unit } = row
  const value = round(rise.value)
  return {
    subject: point,
    verdict: neverStops ? 'holds' : rise.verdict,
    since: rise.since,
    points: [point],
    sentence: `${point}: ${value} ${unit} flow at night, usually ${round(rise.usual)} ${unit}; ${round((24 * value) / 1000)} m3 a day if it is a leak`,
    evidence: { point, value, usual: round(rise.usual), unit, daily: round((24 * value) / 1000) },
  }
}

export interface BandHour {
  readonly time: Instant
  readonly value: number
  readonly high: number
  /** At night, or on a day without work. */
  readonly isOff: boolean
}

/** By the complete hours of the last day, ascending: the newest and those before it without a break lie above the band. */
export function judgeNightLoad(point: string, unit: string, hours: readonly BandHour[], excess: number): SubjectVerdict {
  const known = hours.filter(({ value, high }) => Number.isFinite(value) && Number.isFinite(high))
  let since: Instant | null = null
  let amount = 0
  for (const { time, value, high, isOff } of known.toReversed()) {
    if (!isOff || value <= high * (1 + excess)) break
    since = time
    amount += value - high
  }
  const last = known.at(-1)
  return {
    subject: point,
    verdict: last === undefined ? 'unknown' : since === null ? 'sound' : 'holds',
    since: since ?? instant(0),
    points: [point],
    sentence: `${point} draws ${round(last?.value ?? 0)} ${unit} outside working hours, typically at most ${round(last?.high ?? 0)} ${unit}`,
    evidence: {
      point,
      value: round(last?.value ?? 0),
      usual: round(last?.high ?? 0),
      unit,
      excess: round(amount),
      hours: since === null || last === undefined ? 0 : (last.time - since) / HOUR + 1,
    },
  }
}

/** Of a meter and a meter below it that both break a rule, the lower one is the cause: it takes the alarm of the upper one over. */
export function foldIntoParts(judgements: readonly SubjectVerdict[], parentOf: (point: string) => string | null): SubjectVerdict[] {
  const holding = new Set(judgements.filter((j) => j.verdict === 'holds').map((j) => j.subject))
  const above = (subject: string): string[] => {
    const found: string[] = []
    for (let at = parentOf(subject); at !== null && !found.includes(at); at = parentOf(at)) found.push(at)
    return found.filter((id) => holding.has(id))
  }
  const folded = new Set([...holding].flatMap(above))
  return judgements
    .filter((j) => !folded.has(j.subject))
    .map((j) => (holding.has(j.subject) ? { ...j, covers: [...(j.covers ?? []), ...above(j.subject)] } : j))
}
