/** A solar hot-water loop: collectors, pump, one mixed tank, the draw, and the auxiliary heater that lifts what leaves too cold. */

import { at, type Day, type Device, ENERGY, type Field, FLOW, metered, MWH, perSlot, POWER, VOLUME } from './device.ts'
import { dateOf } from './environment/calendar.ts'
import { hashText, normal } from './random.ts'
import { byHour } from './occupancy.ts'
import { createDraws, type DrawPlan } from './environment/seasons.ts'
import { DAY, MINUTE } from './zone.ts'

export interface SolarOptions {
  readonly id: string
  /** Collector area, m2. */
  readonly area: number
  /** m3 */
  readonly tank: number
  /** m3 of hot water drawn on the mean summer and winter day. */
  readonly summer: number
  readonly winter: number
  readonly plan: DrawPlan
}

/** Flat plate by EN 12975: optical efficiency, W/m2K, W/m2K2. */
const COLLECTOR = { eta0: 0.72, a1: 3.5, a2: 0.012 }
/** Heat of a cubic metre of water per kelvin, kWh. */
const WATER = 1.163
/** Collector flow, m3/h per m2; the pump's W per m2; irradiance that starts it, W/m2. */
const PUMP = { flow: 0.02, watts: 1.2, start: 150 }
const TANK = { hottest: 75, lossPerHour: 0.004, comfort: 55 }
/** Hot water by hour: 60 % in 11-14 and 17-20. */
const DRAW = [0, 0, 0, 0, 0, 0.01, 0.03, 0.05, 0.05, 0.04, 0.05, 0.11, 0.12, 0.1, 0.04, 0.03, 0.04, 0.09, 0.1, 0.08, 0.03, 0.02, 0.01, 0]
const HOURS = 0.25

interface Flows {
  readonly collected: Float64Array
  readonly out: Float64Array
  readonly into: Float64Array
  readonly tank: Float64Array
  readonly auxiliary: Float64Array
  readonly pumped: Float64Array
  end: number
}

interface Sky {
  readonly sun: Float64Array
  readonly air: Float64Array
  readonly drawn: Float64Array
  readonly cold: number
}

const level = (name: string): Field => ({ name, shape: 'level', digits: 2 })

/** Three devices: collector loop, tank, auxiliary heater with pump. */
export function solarLoop(options: SolarOptions): readonly Device[] {
  let last: { day: Day; flows: Flows; sky: Sky } | null = null
  const drawn = drawsOf(options)
  const flowsOf = (day: Day): { flows: Flows; sky: Sky } => {
    if (last?.day !== day) last = { day, ...simulate({ ...options, drawn }, day) }
    return last
  }
  return [loop(options, flowsOf), tank(options, flowsOf), auxiliary(options, flowsOf)]
}

/** m3 drawn on a local day, by seed. */
type Drawn = (day: Day, number: number) => number

function drawsOf({ id, summer, winter, plan }: SolarOptions): Drawn {
  const key = hashText(id)
  const bySeed = new Map<number, (day: number) => number>()
  return (day, number) => {
    const known = bySeed.get(day.seed)
    const weight = (n: number, working: boolean): number => (working ? 1.1 : 0.75) * Math.max(0.6, 1 + 0.06 * normal(day.seed, key, n))
    const draws = known ?? createDraws(plan, day, weight)
    bySeed.set(day.seed, draws)
    return draws(number) * (plan.seasonOf(number) === 'summer' ? summer : winter)
  }
}

type FlowsOf = (day: Day) => { readonly flows: Flows; readonly sky: Sky }

function loop({ id, area }: SolarOptions, flowsOf: FlowsOf): Device {
  return {
    id: `${id}-loop`,
    fields: [
      { name: 'heat_energy', shape: 'register', unit: 'kWh', perUnit: 1000 * MWH },
      { name: 'irradiance', shape: 'rate', digits: 1 },
      level('temperature.in'),
      level('temperature.out'),
      FLOW,
    ],
    make(day) {
      const { flows } = flowsOf(day)
      return [flows.collected.map((wh) => wh * MWH), day.sun, flows.into, flows.out, flows.pumped.map((on) => on * PUMP.flow * area)]
    },
  }
}

