/** Settings of the generic decoder for a source: the body of one `sources:` entry, and of `decode --mapping`. */

import type { Kind, Quantity } from '../quantity/quantity.ts'
import type { RecognitionRule } from './recognition.ts'

export type TimeUnit = 's' | 'ms' | 'us' | 'ns' | 'iso'

/** `receive`, or where a message carries its time. `unit` is a TimeUnit or a pattern such as `yyyyMMdd'T'HHmmss'Z'`; absent: by form and magnitude. */
export type TimeRule = 'receive' | { readonly path: string; readonly unit?: string; readonly tz?: string }

export interface DecodeStep {
  readonly as: 'utf8' | 'base64' | 'hex' | 'gzip' | 'json'
  /** Decode this field of the message in place, not the whole message. */
  readonly path?: string
}

/** One term of a sum: the number at `path` x `scale` (default 1). */
export interface SumTerm {
  readonly path: string
  readonly scale?: number
}

/** How one field becomes a reading. */
export interface PointRule {
  readonly quantity?: Quantity
  /** Unit in the message; `from-string` = number and unit stand in one text. Converted to the canonical unit. */
  readonly unit?: string
  readonly kind?: Kind | 'unusable'
  readonly scale?: number
  readonly offset?: number
  /** Text or number in the message -> value. */
  readonly map?: Readonly<Record<string, number | boolean>>
  readonly min?: number
  readonly max?: number
  /** Values that mean "no value". */
  readonly null_values?: readonly (string | number)[]
  /** Channel name; default: the field path. */
  readonly as?: string
  readonly phase?: string
  readonly medium?: string
  readonly rollover?: number
  readonly regex?: string
  readonly ignore?: boolean
  readonly diagnostic?: boolean
  readonly comment?: string
  /** Time from a named group of `regex`. */
  readonly time?: { readonly group: string; readonly format: string; readonly tz?: string }
  /** Decimal separator of numbers in texts; default `.`. */
  readonly decimal?: '.' | ','
  /** Separator of groups of three digits in texts; default: none. */
  readonly thousands?: string
  /** The value is the sum of these fields, in place of the field that the key names: the key is the channel. */
  readonly sum?: readonly SumTerm[]
}

/** Words by which a message says that its device is connected or not. */
export interface AvailabilityRule {
  /** Where the word stands; default: the whole message. */
  readonly path?: string
  readonly online?: string
  readonly offline?: string
}

/** A text by which a device tells how it is. */
export interface StatusRule {
  readonly path: string
  /** The text when all is well: no event. */
  readonly ok?: string
}

export interface Mapping {
  readonly topic?: string
  readonly preset?: string
  readonly format?: string
  readonly decode?: readonly DecodeStep[]
  /** Only messages with these values at these paths; with `each`, only items with them. */
  readonly where?: Readonly<Record<string, string | number | boolean>>
  /** Only messages that have these paths. */
  readonly has?: readonly string[]
  /** Path of the object whose fields are read: rules name them from there or from the top. */
  readonly body?: string
  /** Template before the name of every channel, such as `{service_id}.`. */
  readonly prefix?: string
  /** Path of an object of channel names and error codes: these channels have no value. */
  readonly errors?: string
  /** Values of any field that mean "no value". */
  readonly null_values?: readonly (string | number)[]
  readonly availability?: AvailabilityRule
  readonly status?: StatusRule
  /** Why nothing is read from these messages: an event, never a reading. */
  readonly ignore?: string
  /** Messages of several forms under one source: the first form that fits reads a message, and adds to the keys above. */
  readonly forms?: readonly Mapping[]
  /** Rules of a model of device, which `model` picks. */
  readonly models?: Readonly<Record<string, Readonly<Record<string, PointRule>>>>
  /** `{x}` is a topic level, `{path}` a payload value, `{key:path}` the name of the only key at that path. */
  readonly device?: string
  /** Path of an array of items; `name`, `value`, `unit` are paths within an item. */
  readonly each?: string
  readonly name?: string
  readonly value?: string
  readonly unit?: string
  /** Positional data: a channel name or a rule with `as` for each column, null to skip. */
  readonly columns?: readonly (string | PointRule | null)[]
  readonly index_names?: readonly string[]
  readonly time?: TimeRule
  /** Where a message carries the number of its frame: the same number again within minutes is a second copy. */
  readonly seq?: { readonly path: string }
  /** RFC 3339: the oldest plausible time. Default 2000-01-01. */
  readonly accept_since?: string
  /** Duration such as `90d`: a time of a live message that is older than this before the newest trusted time of its device is not believed. */
  readonly accept_within?: string
  /** Path of older items in the message, with the path of the time within an item. */
  readonly history?: boolean | string | { readonly path: string; readonly time?: string }
  readonly device_profile?: string
  readonly model?: string
  /** Zone of times without offset; default: the campus zone. */
  readonly timezone?: string
  /** Of a preset: messages that are its own without a source; default: those of its topic. */
  readonly recognise?: readonly RecognitionRule[]
  readonly points?: Readonly<Record<string, PointRule>>
}
