/** An office zone: presence sensor, lighting, sockets and air-conditioner, all following the people in it. Limits and shapes: office practice, W/m2. */

import { at, type Day, type Device, electric, ENERGY, perSlot, POWER } from './device.ts'
import { heldShare, zonePresence } from './occupancy.ts'
import { hashText, normal, uniform } from './random.ts'

export interface ZoneOptions {
  readonly id: string
  /** m2 */
  readonly area: number
}

/** LED installed, and what drivers and sensors take when dark, W/m2. */
const LIGHTING = { installed: 5.5, standby: 0.15 }
const LIGHT_HOLD_MIN = 15
/** W/m2; a controlled socket circuit keeps an eighth when nobody is there. */
const SOCKETS = { peak: 9, floor: 0.12 }
/** W/m2 per kelvin above the balance temperature, W/m2 of the fans, W/m2 in standby. */
const COOLING = { perKelvin: 2.2, balance: 22, most: 45, fans: 3, standby: 0.2 }
const AC_HOLD_MIN = 30
export const MODES = ['off', 'cool', 'heat', 'fan'] as const

export function officeZone(options: ZoneOptions): readonly Device[] {
  const minutes = oncePerDay((day) => zonePresence(day, options.id))
  return [presence(options, minutes), lighting(options, minutes), sockets(options, minutes), airConditioner(options, minutes)]
}

/** The devices of a zone share one crowd; the last day asked for is kept. */
function oncePerDay<T>(make: (day: Day) => T): (day: Day) => T {
  let last: { day: Day; value: T } | null = null
  return (day) => {
    if (last === null || last.day !== day) last = { day, value: make(day) }
    return last.value
  }
}

type Minutes = (day: Day) => Uint8Array

function presence({ id }: ZoneOptions, minutes: Minutes): Device {
  return {
    id: `${id}-presence`,
    fields: [{ name: 'occupancy', shape: 'step', words: ['false', 'true'] }],
    make: (day) => [Float64Array.from(minutes(day))],
  }
}

function lighting({ id, area }: ZoneOptions, minutes: Minutes): Device {
  return {
    id: `${id}-lighting`,
    fields: [ENERGY, POWER],
    make(day) {
      const lit = heldShare(minutes(day), LIGHT_HOLD_MIN)
      return electric(lit.map((share) => area * (LIGHTING.standby + (LIGHTING.installed - LIGHTING.standby) * share)))
    },
  }
}

function sockets({ id, area }: ZoneOptions, minutes: Minutes): Device {
  const key = hashText(`${id}-sockets`)
  return {
    id: `${id}-sockets`,
    fields: [ENERGY, POWER],
    make(day) {
      const used = heldShare(minutes(day), 0)
      const load = (slot: number): number => SOCKETS.floor + (1 - SOCKETS.floor) * (0.5 * at(day.presence, slot) + 0.5 * at(used, slot))
      return electric(
        perSlot(day, (slot) => area * SOCKETS.peak * load(slot) * Math.max(0.7, 1 + 0.05 * normal(day.seed, key, day.number, slot))),
      )
    },
  }
}

interface Season {
  readonly mode: 0 | 1 | 2 | 3
  readonly setpoint: number
}

/** Cooling May to September, district heat 15 November to 15 March, fans between. */
function seasonOf(day: Day): Season {
  const { month, date } = day.date
  if (month >= 5 && month <= 9) return { mode: 1, setpoint: 26 }
  const heating = month === 12 || month <= 2 || (month === 11 && date >= 15) || (month === 3 && date <= 15)
  return heating ? { mode: 2, setpoint: 20 } : { mode: 3, setpoint: 24 }
}

function airConditioner({ id, area }: ZoneOptions, minutes: Minutes): Device {
  const key = hashText(`${id}-ac`)
  return {
    id: `${id}-ac`,
    fields: [
      ENERGY,
      POWER,
      { name: 'temperature', shape: 'level', digits: 2 },
      { name: 'temperature.setpoint', shape: 'step', digits: 1 },
      { name: 'mode', shape: 'step', words: MODES },
    ],
    make(day) {
      const on = heldShare(minutes(day), AC_HOLD_MIN)
      const season = seasonOf(day)
      const setpoint = season.setpoint + (uniform(day.seed, key) < 0.3 ? -1 : 0)
      const cooling = (slot: number): number =>
        season.mode === 1 ? Math.min(COOLING.most, Math.max(0, at(day.outdoor, slot) - COOLING.balance) * COOLING.perKelvin) : 0
      const watts = perSlot(day, (slot) => area * (COOLING.standby + at(on, slot) * (COOLING.fans + cooling(slot))))
      return [
        ...electric(watts),
        roomTemperature(day, { on, setpoint, season, key }),
        perSlot(day, () => setpoint),
        perSlot(day, (slot) => (at(on, slot) > 0 ? season.mode : 0)),
      ]
    },
  }
}

/** First order: towards the set-point when conditioned, towards a building's slow mean when not. Begins each day at that mean. */
function roomTemperature(day: Day, room: { on: Float64Array; setpoint: number; season: Season; key: number }): Float64Array {
  const outside = day.outdoor.reduce((sum, t) => sum + t, 0) / day.slots
  const heated = room.season.mode === 2
  const rest = Math.min(28, Math.max(18.5, heated ? 19.5 + 0.05 * outside : 22 + 0.2 * (outside - 16)))
  let now = rest
  return perSlot(day, (slot) => {
    const on = at(room.on, slot)
    const target = on > 0 && (room.season.mode === 1 ? now > room.setpoint : heated) ? room.setpoint : rest + 1.5 * at(day.presence, slot)
    now += (target - now) * (on > 0 ? 0.25 : 0.08)
    return now + 0.12 * normal(day.seed, room.key, day.number, slot, 1)
  })
}
