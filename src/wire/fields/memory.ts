/** Parts of the state of a codec, as one snapshot. */

import type { WireReading } from '../../domain/index.ts'
import { type Codec, type DecodeOutput, refuse, type RestoreResult, type WireLimits } from '../codec.ts'
import { keepLast } from '../values/last-wins.ts'
import { isObject } from '../values/path.ts'

/** What a codec remembers from message to message. */
export interface CodecMemory {
  /** Plain data that JSON can carry. */
  snapshot(): unknown
  restore(state: unknown): RestoreResult
}

export interface MemoryCodec {
  readonly decode: Codec['decode']
  /** Raised when the form of the state changes. */
  readonly version: number
  readonly limits: WireLimits
}

/** Up to here pairs are compared; beyond, a map is faster. */
const FEW = 24

function hasRepeats(readings: readonly WireReading[]): boolean {
  for (let i = 0; i < readings.length; i++) {
    const { channel, time, device } = readings[i] as WireReading
    for (let j = i + 1; j < readings.length; j++) {
      const other = readings[j] as WireReading
      if (channel === other.channel && time === other.time && device === other.device) return true
    }
  }
  return false
}

/** A channel at most once per time, and no more readings than the limits allow. */
function boundOutput(out: DecodeOutput, { readingsPerMessage }: WireLimits): void {
  if (out.readings.length <= 1) return
  if (out.readings.length <= readingsPerMessage) {
    if (out.readings.length > FEW || hasRepeats(out.readings)) keepLast(out)
    return
  }
  out.readings.length = 0
  refuse(out, 'too-many-readings', `more than ${readingsPerMessage} readings in one message`)
}

/** A codec with several memories; a part that the saved state does not have begins empty. */
export function codecWithMemory({ decode, version, limits }: MemoryCodec, parts: Readonly<Record<string, CodecMemory | null>>): Codec {
  const present = Object.entries(parts).flatMap(([name, part]) => (part === null ? [] : [[name, part] as const]))
  return {
    decode(message, captures, out) {
      const result = decode(message, captures, out)
      boundOutput(out, limits)
      return result
    },
    snapshot: () => ({ version, ...Object.fromEntries(present.map(([name, part]) => [name, part.snapshot()])) }),
    restore(state) {
      if (!isObject(state) || state['version'] !== version) return 'rejected'
      const restored = present.map(([name, part]) => (state[name] === undefined ? 'restored' : part.restore(state[name])))
      return restored.includes('rejected') ? 'rejected' : 'restored'
    },
  }
}

/** A map that forgets the longest unused entry at its limit. `read` gives undefined for a damaged value. */
export interface BoundedMemory<T> extends CodecMemory {
  get(key: string): T | undefined
  set(key: string, value: T): void
  delete(key: string): void
  keys(): IterableIterator<string>
}

export function createBoundedMemory<T>(limit: number, read: (value: unknown) => T | undefined): BoundedMemory<T> {
  let entries = new Map<string, T>()
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      // The order matters when entries are to be forgotten; far from the limit an entry keeps its place.
      if (entries.size > limit / 2) entries.delete(key)
      if (entries.size >= limit && !entries.has(key)) entries.delete(entries.keys().next().value ?? '')
      entries.set(key, value)
    },
    delete: (key) => void entries.delete(key),
    keys: () => entries.keys(),
    snapshot: () => [...entries],
    restore(state) {
      if (!Array.isArray(state)) return 'rejected'
      const restored = new Map<string, T>()
      for (const entry of state as unknown[]) {
        const [key, raw] = Array.isArray(entry) ? (entry as unknown[]) : []
        const value = read(raw)
        if (typeof key !== 'string' || value === undefined) return 'rejected'
        restored.set(key, value)
      }
      entries = restored
      return 'restored'
    },
  }
}
