/** Why a use case did not do what it was called for, as a value: the caller maps it to its own words. */

export type RefusalCode =
  | 'invalid-request'
  /** A password or a code that was to prove who asks. */
  | 'wrong-credential'
  | 'unknown-point'
  | 'too-many-values'
  | 'unknown-dead-letter'
  | 'unknown-alarm'
  | 'unknown-rule'
  | 'unknown-finding'
  | 'unknown-token'
  | 'unknown-user'
  | 'unknown-session'
  | 'unknown-actuator'
  | 'unknown-override'
  | 'unknown-import'
  | 'unknown-proposal'
  /** Valid, and not possible as things stand. */
  | 'refused'

export interface Refusal {
  readonly refused: RefusalCode
  /** What is wrong and what to do; absent where `faults` say it by field. */
  readonly detail?: string
  readonly faults?: readonly { readonly path: string; readonly message: string }[]
}
