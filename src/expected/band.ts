/**
 * The typical profile of a point with its 90 % band. The middle of a day is what the last like days had at that time of the clock, moved to the
 * outdoor temperature of the day where there is one. The band comes from how far off these middles were on the days before (conformal: no
 * distribution is assumed), so it is as wide as the point is irregular, and widens by itself when a point drifts. Pure.
 */

import { finite, median } from '../kernel/index.ts'
import { fitResponse, respond, type DegreeResponse } from './degree-response.ts'
import type { ProfileClass, ProfileDay } from './profile-day.ts'

export interface ExpectedDay {
  readonly day: ProfileDay
  /** By slot of the clock, as the values of the day; NaN: too few like days. */
  readonly middle: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Share of the values of like days that lie in the band. */
export const BAND_SHARE = 0.9
/** Like days that a middle is taken from, newest first: four weeks. */
const LIKE_DAYS: Readonly<Record<ProfileClass, number>> = { workday: 20, saturday: 5, rest: 5 }
const LEAST_LIKE = 3
/** How far back like days are looked for, days. */
const REACH = 70
/** Days whose misses make the band. */
const MISS_DAYS = 42
const LEAST_MISSES = 20
/** Of the miss of the day before, this part is carried over: a point that drifts has like misses on neighbouring days. */
const CARRY = 0.5

export interface BandOptions {
  /** Values cannot be negative: a register that only rises. */
  readonly positive: boolean
}

/** History that a day needs in front of it, days. */
export const HISTORY_DAYS = REACH + MISS_DAYS

interface Middle {
  readonly values: Float64Array
  /** Actual minus middle; NaN where either is missing. */
  readonly misses: Float64Array
}

/** For every day from index `first` on. `days` ascending, without holes. */
export function expectDays(days: readonly ProfileDay[], first: number, { positive }: BandOptions): ExpectedDay[] {
  const middles: Middle[] = []
  const start = Math.max(0, first - MISS_DAYS)
  for (let i = 0; i < days.length; i++) middles.push(i < start ? emptyMiddle(days[i] as ProfileDay) : middleOf(days, i, middles))
  return days.slice(first).map((day, k) => bandOf(day, { days, middles, index: first + k, positive }))
}

function emptyMiddle({ values }: ProfileDay): Middle {
  const none = new Float64Array(values.length).fill(Number.NaN)
  return { values: none, misses: none }
}

function likeDays(days: readonly ProfileDay[], index: number): readonly ProfileDay[] {
  const { class: kind } = days[index] as ProfileDay
  const found: ProfileDay[] = []
  for (let i = index - 1; i >= Math.max(0, index - REACH) && found.length < LIKE_DAYS[kind]; i--) {
    const day = days[i] as ProfileDay
    if (day.class === kind && day.values.some((v) => !Number.isNaN(v))) found.push(day)
  }
  return found
}

function middleOf(days: readonly ProfileDay[], index: number, before: readonly Middle[]): Middle {
  const day = days[index] as ProfileDay
  const like = likeDays(days, index)
  if (like.length < LEAST_LIKE) return emptyMiddle(day)
  const scale = temperatureScale(days, index, like)
  const shift = carriedMiss(before.at(-1))
  const values = day.values.map((_, s) => median(like.map(({ values: v }) => v[s] as number)) * scale + shift)
  return { values, misses: day.values.map((value, s) => value - (values[s] as number)) }
}

function carriedMiss(before: Middle | undefined): number {
  const miss = before === undefined ? Number.NaN : median(before.misses)
  return Number.isNaN(miss) ? 0 : CARRY * miss
}

const meanOfDay = ({ values }: ProfileDay): number => {
  let [sum, n] = [0, 0]
  for (const value of values) if (!Number.isNaN(value)) [sum, n] = [sum + value, n + 1]
  return n === 0 ? Number.NaN : sum / n
}

/** What the mean of the day is to that of its like days, by the temperatures of both. 1 without temperatures. */
function temperatureScale(days: readonly ProfileDay[], index: number, like: readonly ProfileDay[]): number {
  const { temperature, class: kind } = days[index] as ProfileDay
  if (Number.isNaN(temperature)) return 1
  const past = days.slice(Math.max(0, index - REACH), index).filter((d) => d.class === kind || kind !== 'workday')
  const observed = past
    .map((d) => ({ temperature: d.temperature, value: meanOfDay(d) }))
    .filter((d) => !Number.isNaN(d.temperature) && !Number.isNaN(d.value))
  const fit: DegreeResponse | null = fitResponse(observed)
  if (fit === null) return 1
  const usual = median(like.filter((d) => !Number.isNaN(d.temperature)).map((d) => respond(fit, d.temperature)))
  const scale = respond(fit, temperature) / usual
  return Number.isFinite(scale) && scale > 0.2 && scale < 5 ? scale : 1
}

interface BandInput {
  readonly days: readonly ProfileDay[]
  readonly middles: readonly Middle[]
  readonly index: number
  readonly positive: boolean
}

function bandOf(day: ProfileDay, { days, middles, index, positive }: BandInput): ExpectedDay {
  const middle = (middles[index] as Middle).values
  const past: Middle[] = []
  for (let i = Math.max(0, index - MISS_DAYS); i < index; i++)
    if (days[i]?.class === day.class || (day.class !== 'workday' && days[i]?.class !== 'workday')) past.push(middles[i] as Middle)
  const scales = middle.map((_, s) => slotScale(past, s))
  const floor = 0.25 * median(scales)
  const widths = scales.map((scale) => Math.max(scale, floor, 1e-12))
  const relative = past.flatMap(({ misses }) => finite(misses.map((miss, s) => miss / (widths[s] as number))))
  const [under, over] = edgesOf(relative)
  const edge = (z: number): Float64Array =>
    middle.map((value, s) => {
      const at = value + z * (widths[s] as number)
      return positive ? Math.max(0, at) : at
    })
  const shown = positive ? middle.map((value) => Math.max(0, value)) : middle
  return { day, middle: shown, low: edge(under), high: edge(over) }
}

/** Typical size of the misses of a slot and its neighbours: one slot alone has few. */
function slotScale(past: readonly Middle[], slot: number): number {
  const sizes: number[] = []
  for (const { misses } of past)
    for (let s = slot - 1; s <= slot + 1; s++) {
      const miss = misses[s]
      if (miss !== undefined && !Number.isNaN(miss)) sizes.push(Math.abs(miss))
    }
  return sizes.length === 0 ? Number.NaN : sizes.reduce((a, b) => a + b, 0) / sizes.length
}

/** Conformal edges: of n misses the (n + 1) x share smallest, so that the next one lies inside with that share. */
function edgesOf(relative: readonly number[]): [number, number] {
  if (relative.length < LEAST_MISSES) return edgesOfFew(relative)
  const sorted = relative.toSorted((a, b) => a - b)
  const n = sorted.length
  // The place of the edge among the misses, between two of them: with few, the nearest one alone would be too far out.
  const at = Math.max(0, ((1 - BAND_SHARE) / 2) * (n + 1) - 1)
  const [low, part] = [Math.floor(at), at % 1]
  const between = (a: number, b: number): number => a + part * (b - a)
  const value = (i: number): number => sorted[i] as number
  return [between(value(low), value(low + 1)), between(value(n - 1 - low), value(n - 2 - low))]
}

/** Of few misses the greatest, doubled: a wide band rather than a wrong one. */
function edgesOfFew(relative: readonly number[]): [number, number] {
  if (relative.length === 0) return [Number.NaN, Number.NaN]
  const most = 2 * Math.max(...relative.map(Math.abs))
  return [-most, most]
}
