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
}

/** Hours of full presence in a working day. */
const FULL_HOURS = 9.5

/** A building's tap or flush water: people's use over the hours of presence, and a night base. */
export function waterMeter({ id, people, litres }: TapOptions): Device {
  const key = hashText(id)
  return {
    id,
    fields: [VOLUME, FLOW],
    make(day) {
      const perHour = (people * litres) / FULL_HOURS
      const noise = (slot: number): number => Math.max(0.4, 1 + 0.25 * normal(day.seed, key, day.number, slot))
      return liquid(perSlot(day, (slot) => (perHour / 4) * (NIGHT_BASE + (1 - NIGHT_BASE) * at(day.presence, slot)) * noise(slot)))
    },
  }
}

export interface InletOptions {
  readonly id: string
  readonly of: readonly string[]
  /** Litres of a summer morning's sprinkling, April to October 05:00 to 06:30. */
  readonly irrigation: number
  readonly losses: number
}

export function waterInlet({ id, of, irrigation, losses }: InletOptions): Device {
  return {
    id,
    fields: [VOLUME, FLOW],
    make(day) {
      const below = of.map((device) => day.of(device, 'volume'))
      const season = day.date.month >= 4 && day.date.month <= 10
      const sprinkling = (hour: number): number => (season && hour >= 5 && hour < 6.5 ? (irrigation * 1000) / 6 : 0)
      const volume = perSlot(day, (slot) => {
        const sum = below.reduce((total, child) => total + at(child, slot), 0)
        return Math.round(sum * (1 + losses) + sprinkling(at(day.hours, slot)))
      })
      return [volume, volume.map((ml) => (ml * 4) / 1e6)]
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
