/** Equipment that is switched or dimmed: it draws its rated power times its level in every minute, so what control saves is arithmetic. */

import { type Day, type Device, ENERGY, MWH, type Field } from './device.ts'

/** A rated power is a whole number of these, in hundredths of a watt: then a minute at full output, or at a half and a fifth, is a whole number of mWh. */
export const RATED_STEP = { switched: 6, dimmed: 60 } as const

/** Nearest power that can be rated, W. */
export function ratedPower(watts: number, step: number = RATED_STEP.switched): number {
  return (Math.round((watts * 100) / step) * step) / 100
}

/** Held exactly: the meter of a rated load does not jitter. */
const RATED_POWER: Field = { name: 'power', shape: 'step', digits: 2 }

export interface SwitchedOptions {
  readonly id: string
  /** W at full output. */
  readonly rated: number
  /** Its levels are halves and fifths too. */
  readonly dimmed?: boolean
  /** Fields behind energy and power. */
  readonly more?: readonly Field[]
}

/** Share of full output in each minute of the day: 0, 0.2, 0.5 or 1. */
export type Levels = (day: Day) => Float64Array

export function switched(options: SwitchedOptions, levels: Levels, others: (day: Day) => Float64Array[] = () => []): Device {
  const { id, more = [] } = options
  const watts = ratedPower(options.rated, RATED_STEP[options.dimmed === true ? 'dimmed' : 'switched'])
  const perMinute = Math.round((watts * MWH) / 60)
  return {
    id,
    rated: watts,
    fields: [ENERGY, RATED_POWER, ...more],
    make(day) {
      const level = levels(day)
      const energy = new Float64Array(day.slots)
      for (let minute = 0; minute < level.length; minute++) {
        const slot = Math.floor(minute / 15)
        energy[slot] = (energy[slot] ?? 0) + Math.round(perMinute * (level[minute] ?? 0))
      }
      return [energy, level.map((l) => watts * l), ...others(day)]
    },
  }
}

/** A level for each slot as one for each minute. */
export function perMinute(slots: Float64Array): Float64Array {
  return Float64Array.from({ length: slots.length * 15 }, (_, minute) => slots[Math.floor(minute / 15)] ?? 0)
}

/** 1 in every minute in which somebody is there or left less than `hold` minutes ago. */
export function heldMinutes(minutes: Uint8Array, hold: number): Float64Array {
  const held = new Float64Array(minutes.length)
  let last = Number.NEGATIVE_INFINITY
  for (let minute = 0; minute < minutes.length; minute++) {
    if (minutes[minute] === 1) last = minute
    held[minute] = minute - last <= hold ? 1 : 0
  }
  return held
}
