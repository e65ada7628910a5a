/** What a convention is: data about it, a codec per source that reads messages, and an encoder of commands. */

import type {
  ConventionDescriptor,
  DeadLetter,
  DecodeEvent,
  DeviceCommand,
  EncodedCommand,
  Mapping,
  RawMessage,
  Source,
  WireReading,
} from '../domain/index.ts'
import type { Recognise } from './message-view.ts'
import { ANY_TOPIC, type Captures, topicTemplate, type TopicTemplate } from './values/topic.ts'

export interface WireLimits {
  /** Nesting of JSON. */
  readonly depth: number
  readonly readingsPerMessage: number
}

export const DEFAULT_LIMITS: WireLimits = { depth: 16, readingsPerMessage: 1000 }

/** Where a codec puts what it finds. */
export interface DecodeOutput {
  readonly readings: WireReading[]
  readonly events: DecodeEvent[]
  readonly dead: DeadLetter[]
  sequenced: boolean
}

export interface CodecContext {
  /** Zone of times without offset. */
  readonly zone: string
  readonly limits: WireLimits
}

/** `not-mine`: the message is meant for another source of its topic (`where`). It has left no trace in the output. */
export type CodecResult = 'handled' | 'not-mine'

/** `rejected`: the state is of another version or form; the codec stays as it was. */
export type RestoreResult = 'restored' | 'rejected'

/** Reads the messages of one source. May keep state from message to message: counts, births, aliases. */
export interface Codec {
  decode(message: RawMessage, captures: Captures, out: DecodeOutput): CodecResult
  /** The state as plain data that JSON can carry, with its version; null: the codec has none. */
  snapshot(): unknown
  /** Goes on from a snapshot exactly as the codec that gave it would have. */
  restore(state: unknown): RestoreResult
  /** Whether an earlier message described this topic: recognition asks, where no rule knows the message. */
  claims?(topic: string): boolean
}

/** Whom a command is for. */
export interface CommandTarget {
  readonly source: Source
  /** Id of the campus, which topics may name. */
  readonly campus: string
}

export interface Convention {
  readonly descriptor: ConventionDescriptor
  /** What the rules of the descriptor cannot express. */
  readonly recognise?: Recognise
  /** A codec for the source. Throws when its mapping cannot be used. */
  open(source: Source, context: CodecContext): Codec
  encode(command: DeviceCommand, target: CommandTarget): EncodedCommand
}

/** Topics that a source listens to: its own and those of its forms, else those of its convention, else any. */
export function topicsOf(descriptor: ConventionDescriptor, mapping: Mapping): readonly TopicTemplate[] {
  const texts = topicTextsOf(descriptor, mapping)
  return texts.length === 0 ? [ANY_TOPIC] : texts.map(topicTemplate)
}

/** The same as they are written; empty: any. */
export function topicTextsOf({ topics }: ConventionDescriptor, mapping: Mapping): readonly string[] {
  const own = mapping.forms === undefined ? [mapping.topic] : mapping.forms.map((form) => form.topic ?? mapping.topic)
  const named = own.filter((topic) => topic !== undefined)
  return named.length === 0 ? topics : [...new Set(named)]
}

/** A codec that remembers nothing from message to message. */
export function statelessCodec(decode: Codec['decode']): Codec {
  return { decode, snapshot: () => null, restore: (state) => (state === null ? 'restored' : 'rejected') }
}

export function refuse(out: DecodeOutput, reason: DeadLetter['reason'], detail: string): void {
  out.dead.push({ reason, detail })
}

/** A value as it stands in messages for people: short, quoted by JSON. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
