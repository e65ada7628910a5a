/** Ten loads of a campus, each twice: as people leave it, and as control runs it. The same people, the same sun. */

import { HOUR, QUARTER } from '../../../src/domain/index.ts'
import { hourOf, presenceAt, QUARTERS_OF_DAY, type WorldDay, type WorldDays } from './days.ts'
import { type Random, randomOf } from './random.ts'

export interface WorldLoad {
  readonly stem: string
  readonly use: string
  /** W in each quarter hour from the beginning of the world. */
  readonly without: Float64Array
  readonly controlled: Float64Array
}

/** What a world does beside the usual. */
export interface WorldChange {
  /** Share of the lamps that burn in a quarter hour, 0..1 or more; 1 by default. */
  readonly lamps?: (at: number) => number
  /** Factor of what is plugged in. */
  readonly plugs?: (at: number) => number
  /** Factor of the people. */
  readonly people?: (at: number) => number
  /** People switch lights by hand, without a plan, before control. */
  readonly byHand?: boolean
}

interface LoadParts {
  readonly seed: number
  readonly days: WorldDays
  readonly change: WorldChange
}

type Shares = readonly [without: number, controlled: number]

function build(
  { days }: LoadParts,
  watts: number,
  each: (day: WorldDay) => (quarter: number) => Shares,
): Pick<WorldLoad, 'without' | 'controlled'> {
  const length = days.list.length * QUARTERS_OF_DAY
  const [without, controlled] = [new Float64Array(length), new Float64Array(length)]
  for (const day of days.list) {
    const shares = each(day)
    for (let q = 0; q < QUARTERS_OF_DAY; q++) {
      const [before, after] = shares(q)
      without[day.index * QUARTERS_OF_DAY + q] = watts * before
      controlled[day.index * QUARTERS_OF_DAY + q] = watts * after
    }
  }
  return { without, controlled }
}

/** Whether somebody is in a zone, quarter hour by quarter hour: stays of about an hour. */
function presenceOf(random: Random, day: WorldDay, people: (at: number) => number): Uint8Array {
  const there = new Uint8Array(QUARTERS_OF_DAY)
  let inside = false
  for (let q = 0; q < QUARTERS_OF_DAY; q++) {
    const p = Math.min(0.98, presenceAt(day, hourOf(q)) * people(day.start + q * QUARTER))
    const draw = random.uniform()
    inside = inside ? draw >= 0.25 * (1 - p) + (p === 0 ? 0.75 : 0) : draw < p * 0.5
    there[q] = inside ? 1 : 0
  }
  return there
}

/** Hold-off of a quarter hour. */
const held = (there: Uint8Array, q: number): boolean => there[q] === 1 || there[q - 1] === 1

interface LightHours {
  readonly from: number
  readonly to: number
  readonly night: boolean
}

/** When people leave a group of lamps on by themselves: the whole working day, now and then all night. */
function lightHours(random: Random, day: WorldDay): LightHours {
  const [from, to] = [random.between(7, 8), Math.min(24, 22 + 0.6 * random.normal() * day.fullness)]
  const night = random.chance(0.03)
  const weekend = random.chance(0.3)
  if (day.type === 'workday') return { from, to, night }
  return weekend ? { from: 9, to: 17, night: false } : { from: 0, to: 0, night: false }
}

/** Lamps that somebody switches off when they leave, mostly: on while somebody is there, and for random hours more. */
function byHandHours(random: Random, day: WorldDay): LightHours {
  const from = random.between(8, 11)
  return day.type === 'workday' ? { from, to: from + random.between(2, 12), night: false } : { from: 0, to: 0, night: false }
}

