/** Registers that fall: an event beside the reading. What the fall means for totals is decided behind the wire. */

import type { WireReading } from '../../domain/index.ts'
import type { DecodeOutput, RestoreResult } from '../codec.ts'
import type { CodecMemory } from './memory.ts'

/** Counters that are followed; the devices that were heard of first are forgotten first. */
const REGISTERS_KEPT = 50_000
/** Noise of floating point numbers, relative. */
const NOISE = 1e-6

/** The newest value of a counter; each reading writes over it. */
interface Register {
  time: number
  value: number
}

/** By device and channel: to join two texts for every reading costs more than all else here. */
export interface Registers extends CodecMemory {
  get(device: string, channel: string): Readonly<Register> | undefined
  put(device: string, channel: string, time: number, value: number): void
  delete(device: string, channel: string): void
}

/** `[["device\u0000channel", [time, value]], ...]`, or null when it is damaged. */
function readRegisters(state: unknown): [device: string, channel: string, register: Register][] | null {
  if (!Array.isArray(state)) return null
  const registers: [string, string, Register][] = []
  for (const entry of state as unknown[]) {
    const [key, last] = Array.isArray(entry) ? (entry as unknown[]) : []
    const [time, value] = Array.isArray(last) ? (last as unknown[]) : []
    const cut = typeof key === 'string' ? key.indexOf('\u0000') : -1
    if (typeof key !== 'string' || cut < 0 || !Number.isSafeInteger(time) || !Number.isFinite(value)) return null
    registers.push([key.slice(0, cut), key.slice(cut + 1), { time: time as number, value: value as number }])
  }
  return registers
}

export function createRegisters(): Registers {
  const devices = new Map<string, Map<string, Register>>()
  let count = 0

  function makePlace(): void {
    for (const [device, channels] of devices) {
      if (count < REGISTERS_KEPT) return
      devices.delete(device)
      count -= channels.size
    }
  }

  function put(device: string, channel: string, time: number, value: number): void {
    const known = devices.get(device)?.get(channel)
    if (known !== undefined) {
      known.time = time
      known.value = value
      return
    }
    makePlace()
    const channels = devices.get(device) ?? new Map<string, Register>()
    devices.set(device, channels.set(channel, { time, value }))
    count++
  }

  function restore(state: unknown): RestoreResult {
    const registers = readRegisters(state)
    if (registers === null) return 'rejected'
    devices.clear()
    count = 0
    for (const [device, channel, { time, value }] of registers) put(device, channel, time, value)
    return 'restored'
  }

  return {
    get: (device, channel) => devices.get(device)?.get(channel),
    put,
    delete(device, channel) {
      if (devices.get(device)?.delete(channel) === true) count--
    },
    snapshot: () =>
      [...devices].flatMap(([device, channels]) =>
        [...channels].map(([channel, { time, value }]) => [`${device}\u0000${channel}`, [time, value]]),
      ),
    restore,
  }
}

/** Compares the counters of a message, from `first` on, with the newest earlier ones. `resets`: channels that begin at 0 every day. */
export function watchRegisters(registers: Registers, out: DecodeOutput, first: number, resets: (channel: string) => boolean): void {
  for (let i = first; i < out.readings.length; i++) {
    const { kind, device, channel, value, time, quality } = out.readings[i] as WireReading
    if (kind !== 'counter' || quality === 'bad' || resets(channel)) continue
    const last = registers.get(device, channel)
    if (last !== undefined && time < last.time) continue
    const before = last?.value
    registers.put(device, channel, time, value)
    if (before !== undefined && value < before * (1 - NOISE))
      out.events.push({ type: 'counter-decrease', device, channel, before, after: value })
  }
}
