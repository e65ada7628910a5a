/** Frames of LoRaWAN devices: a confirmed uplink is repeated until it is acknowledged, and a repetition within a day is no second reading. */

import { DAY, type RawMessage } from '../../domain/index.ts'
import type { DecodeOutput } from '../codec.ts'
import { asText } from '../values/path.ts'
import { type CodecMemory, createBoundedMemory } from './memory.ts'

const DEVICES_KEPT = 20_000
/** Of each device, the latest. */
const FRAMES_KEPT = 64

/** An address of a session, a number and a port: a device that joins again has another address, so its count may begin at 0. */
export interface UplinkFrame {
  readonly device: string
  readonly address: unknown
  readonly count: unknown
  readonly port: unknown
}

type FramePart = number | string

/** A frame that came; a later one writes over it. */
interface Frame {
  address: string
  count: FramePart
  port: FramePart
  /** Epoch ms. */
  receivedAt: number
}

/** The latest frames of a device; `next` is the oldest once it is full. */
interface Frames {
  readonly list: Frame[]
  next: number
}

export interface Uplinks extends CodecMemory {
  framesOf(device: string): Frames
  delete(device: string): void
}

const DIGITS = /^\d{1,15}$/

/** The same number as a number and as text is one. proto3 leaves out a 0. */
function partOf(part: unknown): FramePart {
  if (typeof part === 'number') return part
  const text = asText(part ?? 0)
  return DIGITS.test(text) ? Number(text) : text
}

function readFrame(value: unknown): Frame | null {
  const [text, receivedAt] = Array.isArray(value) ? (value as unknown[]) : []
  if (typeof text !== 'string' || !Number.isSafeInteger(receivedAt)) return null
  const [port = '', count = '', ...address] = text.split('/').toReversed()
  return { address: address.toReversed().join('/'), count: partOf(count), port: partOf(port), receivedAt: receivedAt as number }
}

function readFrames(value: unknown): Frames | undefined {
  if (!Array.isArray(value)) return undefined
  const list = value.slice(-FRAMES_KEPT).map(readFrame)
  return list.includes(null) ? undefined : { list: list.filter((frame) => frame !== null), next: 0 }
}

/** As plain data, the oldest first. */
function writeFrames({ list, next }: Frames): [string, number][] {
  const ordered = [...list.slice(next), ...list.slice(0, next)]
  return ordered.map(({ address, count, port, receivedAt }) => [`${address}/${count}/${port}`, receivedAt])
}

export function createUplinks(): Uplinks {
  const memory = createBoundedMemory(DEVICES_KEPT, readFrames)
  return {
    framesOf(device) {
      const frames = memory.get(device) ?? { list: [], next: 0 }
      memory.set(device, frames)
      return frames
    },
    delete: (device) => memory.delete(device),
    snapshot: () => (memory.snapshot() as [string, Frames][]).map(([device, frames]) => [device, writeFrames(frames)]),
    restore: (state) => memory.restore(state),
  }
}

function keepFrame(frames: Frames, frame: Frame): void {
  if (frames.list.length < FRAMES_KEPT) {
    frames.list.push(frame)
    return
  }
  Object.assign(frames.list[frames.next] as Frame, frame)
  frames.next = (frames.next + 1) % FRAMES_KEPT
}

/** Whether the frame came before; then a `duplicate` event is left. */
export function isRepeatedUplink(uplinks: Uplinks, frame: UplinkFrame, message: RawMessage, out: DecodeOutput): boolean {
  if (message.replayed !== undefined) return false
  const { device } = frame
  const { receivedAt } = message
  const address = asText(frame.address ?? '')
  const count = partOf(frame.count)
  const port = partOf(frame.port)
  const frames = uplinks.framesOf(device)
  for (const known of frames.list) {
    if (known.count !== count || known.port !== port || known.address !== address || Math.abs(receivedAt - known.receivedAt) > DAY) continue
    out.events.push({ type: 'duplicate', device, channel: null, frame: asText(frame.count ?? 0) })
    return true
  }
  keepFrame(frames, { address, count, port, receivedAt })
  return false
}
