/** Lights and heaters that follow the clock: garage, outdoor lamps, wash-basin heaters. */

import { at, type Day, type Device, electric, ENERGY, perSlot, POWER } from './device.ts'
import { hashText, smooth } from './random.ts'

/** Per cent of full light by slot table: 100 at the rush hours, 50 between, 20 at night. */
function garageLevel(hour: number): number {
  if (hour < 7 || hour >= 22) return 20
  return hour < 10 || hour >= 17 ? 100 : 50
}

/** W/m2 at full light. */
const GARAGE_INSTALLED = 2.2

export function garageLighting({ id, area }: { readonly id: string; readonly area: number }): Device {
  return {
    id,
    fields: [ENERGY, POWER, { name: 'level', shape: 'step', digits: 0 }],
    make(day) {
      const level = day.hours.map(garageLevel)
      return [...electric(level.map((l) => (area * GARAGE_INSTALLED * l) / 100)), level]
    },
  }
}

/** Full from dusk to 23:00, half to dawn. */
export function outdoorLighting({ id, watts }: { readonly id: string; readonly watts: number }): Device {
  return {
    id,
    fields: [ENERGY, POWER, { name: 'switch', shape: 'step', words: ['false', 'true'] }],
    make(day) {
      const dark = day.sun.map((g) => (g <= 0 ? 1 : 0))
      const share = (slot: number): number => {
        const hour = at(day.hours, slot)
        return at(dark, slot) * (hour >= 12 && hour < 23 ? 1 : 0.5)
      }
      return [...electric(perSlot(day, (slot) => 4 + watts * share(slot))), dark]
    },
  }
}

/** W of one heater: keeping warm, and on top of it while hands are washed. */
const BASIN = { standby: 60, use: 350 }

/** Enabled 15 November to 15 March. */
function basinSeason({ month, date }: Day['date']): boolean {
  return month === 12 || month <= 2 || (month === 11 && date >= 15) || (month === 3 && date <= 15)
}

export function basinHeaters({ id, count }: { readonly id: string; readonly count: number }): Device {
  const key = hashText(id)
  return {
    id,
    fields: [ENERGY, POWER, { name: 'temperature', shape: 'level', digits: 1 }],
    make(day) {
      const on = basinSeason(day.date)
      const watts = perSlot(day, (slot) => (on ? count * (BASIN.standby + BASIN.use * at(day.presence, slot)) : 0))
      const water = perSlot(day, (slot) => (on ? 36 - 3 * at(day.presence, slot) : 20) + smooth(day.seed + key, day.number * 8 + slot / 12))
      return [...electric(watts), water]
    },
  }
}
