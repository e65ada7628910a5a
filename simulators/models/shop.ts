/** A shop: lights and everything else, open every day. */

import { at, type Device, electric, ENERGY, metered, perSlot, POWER } from './device.ts'
import { hashText, normal } from './random.ts'

/** Lights and all the rest of a store, W/m2; about 0.16 MWh/m2 a year. */
const SHOP = { lights: 16, rest: 14, closed: 3.5 }

interface ShopOptions {
  readonly id: string
  /** m2 */
  readonly area: number
}

const open = (hour: number): boolean => hour >= 9.75 && hour < 22.25

/** The lights of a shop open 10:00 to 22:00 daily. */
export function shopLights({ id, area }: ShopOptions): Device {
  return {
    id: `${id}-lighting`,
    fields: [ENERGY, POWER],
    make: (day) => electric(day.hours.map((hour) => area * (open(hour) ? SHOP.lights : 0.5))),
  }
}

/** A shop with its lights and the main meter above them. */
export function shop({ id, area }: ShopOptions): readonly Device[] {
  const key = hashText(id)
  const lighting = shopLights({ id, area })
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
      return [...metered(perSlot(day, (slot) => at(below, slot) + at(rest, slot)))]
    },
  }
  return [lighting, main]
}
