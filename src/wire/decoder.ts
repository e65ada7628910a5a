/** From messages to readings: finds the source of a topic, lets its codec read, and turns whatever fails into a dead letter. */

import type { Decoded, RawMessage, Source, Subscription } from '../domain/index.ts'
import { DEFAULT_LIMITS, type DecodeOutput, refuse, topicsOf, type WireLimits } from './codec.ts'
import { conventionOf } from './conventions/catalog.ts'
import type { DecoderState } from './decoder-state.ts'
import { decodeImport, IMPORT_SOURCE, IMPORT_TOPIC } from './import.ts'
import { type Listener, listenerOf, restoreListeners, snapshotListeners, tryListener } from './listener.ts'
import type { Captures } from './values/topic.ts'

export interface Decoder {
  /** Never throws. `source` is null when no source of the campus listens to the topic. */
  decode(message: RawMessage): { readonly source: string | null; readonly decoded: Decoded }
  /** What the codecs remember between messages, as plain data. */
  snapshot(): DecoderState
  /** Goes on from a snapshot. Returns the sources whose state was of another version or convention: these start again. */
  restore(state: unknown): readonly string[]
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
    const descriptor = conventionOf(source)?.descriptor
    if (descriptor === undefined) continue
    for (const { filter } of topicsOf(descriptor, source.mapping))
      retained.set(filter, (retained.get(filter) ?? false) || descriptor.retained)
  }
  return [...retained].map(([filter, wanted]) => ({ filter, retained: wanted })).sort((a, b) => (a.filter < b.filter ? -1 : 1))
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

/** Of a message that `where` of every source leaves to others. */
const UNCLAIMED = 'no source of this topic takes this message (see `where`)'

/** State (sequence numbers, births) is kept inside, from message to message. Sources of unknown presets are left out: configuration reports them. */
export function createDecoder(sources: readonly Source[], zone: string, limits: WireLimits = DEFAULT_LIMITS): Decoder {
  const listeners = sources.map((s) => listenerOf(s, zone, limits)).filter((l) => l !== null)
  const routes = new Map<string, readonly Candidate[]>()

  function route(topic: string): readonly Candidate[] {
    const cached = routes.get(topic)
    if (cached !== undefined) return cached
    const candidates = candidatesOf(listeners, topic)
    if (routes.size >= ROUTES_KEPT) routes.clear()
    routes.set(topic, candidates)
    return candidates
  }

  /** The source that the message belongs to. */
  function read(message: RawMessage, out: DecodeOutput): string | null {
    if (message.topic === IMPORT_TOPIC) {
      decodeImport(message, out)
      return IMPORT_SOURCE
    }
    const candidates = route(message.topic)
    for (const { listener, captures } of candidates) {
      if (tryListener(listener, message, captures, out) === 'handled') return listener.source
    }
    const first = candidates[0]
    if (first === undefined) refuse(out, 'unknown-topic', `no source listens to the topic "${message.topic}"`)
    else out.events.push({ type: 'ignored', device: null, fields: [], detail: UNCLAIMED })
    return first?.listener.source ?? null
  }

  return {
    decode(message) {
      const out: DecodeOutput = { readings: [], events: [], dead: [], sequenced: false }
      const source = read(message, out)
      return { source, decoded: out }
    },
    snapshot: () => snapshotListeners(listeners),
    restore: (state) => restoreListeners(listeners, state),
  }
}
