/** What devices and people do beside obeying: lag, refuse, drop offline, switch at the wall. Chance by device and time alone. */

import { hashText, uniform } from '../models/random.ts'
import { MINUTE } from '../models/zone.ts'

export interface Habits {
  /** ms from a command to the state. */
  lag(command: string): number
  /** Whether the device is switched to local operation just then. */
  refuses(command: string): boolean
  isOffline(device: string, at: number): boolean
  /** Whether somebody switches the load within the minute of `at`. */
  isSwitchedByHand(device: string, at: number): boolean
}

const LAG = { least: 200, most: 1500 }
const REFUSED = 0.003
/** A device drops out for this long, about once in two weeks. */
const OUTAGE = 5 * MINUTE
const OUTAGE_SHARE = OUTAGE / (14 * 24 * 60 * MINUTE)
/** Somebody switches a load about once in two days. */
const BY_HAND = 1 / (48 * 60)

export function createHabits(seed: number): Habits {
  return {
    lag: (command) => LAG.least + (LAG.most - LAG.least) * uniform(seed, hashText(command), 1),
    refuses: (command) => uniform(seed, hashText(command), 2) < REFUSED,
    isOffline: (device, at) => uniform(seed, hashText(device), Math.floor(at / OUTAGE), 3) < OUTAGE_SHARE,
    isSwitchedByHand: (device, at) => uniform(seed, hashText(device), Math.floor(at / MINUTE), 4) < BY_HAND,
  }
}
