/** What a convention is to the outside: data that configuration checks a source by. How it is read and written stands in `wire`. */

import type { ActuatorKind } from '../control/actuator.ts'
import type { Mapping, PointRule } from './mapping.ts'
import type { RecognitionRule } from './recognition.ts'

/** The convention that reads by the rules of the source; presets are mappings with a name. */
export const MAPPING_CONVENTION = 'mapping'

/** JSON Schema of one key. */
export type SettingSchema = Readonly<Record<string, unknown>>

/** What the topic of a source must say so that the convention can read it. */
export interface TopicForm {
  /** A level that the template must name. */
  readonly level: string
  /** How a source writes the last level, and how the template is read: sibling topics share one template. */
  readonly ending: { readonly written: string; readonly read: string }
  /** A topic as a person would write it, for hints. */
  readonly example: string
}

export interface ConventionDescriptor {
  /** What `preset:` of a source says. */
  readonly name: string
  /** Topics of a source that names none; empty: a source must name one. */
  readonly topics: readonly string[]
  readonly topicForm: TopicForm | null
  /** Its topics hold states, and a broker sends retained ones at once. Retained measured values are old: they are not wanted. */
  readonly retained: boolean
  /** Keys of a source that only this convention knows, beside the mapping vocabulary. */
  readonly settings: Readonly<Record<string, SettingSchema>>
  /** What these keys are where a source leaves them out. */
  readonly defaults?: (campus: string) => Readonly<Record<string, unknown>>
  /** Its channels are named after their quantity, in the canonical unit: `power`, `energy.l1`. */
  readonly namesQuantities: boolean
  /** What its fields measure, by name: then a point needs no quantity; null: each message, or a description, says it. */
  readonly fieldRule: ((field: string) => PointRule | null) | null
  /** It turns commands into messages. */
  readonly encodes: boolean
  /** What a channel takes, by the name that the make gives it; null: no such channel. Absent: the campus file says it. */
  readonly channelKind?: (channel: string) => ActuatorKind | null
  /** Messages that are its own without a source that names them: `campus decode` and discovery ask this. */
  readonly recognition: readonly RecognitionRule[]
  /** Of a preset: the mapping that a source adds to; null: a convention with code of its own. */
  readonly body: Mapping | null
}
