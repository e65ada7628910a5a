/** Messages without sources of a campus: the convention of each is recognised. `campus decode` and discovery use it. */

import type { ConventionDescriptor, RawMessage, Source } from '../domain/index.ts'
import { DEFAULT_LIMITS, type DecodeOutput, refuse, type WireLimits } from './codec.ts'
import { RECOGNISE } from './conventions/catalog.ts'
import type { Decoder } from './decoder.ts'
import { type Listener, listenerOf, restoreListeners, snapshotListeners, tryListener } from './listener.ts'
import { createRecogniser, viewMessage } from './recognition.ts'
import type { Captures } from './values/topic.ts'

export interface RecognisingSetup {
  /** What may be recognised. */
  readonly descriptors: readonly ConventionDescriptor[]
  /** A source for each descriptor, with its name as preset. */
  readonly sources: readonly Source[]
  /** Reads what no convention recognises; null: such a message is refused. */
  readonly otherwise: Source | null
  readonly zone: string
  readonly limits?: WireLimits
}

const NONE = Object.create(null) as Captures

function capturesOf({ topics }: Listener, topic: string): Captures | null {
  for (const template of topics) {
    const captures = template.match(topic)
    if (captures !== null) return captures
  }
  return null
}

export function createRecognisingDecoder({ descriptors, sources, otherwise, zone, limits = DEFAULT_LIMITS }: RecognisingSetup): Decoder {
  const recogniser = createRecogniser(descriptors, RECOGNISE)
  const open = (source: Source): Listener | null => listenerOf(source, zone, limits)
  const byName = new Map(sources.map((source) => [source.preset, open(source)]))
  const last = otherwise === null ? null : open(otherwise)
  const listeners = [...byName.values(), last].filter((listener) => listener !== null)

  function candidates(message: RawMessage): readonly Listener[] {
    const ranked = recogniser.rank(viewMessage(message)).map((name) => byName.get(name) ?? null)
    const described = listeners.filter(({ codec }) => codec.claims?.(message.topic) === true)
    const reads = last !== null && capturesOf(last, message.topic) !== null ? last : null
    return [...ranked, ...described, reads].filter((listener) => listener !== null)
  }

  function read(message: RawMessage, out: DecodeOutput): string | null {
    for (const listener of candidates(message))
      if (tryListener(listener, message, capturesOf(listener, message.topic) ?? NONE, out) === 'handled') return listener.source
    refuse(
      out,
      'unknown-topic',
      `no convention is recognised in the topic "${message.topic}" and its payload; name one, or write a mapping`,
    )
    return null
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
