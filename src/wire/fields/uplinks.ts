/** Frames of LoRaWAN devices: a confirmed uplink is repeated until it is acknowledged, and a repetition within a day is no second reading. */

import { DAY, type RawMessage } from '../../domain/index.ts'
import type { DecodeOutput } from '../codec.ts'
import { asText } from '../values/path.ts'
import { type BoundedMemory, createBoundedMemory } from './memory.ts'

const DEVICES_KEPT = 20_000
/** Of each device, the latest. */
const FRAMES_KEPT = 32

type Frame = readonly [frame: string, receivedAt: number]

export type Uplinks = BoundedMemory<readonly Frame[]>

function isFrame(value: unknown): value is Frame {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isSafeInteger(value[1])
}

export function createUplinks(): Uplinks {
  return createBoundedMemory(DEVICES_KEPT, (value) =>
    Array.isArray(value) && value.every(isFrame) ? (value as readonly Frame[]) : undefined,
  )
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
  const own = [address ?? '', count ?? 0, port ?? 0].map(asText).join('/')
  const recent = (uplinks.get(device) ?? []).filter(([, at]) => Math.abs(message.receivedAt - at) <= DAY)
  if (recent.some(([other]) => other === own)) {
    out.events.push({ type: 'duplicate', device, channel: null, frame: asText(count ?? 0) })
    return true
  }
  uplinks.set(device, [...recent, [own, message.receivedAt] as const].slice(-FRAMES_KEPT))
  return false
}
