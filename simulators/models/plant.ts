/** What serves the whole campus: the cooling plant, the data centre, the food-waste scale, and offices elsewhere with meters only. */

import { at, type Day, type Device, electric, ENERGY, liquid, MASS, metered, MWH, perSlot, POWER, VOLUME } from './device.ts'
import { hashText, normal } from './random.ts'

/** W/m2 per kelvin above the balance temperature, electric; the most; pumps in season. */
const COOLING = { perKelvin: 0.9, balance: 20, most: 24, pumps: 0.4 }

/** Chillers and cooling towers of the office blocks, May to September. */
export function coolingPlant({ id, area }: { readonly id: string; readonly area: number }): Device {
  return {
    id,
    fields: [ENERGY, POWER],
    make(day) {
      const season = day.date.month >= 5 && day.date.month <= 9
      return electric(
        perSlot(day, (slot) => {
          const needed = Math.max(0, at(day.outdoor, slot) - COOLING.balance) * COOLING.perKelvin * (0.15 + 0.85 * at(day.presence, slot))
          return season ? area * (COOLING.pumps + Math.min(COOLING.most, needed)) : 0
        }),
      )
    },
  }
}

/** Air that cools without chillers below the first, together with them below the second, Cel. */
const FREE = { whole: 8, partly: 14 }
export const COOLING_MODES = ['mechanical', 'mixed', 'free'] as const
/** Cooling and losses as a share of the IT load, by cooling mode. */
const OVERHEAD = { mechanical: 0.38, mixed: 0.28, free: 0.19 }
/** Share that reaches the load: in double conversion by day, in eco mode by night and at weekends. */
const UPS = { normal: 0.96, eco: 0.99 }

type Mode = (typeof COOLING_MODES)[number]

const modeAt = (outdoor: number): Mode => (outdoor < FREE.whole ? 'free' : outdoor < FREE.partly ? 'mixed' : 'mechanical')
const isEco = (day: Day, slot: number): boolean => day.type !== 'work' || at(day.hours, slot) < 7 || at(day.hours, slot) >= 22

/** IT load, the UPS before it, the supply of the whole centre, and how it is cooled. */
export function dataCentre({ id, it }: { readonly id: string /** W */; readonly it: number }): readonly Device[] {
  const key = hashText(id)
  const load: Device = {
    id: `${id}-it`,
    fields: [ENERGY, POWER],
    make: (day) =>
      electric(perSlot(day, (slot) => it * (1 + 0.03 * (at(day.presence, slot) - 0.5) + 0.008 * normal(day.seed, key, day.number, slot)))),
  }
  const ups: Device = {
    id: `${id}-ups`,
    fields: [
      { ...ENERGY, name: 'energy.in' },
      { ...ENERGY, name: 'energy.out' },
    ],
    make(day) {
      const out = day.of(load.id, 'energy')
      return [perSlot(day, (slot) => Math.round(at(out, slot) / (isEco(day, slot) ? UPS.eco : UPS.normal) / MWH) * MWH), out]
    },
  }
  const supply: Device = {
    id: `${id}-main`,
    fields: [ENERGY, POWER, { name: 'mode', shape: 'step', words: COOLING_MODES }],
    make(day) {
      const into = day.of(ups.id, 'energy.in')
      const served = day.of(load.id, 'energy')
      const mode = day.outdoor.map((t) => COOLING_MODES.indexOf(modeAt(t)))
      const cooling = (slot: number): number => at(served, slot) * OVERHEAD[COOLING_MODES[at(mode, slot)] ?? 'mechanical']
      return [...metered(perSlot(day, (slot) => at(into, slot) + Math.round(cooling(slot) / MWH) * MWH)), mode]
    },
  }
  return [load, ups, supply]
}

/** Food waste on the scale of the treatment plant: after lunch and after supper of a working day. */
export function wasteScale({ id, kilograms }: { readonly id: string /** of a working day */; readonly kilograms: number }): Device {
  const share = (hour: number): number => (hour >= 14.5 && hour < 14.75 ? 0.6 : hour >= 20 && hour < 20.25 ? 0.4 : 0)
  return {
    id,
    fields: [MASS],
    make: (day) => [day.hours.map((hour) => (day.type === 'work' ? Math.round(kilograms * 1000 * share(hour)) : 0))],
  }
}

export interface OfficeSiteOptions {
  readonly id: string
  /** W on a working day at full presence. */
  readonly watts: number
  /** Litres of a full hour. */
  readonly tap: number
  readonly reclaimed: number
}

/** An office elsewhere: the supply and both water inlets. */
export function officeSite({ id, watts, tap, reclaimed }: OfficeSiteOptions): readonly Device[] {
  const key = hashText(id)
  const noise = (day: Day, slot: number, n: number): number => Math.max(0.5, 1 + 0.07 * normal(day.seed, key, day.number, slot, n))
  const load = (day: Day, slot: number, floor: number): number => floor + (1 - floor) * at(day.presence, slot)
  const inlet = (name: string, litres: number, n: number): Device => ({
    id: `${id}-${name}`,
    fields: [VOLUME],
    make: (day) => [liquid(perSlot(day, (slot) => (litres / 4) * load(day, slot, 0.07) * noise(day, slot, n)))[0]],
  })
  return [
    {
      id: `${id}-main`,
      fields: [ENERGY, POWER],
      make(day) {
        const weather = (slot: number): number => 1 + 0.012 * Math.max(0, at(day.outdoor, slot) - 20)
        return electric(perSlot(day, (slot) => watts * load(day, slot, 0.3) * weather(slot) * noise(day, slot, 0)))
      },
    },
    inlet('tap', tap, 1),
    inlet('reclaimed', reclaimed, 2),
  ]
}
