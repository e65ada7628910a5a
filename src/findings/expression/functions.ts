/** Functions of fault rules over a role: what it usually does, by the days before. `k` counts days back, 0 is the day itself. Pure. */

import { finite, median, quantile } from '../../kernel/index.ts'
import type { PastDay, RoleSeries } from '../day-data.ts'

const NIGHT = [1, 4] as const
const LEAK_NIGHT = [2, 4] as const

const before = ({ past }: RoleSeries): readonly PastDay[] => past.slice(1)
const allHours = (days: readonly PastDay[]): number[] => days.flatMap(({ hours }) => finite(hours))

function nightOf(day: PastDay | undefined, [from, to]: readonly [number, number]): number[] {
  return day === undefined ? [] : finite(day.hours.subarray(from, to))
}

const sumOf = (day: PastDay | undefined): number => {
  const values = finite(day?.hours ?? [])
  // An hour or two may be missing; half a day is no day.
  return values.length < 20 ? Number.NaN : (24 * values.reduce((a, b) => a + b, 0)) / values.length
}

const classOf = ({ past }: RoleSeries): readonly PastDay[] =>
  before({ past } as RoleSeries).filter((d) => d.isWorkday === past[0]?.isWorkday)

/** Share of the day's sum of `a` in that of both. */
const shareOf = (a: PastDay | undefined, b: PastDay | undefined): number => {
  const [x, y] = [sumOf(a), sumOf(b)]
  return x + y > 0 ? x / (x + y) : Number.NaN
}

const ratioOf = (a: PastDay | undefined, b: PastDay | undefined): number => {
  const [x, y] = [sumOf(a), sumOf(b)]
  return y > 0 ? x / y : Number.NaN
}

/** Sum of irradiance over a day, W/m2 x h, from which on it is clear: 12 MJ/m2. */
const CLEAR = 3333

function clearRatios(yields: RoleSeries, light: RoleSeries): number[] {
  return light.past.flatMap((day, k) => (sumOf(day) >= CLEAR ? [ratioOf(yields.past[k], day)] : [])).filter(Number.isFinite)
}

const LIKE_KELVIN = 4
const meanOf = (day: PastDay | undefined): number => sumOf(day) / 24

function likeRatios(a: RoleSeries, b: RoleSeries, weather: RoleSeries): number[] {
  const today = meanOf(weather.past[0])
  return a.past.slice(1).flatMap((day, i) => {
    const isLike = Math.abs(meanOf(weather.past[i + 1]) - today) <= LIKE_KELVIN
    return isLike ? [ratioOf(day, b.past[i + 1])] : []
  })
}

const LEAST_LIKE = 5
const medianOf = (values: readonly number[]): number => (finite(values).length < LEAST_LIKE ? Number.NaN : median(values))

