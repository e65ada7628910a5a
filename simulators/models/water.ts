/** Water and gas meters: what people use in a building, the inlet above, sprinklers, the kitchen. */

import { at, type Device, FLOW, liquid, perSlot, VOLUME } from './device.ts'
import { hashText, normal } from './random.ts'

/** Share of the full rate that runs when nobody is there. */
const NIGHT_BASE = 0.07

export interface TapOptions {
  readonly id: string
  readonly people: number
  /** Litres per head and working day. */
  readonly litres: number
  /** It tells its flow too. */
  readonly talkative: boolean
}

/** Hours of full presence in a working day. */
const FULL_HOURS = 9.5

/** A building's tap or flush water: people's use over the hours of presence, and a night base. */
export function waterMeter({ id, people, litres, talkative }: TapOptions): Device {
  const key = hashText(id)
  return {
    id,
    fields: talkative ? [VOLUME, FLOW] : [VOLUME],
    make(day) {
      const perHour = (people * litres) / FULL_HOURS
      const noise = (slot: number): number => Math.max(0.4, 1 + 0.25 * normal(day.seed, key, day.number, slot))
      const used = perSlot(day, (slot) => (perHour / 4) * (NIGHT_BASE + (1 - NIGHT_BASE) * at(day.presence, slot)) * noise(slot))
      return liquid(used).slice(0, talkative ? 2 : 1)
    },
  }
}

/** Sprinklers, April to October 05:00 to 06:30: litres of a morning. */
export function irrigation({ id, litres }: { readonly id: string; readonly litres: number }): Device {
  return {
    id,
    fields: [VOLUME, FLOW],
    make(day) {
      const season = day.date.month >= 4 && day.date.month <= 10
      return liquid(day.hours.map((hour) => (season && hour >= 5 && hour < 6.5 ? litres / 6 : 0)))
    },
  }
}

export interface InletOptions {
  readonly id: string
  readonly of: readonly string[]
  readonly losses: number
}

export function waterInlet({ id, of, losses }: InletOptions): Device {
  return {
    id,
    fields: [VOLUME, FLOW],
    make(day) {
      const below = of.map((device) => day.of(device, 'volume'))
      const volume = perSlot(day, (slot) => Math.round(below.reduce((total, child) => total + at(child, slot), 0) * (1 + losses)))
      return [volume, volume.map((ml) => (ml * 4) / 1e6)]
    },
  }
}

export interface HotWaterOptions {
  readonly id: string
  /** Solar tanks: what they give is part of it. */
  readonly of: readonly string[]
  readonly people: number
  /** Litres from the boilers per head and working day. */
  readonly litres: number
}

/** All domestic hot water: from the solar tanks and from the boilers. */
export function hotWater({ id, of, people, litres }: HotWaterOptions): Device {
  const boilers = waterMeter({ id, people, litres, talkative: false })
  return {
    id,
    fields: [VOLUME],
    make(day) {
      const solar = of.map((device) => day.of(device, 'volume'))
      const rest = boilers.make(day)[0] ?? new Float64Array(day.slots)
      return [perSlot(day, (slot) => solar.reduce((total, child) => total + at(child, slot), at(rest, slot)))]
    },
  }
}

/** m3 of gas per meal: 0.6 kWh at 10.8 kWh/m3. */
const GAS_PER_MEAL = 0.6 / 10.8
/** Breakfast, lunch and supper: hours and share of the day. */
const MEALS = [
  { from: 6.5, to: 8.5, share: 0.2 },
  { from: 10.5, to: 13, share: 0.45 },
  { from: 16.5, to: 19.5, share: 0.35 },
] as const

export function kitchenGas({ id, meals }: { readonly id: string; readonly meals: number }): Device {
  const key = hashText(id)
  return {
    id,
    fields: [VOLUME, FLOW],
    make(day) {
      const litresPerDay = day.type === 'work' ? meals * GAS_PER_MEAL * 1000 : 0
      return liquid(
        perSlot(day, (slot) => {
          const hour = at(day.hours, slot)
          const meal = MEALS.find((m) => hour >= m.from && hour < m.to)
          if (meal === undefined) return 0
          return (
            ((litresPerDay * meal.share) / ((meal.to - meal.from) * 4)) * Math.max(0, 1 + 0.08 * normal(day.seed, key, day.number, slot))
          )
        }),
      )
    },
  }
}
