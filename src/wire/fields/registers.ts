/** Registers that fall: an event beside the reading. What the fall means for totals is decided behind the wire. */

import type { WireReading } from '../../domain/index.ts'
import type { DecodeOutput } from '../codec.ts'
import { type BoundedMemory, createBoundedMemory } from './memory.ts'

const REGISTERS_KEPT = 50_000
const CHANNELS_KEPT = 1000
/** Noise of floating point numbers, relative. */
const NOISE = 1e-6

type Register = readonly [time: number, value: number]

export type Registers = BoundedMemory<Register>

function readRegister(value: unknown): Register | undefined {
  return Array.isArray(value) && Number.isSafeInteger(value[0]) && Number.isFinite(value[1]) ? (value as unknown as Register) : undefined
}

export function createRegisters(): Registers {
  return createBoundedMemory(REGISTERS_KEPT, readRegister)
}

/** Keys by device and channel: joining and hashing two texts costs more than all else here. */
const KEYS = new WeakMap<Registers, Map<string, Map<string, string>>>()

export function registerKey(registers: Registers, device: string, channel: string): string {
  let devices = KEYS.get(registers)
  if (devices === undefined) KEYS.set(registers, (devices = new Map()))
  let channels = devices.get(device)
  if (channels === undefined) {
    if (devices.size >= REGISTERS_KEPT) devices.clear()
    devices.set(device, (channels = new Map()))
  }
  const known = channels.get(channel)
  if (known !== undefined) return known
  const key = `${device}\u0000${channel}`
  if (channels.size < CHANNELS_KEPT) channels.set(channel, key)
  return key
}

/** Compares the counters of a message, from `first` on, with the newest earlier ones. `resets`: channels that begin at 0 every day. */
export function watchRegisters(registers: Registers, out: DecodeOutput, first: number, resets: (channel: string) => boolean): void {
  for (let i = first; i < out.readings.length; i++) {
    const { kind, device, channel, value, time, quality } = out.readings[i] as WireReading
    if (kind !== 'counter' || quality === 'bad' || resets(channel)) continue
    const key = registerKey(registers, device, channel)
    const last = registers.get(key)
    if (last !== undefined && time < last[0]) continue
    registers.set(key, [time, value])
    if (last !== undefined && value < last[1] * (1 - NOISE))
      out.events.push({ type: 'counter-decrease', device, channel, before: last[1], after: value })
  }
}
