/** A shop: lights and everything else, open every day. */

import { at, type Device, electric, ENERGY, perSlot, POWER } from './device.ts'
import { hashText, normal } from './random.ts'

/** Lights and all the rest of a store, W/m2; about 0.16 MWh/m2 a year. */
const SHOP = { lights: 16, rest: 14, closed: 3.5 }

/** A shop open 10:00 to 22:00 daily: lighting apart, the main meter above it. */
export function shop({ id, area }: { readonly id: string; readonly area: number }): readonly Device[] {
  const key = hashText(id)
  const open = (hour: number): boolean => hour >= 9.75 && hour < 22.25
  const lighting: Device = {
    id: `${id}-lighting`,
    fields: [ENERGY, POWER],
    make: (day) => electric(day.hours.map((hour) => area * (open(hour) ? SHOP.lights : 0.5))),
  }
  const main: Device = {
    id: `${id}-main`,
    fields: [ENERGY, POWER],
    make(day) {
      const below = day.of(lighting.id, 'energy')
      const cooling = (slot: number): number => Math.max(0, at(day.outdoor, slot) - 22) * 0.6
      const rest = electric(
        perSlot(day, (slot) => {
          const perArea = open(at(day.hours, slot)) ? SHOP.rest + cooling(slot) : SHOP.closed
          return area * perArea * Math.max(0.5, 1 + 0.06 * normal(day.seed, key, day.number, slot))
        }),
      )[0]
      const energy = perSlot(day, (slot) => at(below, slot) + at(rest, slot))
      return [energy, energy.map((wh) => wh * 4)]
    },
  }
  return [lighting, main]
}
