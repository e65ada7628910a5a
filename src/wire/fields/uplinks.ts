/** Frames of LoRaWAN devices: a confirmed uplink is repeated until it is acknowledged, and a repetition within a day is no second reading. */

import { DAY, type RawMessage } from '../../domain/index.ts'
import type { DecodeOutput } from '../codec.ts'
import { asText } from '../values/path.ts'
import { type BoundedMemory, createBoundedMemory } from './memory.ts'

const DEVICES_KEPT = 20_000
/** Of each device, the latest. */
const FRAMES_KEPT = 32

type Frame = readonly [frame: string, receivedAt: number]

/** The frames of a device are appended in place; a snapshot copies them. */
export type Uplinks = BoundedMemory<Frame[]>

function isFrame(value: unknown): value is Frame {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isSafeInteger(value[1])
}

export function createUplinks(): Uplinks {
  const memory = createBoundedMemory(DEVICES_KEPT, (value) => (Array.isArray(value) && value.every(isFrame) ? [...value] : undefined))
  return { ...memory, snapshot: () => (memory.snapshot() as [string, Frame[]][]).map(([device, frames]) => [device, [...frames]]) }
}

/** An address of a session, a number and a port: a device that joins again has another address, so its count may begin at 0. */
export interface UplinkFrame {
  readonly device: string
  readonly address: unknown
  readonly count: unknown
  readonly port: unknown
}

/** Whether the frame came before; then a `duplicate` event is left. proto3 leaves out a count of 0. */
export function isRepeatedUplink(uplinks: Uplinks, frame: UplinkFrame, message: RawMessage, out: DecodeOutput): boolean {
  if (message.replayed !== undefined) return false
  const { device, address, count, port } = frame
  const own = `${asText(address ?? '')}/${asText(count ?? 0)}/${asText(port ?? 0)}`
  const known = uplinks.get(device) ?? []
  for (let i = Math.max(0, known.length - FRAMES_KEPT); i < known.length; i++) {
    const [other, at] = known[i] as Frame
    if (other !== own || Math.abs(message.receivedAt - at) > DAY) continue
    out.events.push({ type: 'duplicate', device, channel: null, frame: asText(count ?? 0) })
    return true
  }
  if (known.length >= 2 * FRAMES_KEPT) known.splice(0, FRAMES_KEPT)
  known.push([own, message.receivedAt])
  uplinks.set(device, known)
  return false
}