/** Constants of the day: roles in, a number out. The last argument of some is a number. */
export const DAY_FUNCTIONS: Readonly<Record<string, (roles: readonly RoleSeries[], k: number) => number>> = {
  /** Full output: what is reached in the highest hours. */
  full: ([x]) => (x === undefined ? Number.NaN : quantile(allHours(x.past), 0.95)),
  standby: ([x]) => (x === undefined ? Number.NaN : quantile(allHours(before(x)), 0.05)),
  /** Relative spread of the hours at more than half of full output. */
  scatter: ([x]) => {
    const hours = x === undefined ? [] : allHours(before(x))
    const on = hours.filter((h) => h > 0.5 * quantile(hours, 0.95))
    return on.length < LEAST_LIKE ? Number.NaN : (quantile(on, 0.84) - quantile(on, 0.16)) / 2 / median(on)
  },
  /** Load of the night k days back, and its median and spread over the nights before. */
  night: ([x], k) => median(nightOf(x?.past[k], NIGHT)),
  nights: ([x]) => medianOf(x === undefined ? [] : x.past.slice(3).map((day) => median(nightOf(day, NIGHT)))),
  nightspread: ([x]) => {
    const nights = x === undefined ? [] : x.past.slice(3).map((day) => median(nightOf(day, NIGHT)))
    return (quantile(nights, 0.84) - quantile(nights, 0.16)) / 2
  },
  /** Least flow of the night k days back, and its median over the nights before. */
  least: ([x], k) => Math.min(...nightOf(x?.past[k], LEAK_NIGHT), Number.POSITIVE_INFINITY),
  leasts: ([x]) => medianOf(x === undefined ? [] : x.past.slice(1).map((day) => Math.min(...nightOf(day, LEAK_NIGHT)))),
  /** Least value of the day, and how often the days before had an hour without any. */
  dayleast: ([x], k) => Math.min(...finite(x?.past[k]?.hours ?? []), Number.POSITIVE_INFINITY),
  zerodays: ([x]) => (x === undefined ? Number.NaN : meanShare(before(x).map((day) => Math.min(...finite(day.hours)) <= 1e-9))),
  resolution: ([x]) => x?.resolution ?? Number.NaN,
  /** Sum of the day k days back: kWh of a load. */
  day: ([x], k) => sumOf(x?.past[k]),
  workdays: ([x]) =>
    medianOf(
      x === undefined
        ? []
        : before(x)
            .filter((d) => d.isWorkday)
            .map(sumOf),
    ),
  dayshare: ([a, b]) => shareOf(a?.past[0], b?.past[0]),
  dayshares: ([a, b]) =>
    a === undefined || b === undefined ? Number.NaN : medianOf(classOf(a).map((day) => shareOf(day, b.past[a.past.indexOf(day)]))),
  dayratio: ([a, b]) => ratioOf(a?.past[0], b?.past[0]),
  dayratios: ([a, b]) =>
    a === undefined || b === undefined ? Number.NaN : medianOf(before(a).map((day, i) => ratioOf(day, b.past[i + 1]))),
  likeratios: ([a, b, w]) => (a === undefined || b === undefined || w === undefined ? Number.NaN : medianOf(likeRatios(a, b, w))),
  /** Yield by irradiation on the k-th last clear day, and its median over those before the last three. */
  clearratio: ([a, light], k) => (a === undefined || light === undefined ? Number.NaN : (clearRatios(a, light)[k] ?? Number.NaN)),
  clearratios: ([a, light]) => (a === undefined || light === undefined ? Number.NaN : medianOf(clearRatios(a, light).slice(3))),
  /** Whether the day itself is clear. */
  clear: ([light]) => (sumOf(light?.past[0]) >= CLEAR ? 1 : 0),
}

function meanShare(flags: readonly boolean[]): number {
  return flags.length < LEAST_LIKE ? Number.NaN : flags.filter(Boolean).length / flags.length
}

/** Functions of a slot: its index and clock hour. */
export const SLOT_FUNCTIONS: Readonly<
  Record<string, (role: RoleSeries, slot: { readonly index: number; readonly hour: number }, n: number) => number>
> = {
  /** What days without work have at that hour. */
  offday: (x, { hour }) => medianOf(hoursOf(x, hour, false)),
  offspread: (x, { hour }) => {
    const values = hoursOf(x, hour, false)
    return (quantile(values, 0.84) - quantile(values, 0.16)) / 2
  },
  /** Sum over the n hours before the slot. */
  before: ({ slots }, { index }, n) => {
    let sum = 0
    for (let i = Math.max(0, index - 4 * n); i < index; i++) sum += Number.isNaN(slots[i]) ? 0 : (slots[i] as number)
    return sum
  },
  /** Sum over the hour that ends with the slot. */
  lasthour: ({ slots }, { index }) => slots.subarray(Math.max(0, index - 3), index + 1).reduce((a, b) => a + b, 0),
}

function hoursOf(x: RoleSeries, hour: number, isWorkday: boolean): number[] {
  return before(x)
    .filter((d) => d.isWorkday === isWorkday)
    .map((d) => d.hours[Math.floor(hour)] ?? Number.NaN)
}