function tank({ id }: SolarOptions, flowsOf: FlowsOf): Device {
  return {
    id: `${id}-tank`,
    fields: [VOLUME, level('temperature.tank'), level('temperature.cold')],
    make(day) {
      const { flows, sky } = flowsOf(day)
      return [sky.drawn, flows.tank, perSlot(day, () => sky.cold)]
    },
  }
}

function auxiliary({ id, area }: SolarOptions, flowsOf: FlowsOf): Device {
  return {
    id: `${id}-aux`,
    fields: [ENERGY, POWER],
    make(day) {
      const { flows } = flowsOf(day)
      const wh = (slot: number): number => at(flows.auxiliary, slot) + Math.round(at(flows.pumped, slot) * PUMP.watts * area * HOURS)
      return [...metered(perSlot(day, (slot) => wh(slot) * MWH))]
    },
  }
}

type Simulated = SolarOptions & { readonly drawn: Drawn }

/** Yesterday is run first from a lukewarm tank, so that today starts where yesterday ended without knowing all the past. */
function simulate(options: Simulated, day: Day): { flows: Flows; sky: Sky } {
  const yesterday = day.number - 1
  const start = day.start - day.slots * 15 * MINUTE
  const warmUp = run(options, skyOf(options, day, { start, number: yesterday }), 48)
  const sky = skyOf(options, day, { start: day.start, number: day.number })
  return { flows: run(options, sky, warmUp.end), sky }
}

/** Drawn water is whole mL. Cold mains water: about 5 Cel in February, 23 in August. */
function skyOf({ drawn }: Simulated, day: Day, of: { start: number; number: number }): Sky {
  const { dayOfYear } = dateOf(of.number)
  const when = (slot: number): number => of.start + (slot + 0.5) * 15 * MINUTE
  const hour = (slot: number): number => ((((when(slot) + day.zone.offset(when(slot))) % DAY) + DAY) % DAY) / (60 * MINUTE)
  const shape = perSlot(day, (slot) => byHour(DRAW, hour(slot)))
  const perShape = (drawn(day, of.number) * 1e6) / shape.reduce((sum, share) => sum + share, 0)
  return {
    sun: perSlot(day, (slot) => day.weather.irradiance(when(slot))),
    air: perSlot(day, (slot) => day.weather.temperature(when(slot))),
    drawn: shape.map((share) => Math.round(share * perShape)),
    cold: 14 - 9 * Math.cos(((dayOfYear - 40) / 365) * 2 * Math.PI),
  }
}

/** One day of the loop from a tank temperature. `collected` and `auxiliary` are whole Wh. */
function run(options: SolarOptions, sky: Sky, from: number): Flows {
  const slots = sky.sun.length
  const make = (): Float64Array => new Float64Array(slots)
  const flows: Flows = { collected: make(), out: make(), into: make(), tank: make(), auxiliary: make(), pumped: make(), end: from }
  const heatPerKelvin = options.tank * WATER
  let now = from
  for (let slot = 0; slot < slots; slot++) {
    const air = at(sky.air, slot)
    const wh = now < TANK.hottest ? gained(options, { sun: at(sky.sun, slot), air, tank: now }) : 0
    const flow = PUMP.flow * options.area * HOURS
    flows.pumped[slot] = wh > 0 ? 1 : 0
    flows.collected[slot] = wh
    flows.into[slot] = wh > 0 ? now : air + (now - air) * 0.3
    flows.out[slot] = wh > 0 ? now + wh / 1000 / (flow * WATER) : air + at(sky.sun, slot) * 0.03
    flows.tank[slot] = now
    const drawn = at(sky.drawn, slot) / 1e6
    flows.auxiliary[slot] = Math.round(drawn * WATER * Math.max(0, TANK.comfort - now) * 1000)
    const taken = drawn * WATER * (now - sky.cold)
    now += (wh / 1000 - taken) / heatPerKelvin - (now - 20) * TANK.lossPerHour * HOURS
  }
  flows.end = now
  return flows
}

/** Whole Wh that the collectors give in a slot; nothing below the pump's threshold or when the loss wins. */
function gained({ area }: SolarOptions, sky: { sun: number; air: number; tank: number }): number {
  if (sky.sun < PUMP.start) return 0
  const over = sky.tank + 4 - sky.air
  const perArea = COLLECTOR.eta0 * sky.sun - COLLECTOR.a1 * over - COLLECTOR.a2 * over * over
  return Math.max(0, Math.round(area * perArea * HOURS))
}
