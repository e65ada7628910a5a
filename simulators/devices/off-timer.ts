/** The timer of a device that switches its load off: Tasmota PulseTime, Shelly auto-off, the watchdog of a controller. Null: it has none. */

import type { Equipment } from './device.ts'

export interface OffTimer {
  /** Somebody commanded a state: the timer runs while the load does, from the newest command on. */
  restart(at: number): void
  /** True when it switched the load off just now. */
  expire(at: number): boolean
}

export function createOffTimer(equipment: Equipment, after: number | null): OffTimer {
  let due: number | null = null
  return {
    restart(at) {
      due = after !== null && equipment.values(at)['switch'] === true ? at + after : null
    },
    expire(at) {
      if (due === null || at < due) return false
      equipment.set('switch', false, due)
      due = null
      return true
    },
  }
}
