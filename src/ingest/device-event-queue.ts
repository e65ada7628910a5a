/** Events of devices on their way to the rest of the service: bounded, and every event left out is counted. */

import { type DeviceEventNote, type DeviceEventType, isConnectionEvent } from '../domain/index.ts'

/** Of one type. A device that repeats itself must not flood the main thread. */
export const EVENTS_PER_SECOND = 200
/** Of one batch, beyond the events of a second. */
const DEVICES_KEPT = 50_000

export interface QueuedDeviceEvents {
  readonly events: readonly DeviceEventNote[]
  /** Events left out, by type. */
  readonly dropped: ReadonlyMap<DeviceEventType, number>
}

export interface DeviceEventQueue {
  /**
   * Beyond the events of a second only the newest connection event of each device is kept: a broker that restarts sends the will of every
   * device at once, and the last word of each has to arrive.
   */
  add(note: DeviceEventNote): void
  /** The events since the last call, in order. */
  take(): QueuedDeviceEvents
}

const SECOND_MS = 1000

const deviceKey = ({ source, event }: DeviceEventNote): string => JSON.stringify([source, event.device])

/** `monotonic`: milliseconds of a clock that never goes back. */
export function createDeviceEventQueue(monotonic: () => number): DeviceEventQueue {
  let events = new Map<number, DeviceEventNote>()
  let dropped = new Map<DeviceEventType, number>()
  /** The number of each device's newest connection event in `events`. */
  let connections = new Map<string, number>()
  let number = 0
  let second = Number.NaN
  const counts = new Map<DeviceEventType, number>()

  function isWithinRate(type: DeviceEventType): boolean {
    const now = Math.floor(monotonic() / SECOND_MS)
    if (now !== second) counts.clear()
    second = now
    const count = (counts.get(type) ?? 0) + 1
    counts.set(type, count)
    return count <= EVENTS_PER_SECOND
  }

  function drop(type: DeviceEventType): void {
    dropped.set(type, (dropped.get(type) ?? 0) + 1)
  }

  function append(note: DeviceEventNote): void {
    if (isConnectionEvent(note.event)) connections.set(deviceKey(note), number)
    events.set(number++, note)
  }

  return {
    add(note) {
      const { type } = note.event
      if (isWithinRate(type)) return append(note)
      if (!isConnectionEvent(note.event)) return drop(type)
      const earlier = connections.get(deviceKey(note))
      const replaced = earlier === undefined ? undefined : events.get(earlier)
      if (earlier === undefined && connections.size >= DEVICES_KEPT) return drop(type)
      if (earlier !== undefined && events.delete(earlier)) drop(replaced?.event.type ?? type)
      append(note)
    },
    take() {
      const queued = { events: [...events.values()], dropped }
      if (events.size > 0) [events, connections] = [new Map(), new Map()]
      if (dropped.size > 0) dropped = new Map()
      return queued
    },
  }
}
