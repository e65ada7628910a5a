/** A source that is open: its topics and its codec. */

import type { RawMessage, Source } from '../domain/index.ts'
import { errorStack, errorText } from '../kernel/index.ts'
import { type Codec, type CodecResult, type DecodeOutput, refuse, statelessCodec, topicsOf, type WireLimits } from './codec.ts'
import { conventionOf } from './conventions/catalog.ts'
import { type DecoderState, readDecoderState, STATE_VERSION } from './decoder-state.ts'
import type { Captures, TopicTemplate } from './values/topic.ts'

export interface Listener {
  readonly source: string
  readonly convention: string
  readonly topics: readonly TopicTemplate[]
  readonly codec: Codec
}

/** Refuses every message of a source whose mapping cannot be used. */
function brokenCodec(error: unknown): Codec {
  const detail = errorText(error)
  return statelessCodec((_message, _captures, out) => {
    refuse(out, 'decoder-error', `the mapping of this source cannot be used: ${detail}`)
    return 'handled'
  })
}

/** Null: this program has no convention of that name. */
export function listenerOf(source: Source, zone: string, limits: WireLimits): Listener | null {
  const convention = conventionOf(source)
  if (convention === null) return null
  const { descriptor } = convention
  const listener = { source: source.id, convention: descriptor.name, topics: topicsOf(descriptor, source.mapping) }
  try {
    return { ...listener, codec: convention.open(source, { zone, limits }) }
  } catch (error) {
    return { ...listener, codec: brokenCodec(error) }
  }
}

/** One try; a decoder that throws is our fault, and the message is kept for a replay after the repair. */
export function tryListener(listener: Listener, message: RawMessage, captures: Captures, out: DecodeOutput): CodecResult {
  try {
    return listener.codec.decode(message, captures, out)
  } catch (error) {
    out.readings.length = 0
    refuse(out, 'decoder-error', errorStack(error).slice(0, 1000))
    return 'handled'
  }
}

export function snapshotListeners(listeners: readonly Listener[]): DecoderState {
  const states = listeners.map(({ source, convention, codec }) => [source, { convention, state: codec.snapshot() }] as const)
  return { version: STATE_VERSION, sources: Object.fromEntries(states) }
}

/** Returns the sources whose state was of another version or convention: these start again. */
export function restoreListeners(listeners: readonly Listener[], state: unknown): readonly string[] {
  const saved = readDecoderState(state)
  return listeners.flatMap(({ source, convention, codec }) => {
    const own = saved?.sources[source]
    const restored = own?.convention === convention && codec.restore(own.state) === 'restored'
    return restored ? [] : [source]
  })
}
