/** `accept_within`: the newest time of each device that was believed. A clock that falls back by more than the limit is not. */

import type { Instant } from '../../domain/index.ts'
import type { RestoreResult } from '../codec.ts'
import { isObject } from './path.ts'

/** Raised when the form changes; a state of another version is rejected and the times begin anew. */
const VERSION = 1
const DEVICES_KEPT = 50_000

export interface NewestTimesState {
  readonly version: typeof VERSION
  readonly devices: readonly (readonly [device: string, time: number])[]
}

export interface NewestTimes {
  /** Whether the time lies within the limit. A device that gave none yet is believed. */
  isWithin(device: string, time: Instant): boolean
  /** Keeps the time when it is the newest of its device. */
  trust(device: string, time: Instant): void
  snapshot(): NewestTimesState
  restore(state: unknown): RestoreResult
}

function readTimes(state: unknown): Map<string, number> | null {
  if (!isObject(state) || state['version'] !== VERSION || !Array.isArray(state['devices'])) return null
  const newest = new Map<string, number>()
  for (const entry of state['devices'] as unknown[]) {
    const [device, time] = Array.isArray(entry) ? (entry as unknown[]) : []
    if (typeof device !== 'string' || !Number.isSafeInteger(time)) return null
    newest.set(device, time as number)
  }
  return newest
}

/** `limit` in ms. */
export function createNewestTimes(limit: number): NewestTimes {
  let newest = new Map<string, number>()
  return {
    isWithin(device, time) {
      const last = newest.get(device)
      return last === undefined || time >= last - limit
    },
    trust(device, time) {
      const last = newest.get(device)
      if (last !== undefined && last >= time) return
      if (last === undefined && newest.size >= DEVICES_KEPT) newest.delete(newest.keys().next().value ?? '')
      newest.set(device, time)
    },
    // The order of the devices is a part of the state: the first is the next to be forgotten.
    snapshot: () => ({ version: VERSION, devices: [...newest] }),
    restore(state) {
      const read = readTimes(state)
      if (read === null) return 'rejected'
      newest = read
      return 'restored'
    },
  }
}
