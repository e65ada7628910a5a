/** `seq`: numbers of the frames that came lately, so that a second copy of one is known whatever its time. */

import { MINUTE, type RawMessage } from '../../domain/index.ts'
import type { RestoreResult } from '../codec.ts'
import { isObject } from '../values/path.ts'

/** The same number after a longer time is a count that came round, or began anew. */
const COPY_WITHIN = 10 * MINUTE
/** Of each device, the latest. */
const FRAMES_KEPT = 128
const DEVICES_KEPT = 20_000
/** Raised when the form changes; a state of another version is rejected and the frames begin anew. */
const VERSION = 1

/** `print` tells messages of one millisecond apart. */
type Frame = readonly [number: string, receivedAt: number, print: number]
type Devices = Map<string, readonly Frame[]>

export interface FramesState {
  readonly version: typeof VERSION
  readonly devices: readonly (readonly [device: string, frames: readonly Frame[]])[]
  readonly replayed: FramesState['devices']
}

export interface Frames {
  /** Whether the frame came before; keeps it when it did not. */
  isCopy(device: string, number: string, message: RawMessage): boolean
  snapshot(): FramesState
  restore(state: unknown): RestoreResult
}

function isFrame(value: unknown): value is Frame {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isSafeInteger(value[1]) && Number.isSafeInteger(value[2])
}

function readDevices(list: unknown): Devices | null {
  if (!Array.isArray(list)) return null
  const devices: Devices = new Map()
  for (const entry of list as unknown[]) {
    const [device, frames] = Array.isArray(entry) ? (entry as unknown[]) : []
    if (typeof device !== 'string' || !Array.isArray(frames) || !frames.every(isFrame)) return null
    devices.set(device, frames)
  }
  return devices
}

/** FNV-1a, 32 bits. */
function printOf(payload: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of payload) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** The device moves to the end: the first is the one that was silent for longest, and is forgotten. */
function keepFrames(devices: Devices, device: string, frames: readonly Frame[]): void {
  devices.delete(device)
  if (devices.size >= DEVICES_KEPT) devices.delete(devices.keys().next().value ?? '')
  devices.set(device, frames)
}

/** Whether the message is a copy of a frame that was kept. A message that is replayed twice meets itself, which is none. */
function isCopyOf([number, receivedAt, print]: Frame, own: Frame, replayed: boolean): boolean {
  if (number !== own[0]) return false
  return !replayed || receivedAt < own[1] || (receivedAt === own[1] && print !== own[2])
}

export function createFrames(): Frames {
  let live: Devices = new Map()
  /** Apart: a replay of old messages must not push the live frames out. */
  let again: Devices = new Map()

  return {
    isCopy(device, number, { receivedAt, replayed, payload }) {
      const devices = replayed === undefined ? live : again
      const own: Frame = [number, receivedAt, printOf(payload)]
      const recent = (devices.get(device) ?? []).filter(([, at]) => Math.abs(receivedAt - at) <= COPY_WITHIN)
      if (recent.some((frame) => isCopyOf(frame, own, replayed !== undefined))) return true
      keepFrames(devices, device, [...recent, own].slice(-FRAMES_KEPT))
      return false
    },
    snapshot: () => ({ version: VERSION, devices: [...live], replayed: [...again] }),
    restore(state) {
      if (!isObject(state) || state['version'] !== VERSION) return 'rejected'
      const devices = readDevices(state['devices'])
      const replayed = readDevices(state['replayed'])
      if (devices === null || replayed === null) return 'rejected'
      live = devices
      again = replayed
      return 'restored'
    },
  }
}