function lighting(parts: LoadParts, stem: string, groups: number): WorldLoad {
  const { seed, change } = parts
  const [habits, people] = [randomOf(seed, `${stem} habits`), randomOf(seed, `${stem} people`)]
  const watts = randomOf(seed, `${stem} watts`).between(600, 3000)
  const lamps = change.lamps ?? (() => 1)
  const series = build(parts, watts, (day) => {
    const plans = Array.from({ length: groups }, () => (change.byHand === true ? byHandHours(habits, day) : lightHours(habits, day)))
    const there = plans.map(() => presenceOf(people, day, change.people ?? (() => 1)))
    return (q) => {
      const hour = hourOf(q)
      let [before, after] = [0, 0]
      for (const [g, { from, to, night }] of plans.entries()) {
        if (!((hour >= from && hour < to) || (night && hour >= to))) continue
        before += 1
        if (held(there[g] ?? new Uint8Array(0), q)) after += 1
      }
      const level = lamps(day.start + q * QUARTER) / groups
      return [before * level, after * level]
    }
  })
  return { stem, use: 'lighting', ...series }
}

function sockets(parts: LoadParts, stem: string): WorldLoad {
  const { seed, change } = parts
  const [habits, people] = [randomOf(seed, `${stem} habits`), randomOf(seed, `${stem} people`)]
  const watts = randomOf(seed, `${stem} watts`).between(1500, 4000)
  const series = build(parts, watts, (day) => {
    const busy = day.type === 'workday'
    const [from, to] = [habits.between(7, 7.5), habits.between(21.5, 22.5)]
    const there = presenceOf(people, day, change.people ?? (() => 1))
    return (q) => {
      const hour = hourOf(q)
      const on = busy && hour >= from && hour < to
      const plugs = (change.plugs ?? (() => 1))(day.start + q * QUARTER)
      return [plugs * (on ? 1 : 0.35), plugs * (on && held(there, q) ? 1 : 0.12)]
    }
  })
  return { stem, use: 'sockets', ...series }
}

function garage(parts: LoadParts, stem: string): WorldLoad {
  const watts = randomOf(parts.seed, `${stem} watts`).between(4000, 7000)
  const level = (hour: number): number => (hour < 7 || hour >= 22 ? 0.2 : hour < 10 || hour >= 17 ? 1 : 0.5)
  return { stem, use: 'lighting', ...build(parts, watts, () => (q) => [1, level(hourOf(q))]) }
}

/** Half the night between sunset and sunrise at 40 degrees north, hours. */
const halfNight = (dayOfYear: number): number => 6 + 1.35 * Math.cos((2 * Math.PI * (dayOfYear + 10)) / 365.25)

function outdoor(parts: LoadParts, stem: string): WorldLoad {
  const watts = randomOf(parts.seed, `${stem} watts`).between(2000, 4000)
  const series = build(parts, watts, (day) => {
    const half = halfNight(day.dayOfYear)
    return (q) => {
      const hour = hourOf(q)
      const dark = hour >= 24.1 - half || hour < half + 0.1
      return [hour >= 16.75 || hour < 7.5 ? 1 : 0, dark ? (hour >= 12 && hour < 23 ? 1 : 0.5) : 0]
    }
  })
  return { stem, use: 'lighting', ...series }
}

function basins(parts: LoadParts, stem: string): WorldLoad {
  const watts = randomOf(parts.seed, `${stem} watts`).between(800, 2400)
  const season = (day: number): boolean => day >= 319 || day <= 75
  return {
    stem,
    use: 'basin-heater',
    ...build(parts, watts, (day) => (q) => [1, season(day.dayOfYear) && hourOf(q) >= 6 && hourOf(q) < 22 ? 1 : 0]),
  }
}

/** Five zones of lamps (two of them in groups), two of sockets, garage, grounds, wash basins. */
export function loadsOf(parts: LoadParts): readonly WorldLoad[] {
  const zone = (i: number): string => `park/block-a/${i}/zone/lighting`
  return [
    ...[1, 1, 1, 3, 4].map((groups, i) => lighting(parts, zone(i + 1), groups)),
    ...[1, 2].map((i) => sockets(parts, `park/block-b/${i}/zone/sockets`)),
    garage(parts, 'park/garage/all/lighting'),
    outdoor(parts, 'park/grounds/all/lighting'),
    basins(parts, 'park/block-a/all/basins'),
  ]
}

/** kWh of quarter hours from one to another. */
export function energyOf(watts: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += watts[i] as number
  return (sum * (QUARTER / HOUR)) / 1000
}
