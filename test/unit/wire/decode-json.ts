/** Messages as fixtures hold them, decoded into plain JSON. */

import { eventJson } from '../../../src/cli/data/event-json.ts'
import { resolveSource } from '../../../src/config/campus/sources/resolve.ts'
import { instant, type Mapping, type RawMessage, type Source } from '../../../src/domain/index.ts'
import { conventions } from '../../../src/main/presets.ts'
import { createDecoder } from '../../../src/wire/index.ts'

export interface JsonMessage {
  readonly topic: string
  /** Text, or any JSON value: then its text. */
  readonly payload: unknown
  readonly encoding?: 'base64'
  readonly retain?: boolean
  readonly received_at: string
  readonly preset?: string
  readonly zone?: string
  readonly mapping?: Mapping
}

export function rawMessage(m: JsonMessage): RawMessage {
  const text = typeof m.payload === 'string' ? m.payload : JSON.stringify(m.payload)
  const receivedAt = instant(Date.parse(m.received_at))
  return { topic: m.topic, payload: Buffer.from(text, m.encoding ?? 'utf8'), receivedAt, retain: m.retain ?? false, dup: false, qos: 0 }
}

/** A source as configuration resolves it. */
export function sourceOf(preset: string, mapping: Mapping): Source {
  const convention = conventions().find((c) => c.name === preset)
  if (convention === undefined) throw new Error(`there is no preset "${preset}"`)
  return resolveSource({ id: 's', mapping }, convention)
}

/** `readings` with ISO times, `events` as `campus decode` prints them, `dead` as they came. */
export function decodeJsonMessage(m: JsonMessage): { readings: unknown[]; events: unknown[]; dead: unknown[] } {
  const preset = m.preset ?? (m.mapping === undefined ? 'native' : 'mapping')
  const decoder = createDecoder([sourceOf(preset, m.mapping ?? {})], m.zone ?? 'UTC')
  const { decoded } = decoder.decode(rawMessage(m))
  const readings = decoded.readings.map((r) => ({ ...r, time: new Date(r.time).toISOString() }))
  return JSON.parse(JSON.stringify({ readings, events: decoded.events.map(eventJson), dead: decoded.dead })) as {
    readings: unknown[]
    events: unknown[]
    dead: unknown[]
  }
}
