/** Fields that no point reads: counted and shown as discoveries, never stored. Bounded; the longest unseen is forgotten first. */

import {
  canonicalUnit,
  type DiscoveredPointEvent,
  quantityOf,
  quantityOfUnit,
  suggest,
  type Suggestion,
  type SuggestionReason,
  type WireReading,
} from '../../domain/index.ts'
import type { PendingField } from '../../ports/index.ts'
import { addValue, type ValueStats } from './magnitude.ts'
import { judgeSuggestion, suggestFor } from './suggest.ts'

export const PENDING_KEPT = 1000
const VALUE_SHOWN = 80
/** Descriptions come before the values: more of them are remembered. */
const DESCRIPTIONS_PER_FIELD = 10

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

/** A channel that its device, or Home Assistant, described. */
export interface Description {
  readonly source: string
  readonly at: number
  readonly event: DiscoveredPointEvent
}

export interface Pending {
  see(sighting: FieldSighting): void
  /** What a description says of a channel comes before its name; one with a topic of its own is listed although no value came. */
  describe(description: Description): void
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
  return suggest({ quantity, unit, kind, confidence: 'high' }, [{ code: 'source', values: {} }])
}

/** By the description's own words, else by its unit. */
function suggestFromDescription({ unit, described }: DiscoveredPointEvent): Suggestion | null {
  const code = unit === null ? null : canonicalUnit(unit)
  const quantity = described?.quantity ?? (code === null || unit === null ? null : quantityOfUnit(unit))
  if (quantity === null || quantity === 'unknown') return null
  const definition = quantityOf(quantity)
  const reason: SuggestionReason =
    described === undefined ? { code: 'description-unit', values: { unit: unit ?? '' } } : { code: 'home-assistant', values: {} }
  return suggest({ quantity, unit: code ?? definition.unit, kind: described?.kind ?? definition.kind, confidence: 'high' }, [reason])
}

type Entry = { -readonly [K in keyof PendingField]: PendingField[K] } & { stats: ValueStats | null; own: boolean }

function createEntry(s: FieldSighting, described: Suggestion | undefined): Entry {
  const own = s.reading ? suggestFromReading(s.reading) : null
  const suggestion = own ?? described ?? suggestFor(s.field)
  const { source, device, field, at } = s
  return { source, device, field, count: 0, firstSeen: at, lastSeen: at, lastValue: '', suggestion, stats: null, own: own !== null }
}

/** The suggestion with what the values say of its unit. */
function pendingOf({ stats, own, ...field }: Entry): PendingField {
  const { suggestion } = field
  if (suggestion === null || stats === null) return field
  return { ...field, suggestion: judgeSuggestion(suggestion, stats, own) }
}

export function createPending(limit: number = PENDING_KEPT): Pending {
  const fields = new Map<string, Entry>()
  const descriptions = new Map<string, Suggestion>()
  let fresh = 0
  const keyOf = (source: string, device: string, field: string): string => `${source}\u0000${device}\u0000${field}`
  return {
    describe({ source, at, event }) {
      const { device, channel, described } = event
      const suggestion = suggestFromDescription(event)
      const key = keyOf(source, device, channel)
      if (suggestion !== null) {
        descriptions.delete(key)
        if (descriptions.size >= limit * DESCRIPTIONS_PER_FIELD) descriptions.delete(descriptions.keys().next().value ?? '')
        descriptions.set(key, suggestion)
      }
      if (described === undefined) return
      const value = described.path === null ? described.topic : `${described.topic} ${described.path}`
      this.see({ source, device, field: channel, value, at })
    },
    see(s) {
      const key = keyOf(s.source, s.device, s.field)
      const earlier = fields.get(key)
      const entry = earlier ?? createEntry(s, descriptions.get(key))
      if (earlier === undefined) fresh += 1
      // Moved to the end: the map is the order of last sight.
      else fields.delete(key)
      if (fields.size >= limit) fields.delete(fields.keys().next().value ?? '')
      if (earlier === undefined || s.replayed !== true) entry.count += 1
      entry.lastSeen = s.at
      entry.lastValue = shortText(s.value)
      entry.stats = addValue(entry.stats, s.value, s.at)
      fields.set(key, entry)
    },
    list: () => [...fields.values()].map(pendingOf),
    takeFresh() {
      const seen = fresh
      fresh = 0
      return seen
    },
    keepOnly(isPending) {
      for (const [key, field] of fields) if (!isPending(pendingOf(field))) fields.delete(key)
    },
  }
}
