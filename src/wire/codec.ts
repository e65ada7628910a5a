/** What a convention is: a name, the topics it listens to, and a codec per source. A preset is a convention made of an engine and a table. */

import type { DeadLetter, Mapping, RawMessage, Source, WireEvent, WireReading } from '../domain/index.ts'
import type { Captures, TopicTemplate } from './values/topic.ts'

export interface WireLimits {
  /** Nesting of JSON. */
  readonly depth: number
  readonly readingsPerMessage: number
}

export const DEFAULT_LIMITS: WireLimits = { depth: 16, readingsPerMessage: 1000 }

/** Where a codec puts what it finds. */
export interface DecodeOutput {
  readonly readings: WireReading[]
  readonly events: WireEvent[]
  readonly dead: DeadLetter[]
  counted: boolean
}

export interface CodecContext {
  /** Zone of times without offset. */
  readonly zone: string
  readonly limits: WireLimits
}

/** Reads one message of its source. False: the message is not meant for this source (`where`), try the next. May keep state. */
export type Codec = (message: RawMessage, captures: Captures, out: DecodeOutput) => boolean

export interface Convention {
  readonly name: string
  /** Topics of a source of this convention. */
  topics(mapping: Mapping): readonly TopicTemplate[]
  /** Its topics hold states, which a broker retains and which are wanted at once. Measured values that are retained are old. */
  readonly retained: boolean
  open(source: Source, context: CodecContext): Codec
}

export function refuse(out: DecodeOutput, reason: DeadLetter['reason'], detail: string): void {
  out.dead.push({ reason, detail })
}

/** A value as it stands in messages for people: short, quoted by JSON. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
