/** What policies propose for an actuator, and the one proposal that decides. */

import { type CommandValue, type PolicyClass } from '../domain/index.ts'
import type { ControlReason } from './reasons/reason.ts'

/** Policy of a decision that an override made. */
export const OVERRIDE = 'override'

export interface Proposal {
  /** Id of the policy, or `override`. */
  readonly policy: string
  readonly class: PolicyClass
  readonly value: CommandValue
  readonly reason: ControlReason
  /** What tells one slot of a policy from the next: a switch at the wall is respected until it changes. */
  readonly slot: number
}

/** A proposal that an earlier one outweighed. */
export interface SuppressedProposal {
  readonly policy: string
  readonly value: string | number
  readonly reason: ControlReason
}

export interface Decision {
  readonly wanted: Proposal | null
  readonly suppressed: readonly SuppressedProposal[]
}
