/** From messages to readings: finds the source of a topic, lets its codec read, and turns whatever goes wrong into a dead letter. */

import type { Decoded, RawMessage, Source, Subscription } from '../domain/index.ts'
import { errorStack, errorText } from '../kernel/index.ts'
import { type Codec, DEFAULT_LIMITS, type DecodeOutput, refuse, type WireLimits } from './codec.ts'
import { conventionOf } from './conventions/catalog.ts'
import { decodeImport, IMPORT_SOURCE, IMPORT_TOPIC } from './import.ts'
import type { Captures, TopicTemplate } from './values/topic.ts'

export interface Decoder {
  /** Never throws. `source` is null when no source of the campus listens to the topic. */
  decode(message: RawMessage): { readonly source: string | null; readonly decoded: Decoded }
}

interface Listener {
  readonly source: string
  readonly topics: readonly TopicTemplate[]
  readonly codec: Codec
}

interface Candidate {
  readonly listener: Listener
  readonly captures: Captures
}

/** Topics whose route is remembered; bounded because topics come from outside. */
const ROUTES_KEPT = 20_000

/** What all sources listen to. `#` leaves out topics that begin with `$`: a source of those names them in its template. */
export function subscriptionsOf(sources: readonly Source[]): Subscription[] {
  const retained = new Map<string, boolean>()
  for (const source of sources) {
    const convention = conventionOf(source.preset)
    for (const { filter } of convention?.topics(source.mapping) ?? [])
      retained.set(filter, (retained.get(filter) ?? false) || convention?.retained === true)
  }
  return [...retained].map(([filter, wanted]) => ({ filter, retained: wanted })).sort((a, b) => (a.filter < b.filter ? -1 : 1))
}

function brokenCodec(error: unknown): Codec {
  const detail = errorText(error)
  return (_message, _captures, out) => {
    refuse(out, 'decoder-error', `the mapping of this source cannot be used: ${detail}`)
    return true
  }
}

function listenerOf(source: Source, zone: string, limits: WireLimits): Listener | null {
  const convention = conventionOf(source.preset)
  if (convention === null) return null
  const topics = convention.topics(source.mapping)
  try {
    return { source: source.id, topics, codec: convention.open(source, { zone, limits }) }
  } catch (error) {
    return { source: source.id, topics, codec: brokenCodec(error) }
  }
}

function candidatesOf(listeners: readonly Listener[], topic: string): readonly Candidate[] {
  const found: Candidate[] = []
  for (const listener of listeners) {
    for (const template of listener.topics) {
      const captures = template.match(topic)
      if (captures === null) continue
      found.push({ listener, captures })
      break
    }
  }
  return found
}

/** What one message holds when nobody reads it: `where` of every source said no. */
const UNCLAIMED = 'no source of this topic takes this message (see `where`)'

/** State (sequence numbers, births) is kept inside, from message to message. Sources of unknown presets are left out: configuration reports them. */
export function createDecoder(sources: readonly Source[], zone: string, limits: WireLimits = DEFAULT_LIMITS): Decoder {
  const listeners = sources.map((s) => listenerOf(s, zone, limits)).filter((l) => l !== null)
  const routes = new Map<string, readonly Candidate[]>()

  function route(topic: string): readonly Candidate[] {
    const known = routes.get(topic)
    if (known !== undefined) return known
    const found = candidatesOf(listeners, topic)
    if (routes.size >= ROUTES_KEPT) routes.clear()
    routes.set(topic, found)
    return found
  }

  function read(message: RawMessage, out: DecodeOutput): string | null {
    if (message.topic === IMPORT_TOPIC) {
      decodeImport(message, out)
      return IMPORT_SOURCE
    }
    const candidates = route(message.topic)
    for (const { listener, captures } of candidates) {
      if (attempt(listener, message, captures, out)) return listener.source
    }
    const first = candidates[0]
    if (first === undefined) refuse(out, 'unknown-topic', `no source listens to the topic "${message.topic}"`)
    else out.events.push({ type: 'ignored', detail: UNCLAIMED })
    return first?.listener.source ?? null
  }

  return {
    decode(message) {
      const out: DecodeOutput = { readings: [], events: [], dead: [], counted: false }
      const source = read(message, out)
      return { source, decoded: out }
    },
  }
}

/** One try; a decoder that throws is our fault, and the message is kept for a replay after the repair. */
function attempt(listener: Listener, message: RawMessage, captures: Captures, out: DecodeOutput): boolean {
  try {
    return listener.codec(message, captures, out)
  } catch (error) {
    out.readings.length = 0
    refuse(out, 'decoder-error', errorStack(error).slice(0, 1000))
    return true
  }
}
