/** Meters above other meters: the sum of their children, what nobody meters apart, and the loss on the way. */

import { at, type Device, electric, ENERGY, metered, MWH, perSlot, POWER } from './device.ts'
import { hashText, normal } from './random.ts'

export interface MeterOptions {
  readonly id: string
  /** Devices below. They are made before. */
  readonly of: readonly string[]
  /** Share lost on the way or misread. */
  readonly losses: number
  /** W that nobody meters apart (lifts, pumps, guards), half of it at night. */
  readonly other: number
}

export function mainMeter({ id, of, losses, other }: MeterOptions): Device {
  const key = hashText(id)
  return {
    id,
    meters: { of, losses },
    fields: [ENERGY, POWER],
    make(day) {
      const below = of.map((device) => day.of(device, 'energy'))
      const rest = (slot: number): number =>
        (other / 4) * (0.5 + 0.5 * at(day.presence, slot)) * Math.max(0.5, 1 + 0.08 * normal(day.seed, key, day.number, slot))
      const energy = perSlot(day, (slot) => {
        const sum = below.reduce((total, child) => total + at(child, slot), 0)
        return sum + Math.round((sum * losses) / MWH + rest(slot)) * MWH
      })
      return [...metered(energy)]
    },
  }
}

/** A load that nobody switches: an eighth of its power when nobody is there, the rest with the people, and noise. */
export function load({ id, watts }: { readonly id: string; readonly watts: number }): Device {
  const key = hashText(id)
  return {
    id,
    fields: [ENERGY, POWER],
    make(day) {
      const noise = (slot: number): number => Math.max(0.7, 1 + 0.05 * normal(day.seed, key, day.number, slot))
      return electric(perSlot(day, (slot) => watts * (0.12 + 0.88 * at(day.presence, slot)) * noise(slot)))
    },
  }
}
