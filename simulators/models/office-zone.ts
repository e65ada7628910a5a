/** An office zone: presence sensor, and the lighting, sockets and air-conditioning terminals that it switches. */

import { at, type Day, type Device, perSlot } from './device.ts'
import { heldShare, zonePresence } from './occupancy.ts'
import { hashText, normal, uniform } from './random.ts'
import { heldMinutes, switched } from './switched.ts'

export interface ZoneOptions {
  readonly id: string
  /** m2 */
  readonly area: number
  /** W at full output of what is switched. */
  readonly lighting: number
  readonly sockets: number
  readonly ac: number
  /** The terminal tells its set-point and mode too. */
  readonly talkative: boolean
}

/** Minutes after the last movement. */
const HOLD = { lighting: 15, sockets: 30, ac: 30 }
export const MODES = ['off', 'cool', 'heat', 'fan'] as const

export function officeZone(options: ZoneOptions): readonly Device[] {
  const { id, lighting, sockets } = options
  const minutes = oncePerDay((day) => zonePresence(day, id))
  const held = (hold: number) => (day: Day) => heldMinutes(minutes(day), hold)
  return [
    presence(options, minutes),
    switched({ id: `${id}-lighting`, rated: lighting }, held(HOLD.lighting)),
    switched({ id: `${id}-sockets`, rated: sockets }, held(HOLD.sockets)),
    airConditioner(options, minutes),
  ]
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

/** Terminals (fans, valves) of constant power; the cold itself comes from the cooling plant. */
function airConditioner({ id, ac, talkative }: ZoneOptions, minutes: Minutes): Device {
  const key = hashText(`${id}-ac`)
  const temperature = { name: 'temperature', shape: 'level', digits: 2 } as const
  const settings = [
    { name: 'temperature.setpoint', shape: 'step', digits: 1 },
    { name: 'mode', shape: 'step', words: MODES },
  ] as const
  return switched(
    { id: `${id}-ac`, rated: ac, more: [temperature, ...(talkative ? settings : [])] },
    (day) => heldMinutes(minutes(day), HOLD.ac),
    (day) => {
      const on = heldShare(minutes(day), HOLD.ac)
      const season = seasonOf(day)
      const setpoint = season.setpoint + (uniform(day.seed, key) < 0.3 ? -1 : 0)
      const room = roomTemperature(day, { on, setpoint, season, key })
      if (!talkative) return [room]
      return [room, perSlot(day, () => setpoint), perSlot(day, (slot) => (at(on, slot) > 0 ? season.mode : 0))]
    },
  )
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
