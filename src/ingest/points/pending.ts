/** Fields that no point reads: counted and shown as discoveries, never stored. Bounded; the longest unseen is forgotten first. */

import type { WireReading } from '../../domain/index.ts'
import type { PendingField } from '../../ports/index.ts'
import { type Suggestion, suggestFor } from './suggest.ts'

export const PENDING_KEPT = 1000
const VALUE_SHOWN = 80

export interface FieldSighting {
  readonly source: string
  readonly device: string
  readonly field: string
  readonly value: unknown
  readonly at: number
  /** The message is decoded a second time: its fields are not counted again. */
  readonly replayed?: boolean
  /** When the convention itself says what the field is. */
  readonly reading?: WireReading
}

export interface Pending {
  see(sighting: FieldSighting): void
  /** Newest last. */
  list(): readonly PendingField[]
  /** Fields first seen since the last call. */
  takeFresh(): number
  /** Forgets the other fields. */
  keepOnly(isPending: (field: PendingField) => boolean): void
}

function shortText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > VALUE_SHOWN ? `${text.slice(0, VALUE_SHOWN - 3)}...` : text
}

function suggestFromReading(reading: WireReading): Suggestion | null {
  if (reading.quantity === 'unknown') return null
  const { quantity, unit, kind } = reading
  return { quantity, unit, kind, confidence: 'high', because: 'its source says so' }
}

type Entry = { -readonly [K in keyof PendingField]: PendingField[K] }

function createEntry(s: FieldSighting): Entry {
  const suggestion = (s.reading ? suggestFromReading(s.reading) : null) ?? suggestFor(s.field)
  return { source: s.source, device: s.device, field: s.field, count: 0, firstSeen: s.at, lastSeen: s.at, lastValue: '', suggestion }
}

export function createPending(limit: number = PENDING_KEPT): Pending {
  const fields = new Map<string, Entry>()
  let fresh = 0
  return {
    see(s) {
      const key = `${s.source}\u0000${s.device}\u0000${s.field}`
      const earlier = fields.get(key)
      const entry = earlier ?? createEntry(s)
      if (earlier === undefined) fresh += 1
      // Moved to the end: the map is the order of last sight.
      else fields.delete(key)
      if (fields.size >= limit) fields.delete(fields.keys().next().value ?? '')
      if (earlier === undefined || s.replayed !== true) entry.count += 1
      entry.lastSeen = s.at
      entry.lastValue = shortText(s.value)
      fields.set(key, entry)
    },
    list: () => [...fields.values()].map((f) => ({ ...f })),
    takeFresh() {
      const seen = fresh
      fresh = 0
      return seen
    },
    keepOnly(isPending) {
      for (const [key, field] of fields) if (!isPending(field)) fields.delete(key)
    },
  }
}
