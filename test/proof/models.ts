/** Weather models and day-type match on simulated buildings: a year before the measure, a year after it, and the truth. */

import { calendarOf, DAY, HOUR, instant, offsetAt, localDate, type Instant, span } from '../../src/domain/index.ts'
import { FIT_MODELS, type FitModelName, type FitResult } from '../../src/savings/fit/fit-request.ts'
import { fitSavings } from '../../src/savings/fit/fit-savings.ts'
import type { SeriesRow } from '../../src/savings/fit/series.ts'
import { ZONE } from './worlds/days.ts'
import { randomOf } from './worlds/random.ts'

const START = instant(Date.UTC(2023, 11, 31, 16))
const BASELINE = span(START, START + 365 * DAY)
const REPORTING = span(BASELINE.to, BASELINE.to + 365 * DAY)
const HOURS = (REPORTING.to - START) / HOUR

export interface Building {
  readonly seed: number
  readonly temperature: readonly SeriesRow[]
  /** kWh of each hour without the measure. */
  readonly without: Float64Array
}

/** Weather with spells of some days, and what remains of a day from the day before. */
function weather(seed: number): Float64Array {
  const random = randomOf(seed, 'weather')
  let spell = 0
  return Float64Array.from({ length: HOURS }, (_, i) => {
    const at = START + i * HOUR
    if (i % 24 === 0) spell = 0.7 * spell + 2.2 * random.normal()
    const day = (at - Date.UTC(2024, 0, 1)) / DAY
    return (
      12.4 -
      15.5 * Math.cos((2 * Math.PI * (day - 15)) / 365.25) +
      spell +
      4.5 * Math.cos((2 * Math.PI * (((at / HOUR + 8) % 24) - 15)) / 24)
    )
  })
}

/** An office with cooling, and electric heating in one of three; its days differ by 4 %, its hours by 5 %, and days resemble their neighbours. */
export function createBuilding(seed: number): Building {
  const [random, habits] = [randomOf(seed, 'use'), randomOf(seed, 'habits')]
  const calendar = calendarOf('CN')
  const temperature = weather(seed)
  const [base, busy, cooling, heating] = [
    habits.between(40, 90),
    habits.between(60, 160),
    habits.between(4, 10),
    habits.chance(0.33) ? habits.between(3, 7) : 0,
  ]
  const [above, below] = [habits.between(20, 23), habits.between(10, 14)]
  let [day, drift] = ['', 0]
  const without = Float64Array.from({ length: HOURS }, (_, i) => {
    const at = instant(START + i * HOUR)
    const date = localDate(ZONE, at)
    if (date !== day) [day, drift] = [date, 0.5 * drift + 0.035 * random.normal()]
    const hour = ((at + offsetAt(ZONE, at)) / HOUR) % 24
    const open = calendar.typeOf(date) === 'workday' && hour >= 8 && hour < 20
    const degrees = temperature[i] as number
    const use =
      base + (open ? busy : 0) + (open ? 1 : 0.3) * (cooling * Math.max(degrees - above, 0) + heating * Math.max(below - degrees, 0))
    return use * Math.exp(drift) * (1 + 0.05 * random.normal())
  })
  return { seed, without, temperature: [...temperature].map((value, i) => ({ time: instant(START + i * HOUR), value })) }
}

export interface ModelCase {
  readonly seed: number
  readonly model: FitModelName
  readonly result: FitResult
  readonly truth: number
}

/** Sums of hours from edge to edge; the last row only ends the one before. */
function sums(use: Float64Array, edges: readonly Instant[]): SeriesRow[] {
  return edges.map((time, i) => {
    const [from, to] = [(time - START) / HOUR, ((edges[i + 1] ?? time) - START) / HOUR]
    return { time, value: to > from ? use.subarray(from, to).reduce((sum, v) => sum + v, 0) : null }
  })
}

const every = (step: number): Instant[] =>
  Array.from({ length: Math.floor((REPORTING.to - START) / step) + 1 }, (_, i) => instant(START + i * step))
/** Twelve bills a year. */
const BILLS = [BASELINE, REPORTING].flatMap(({ from }, year) =>
  Array.from({ length: year === 0 ? 12 : 13 }, (_, m) => instant(from + Math.round((m * 365) / 12) * DAY)),
)

/** Every model on a building that saves this share from the reporting period on. */
export function fitBuilding({ seed, without, temperature }: Building, saved: number): ModelCase[] {
  const begin = (REPORTING.from - START) / HOUR
  const use = without.map((v, i) => (i >= begin ? v * (1 - saved) : v))
  const truth = saved * without.subarray(begin).reduce((sum, v) => sum + v, 0)
  const meters = { hour: sums(use, every(HOUR)), day: sums(use, every(DAY)), bill: sums(use, BILLS) }
  return FIT_MODELS.map((model) => {
    const meter = model === 'caltrack-hourly' ? meters.hour : model === 'caltrack-billing' ? meters.bill : meters.day
    const result = fitSavings({
      model,
      meter,
      temperature,
      baseline: BASELINE,
      reporting: REPORTING,
      unit: 'C',
      fuel: 'electricity',
      zone: ZONE,
      calendar: calendarOf('CN'),
      force: false,
    })
    return { seed, model, result, truth }
  })
}

export interface ModelScore {
  readonly model: FitModelName
  readonly cases: number
  /** Mean error of the saving, relative to the use without the measure. */
  readonly bias: number
  /** The error that nine of ten stay within, of the use without the measure. */
  readonly error90: number
  readonly covered: number
}

export function modelScores(cases: readonly ModelCase[]): ModelScore[] {
  return FIT_MODELS.map((model) => {
    const own = cases.filter((c) => c.model === model && c.result.saving !== null)
    const relative = own.map(({ result, truth }) => ((result.saving ?? 0) - truth) / ((result.observed ?? 0) + truth))
    const sorted = relative.map(Math.abs).sort((a, b) => a - b)
    return {
      model,
      cases: own.length,
      bias: relative.reduce((sum, e) => sum + e, 0) / own.length,
      error90: sorted[Math.min(sorted.length - 1, Math.floor(0.9 * sorted.length))] ?? Number.NaN,
      covered: own.filter(({ result, truth }) => Math.abs((result.saving ?? 0) - truth) <= (result.interval90 ?? 0)).length / own.length,
    }
  })
}
