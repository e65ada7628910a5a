/** Events of devices on their way to the rest of the service: bounded, and what is left out is counted. */

import { type DeviceEventNote, type DeviceEventType } from '../domain/index.ts'

/** Of one type, in a second. A device that repeats itself must not crowd out the others for longer. */
export const EVENTS_PER_SECOND = 200
/** A broker that restarts sends the will of every device at once: the last word of each has to arrive. */
export const AVAILABILITY_PER_SECOND = 20_000

export interface QueuedDeviceEvents {
  readonly events: readonly DeviceEventNote[]
  /** Events left out, by type. */
  readonly dropped: ReadonlyMap<DeviceEventType, number>
}

export interface DeviceEventQueue {
  add(note: DeviceEventNote): void
  /** What has come since the last call, in order; of the availability of a device only the newest. */
  take(): QueuedDeviceEvents
}

const SECOND_MS = 1000

const limitOf = (type: DeviceEventType): number => (type === 'availability' ? AVAILABILITY_PER_SECOND : EVENTS_PER_SECOND)

/** `monotonic`: milliseconds of a clock that never goes back. */
export function createDeviceEventQueue(monotonic: () => number): DeviceEventQueue {
  let events = new Map<string | number, DeviceEventNote>()
  let dropped = new Map<DeviceEventType, number>()
  let second = Number.NaN
  let number = 0
  const counts = new Map<DeviceEventType, number>()

  function admit(type: DeviceEventType): boolean {
    const now = Math.floor(monotonic() / SECOND_MS)
    if (now !== second) counts.clear()
    second = now
    const count = (counts.get(type) ?? 0) + 1
    counts.set(type, count)
    return count <= limitOf(type)
  }

  return {
    add(note) {
      const { type, device } = note.event
      const key = type === 'availability' ? JSON.stringify([note.source, device]) : number++
      // The newest word of a device takes the place of its earlier one, and costs nothing of the limit.
      if (events.delete(key) || admit(type)) events.set(key, note)
      else dropped.set(type, (dropped.get(type) ?? 0) + 1)
    },
    take() {
      const queued = { events: [...events.values()], dropped }
      if (events.size > 0) events = new Map()
      if (dropped.size > 0) dropped = new Map()
      return queued
    },
  }
}
