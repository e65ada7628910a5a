/** Lights and heaters that follow the clock: garage, outdoor lamps, wash-basin heaters. */

import { at, type Day, type Device, perSlot } from './device.ts'
import { hashText, smooth } from './random.ts'
import { perMinute, switched } from './switched.ts'

/** Per cent of full light by slot table: 100 at the rush hours, 50 between, 20 at night. */
function garageLevel(hour: number): number {
  if (hour < 7 || hour >= 22) return 20
  return hour < 10 || hour >= 17 ? 100 : 50
}

export interface RatedOptions {
  readonly id: string
  /** W at full output. */
  readonly rated: number
}

export function garageLighting({ id, rated }: RatedOptions): Device {
  const level = (day: Day): Float64Array => day.hours.map(garageLevel)
  return switched(
    { id, rated, dimmed: true, more: [{ name: 'level', shape: 'step', digits: 0 }] },
    (day) => perMinute(level(day).map((l) => l / 100)),
    (day) => [level(day)],
  )
}

const dark = (day: Day): Float64Array => day.sun.map((g) => (g <= 0 ? 1 : 0))

/** Full from dusk to 23:00, half to dawn. */
export function outdoorLighting({ id, rated }: RatedOptions): Device {
  const share = (hour: number): number => (hour >= 12 && hour < 23 ? 1 : 0.5)
  return switched(
    { id, rated, dimmed: true, more: [{ name: 'switch', shape: 'step', words: ['false', 'true'] }] },
    (day) => perMinute(dark(day).map((d, slot) => d * share(at(day.hours, slot)))),
    (day) => [dark(day)],
  )
}

/** Enabled 15 November to 15 March. */
function basinSeason({ month, date }: Day['date']): boolean {
  return month === 12 || month <= 2 || (month === 11 && date >= 15) || (month === 3 && date <= 15)
}

/** The heaters of a building: their mean power day and night while they are enabled. */
export function basinHeaters({ id, rated }: RatedOptions): Device {
  const key = hashText(id)
  return switched(
    { id, rated, more: [{ name: 'temperature', shape: 'level', digits: 1 }] },
    (day) => new Float64Array(day.slots * 15).fill(basinSeason(day.date) ? 1 : 0),
    (day) => [
      perSlot(
        day,
        (slot) => (basinSeason(day.date) ? 36 - 3 * at(day.presence, slot) : 20) + smooth(day.seed + key, day.number * 8 + slot / 12),
      ),
    ],
  )
}
