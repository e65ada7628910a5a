/** Whether devices are connected: the last word of each, from its events. In memory; retained states come again at the next start. */

import type { DeviceEvent, DeviceEventNote, DeviceEventType, Instant } from '../../domain/index.ts'

export interface AvailabilityOfDevice {
  readonly source: string
  readonly device: string
  readonly online: boolean
  /** When the message came that says so. */
  readonly at: Instant
}

export interface DeviceAvailability {
  apply(notes: readonly DeviceEventNote[]): void
  /** Null: no message of the device tells yet. */
  of(source: string, device: string): AvailabilityOfDevice | null
  /** In the order of their last change. */
  list(): readonly AvailabilityOfDevice[]
}

/** Device names come from outside; the one that has been silent longest is forgotten first. */
const DEVICES_KEPT = 50_000

const keyOf = (source: string, device: string): string => JSON.stringify([source, device])

const ONLINE: Readonly<Partial<Record<DeviceEventType, boolean>>> = {
  'node-online': true,
  'device-online': true,
  'node-offline': false,
  'device-offline': false,
}

/** Null: the event says nothing of the connection. */
function onlineOf(event: DeviceEvent): boolean | null {
  return event.type === 'availability' ? event.online : (ONLINE[event.type] ?? null)
}

export function createDeviceAvailability(limit: number = DEVICES_KEPT): DeviceAvailability {
  const devices = new Map<string, AvailabilityOfDevice>()

  function applyOne({ source, at, event }: DeviceEventNote): void {
    const key = keyOf(source, event.device)
    const online = onlineOf(event)
    if (event.type === 'device-removed') devices.delete(key)
    if (online === null) return
    // Moved to the end: the map is the order of the last word.
    devices.delete(key)
    if (devices.size >= limit) devices.delete(devices.keys().next().value ?? '')
    devices.set(key, { source, device: event.device, online, at })
  }

  return {
    apply: (notes) => notes.forEach(applyOne),
    of: (source, device) => devices.get(keyOf(source, device)) ?? null,
    list: () => [...devices.values()],
  }
}
