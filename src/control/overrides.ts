/** Overrides by people: a value for one actuator until a time, with the reason and who asked for it. */

import type { CommandValue, Instant } from '../domain/index.ts'
import type { ControlEntry } from './control-log.ts'

export interface Override {
  readonly id: string
  readonly actuator: string
  readonly value: CommandValue
  readonly at: Instant
  /** In force before this instant. */
  readonly until: Instant
  readonly reason: string
  /** Key of the principal. */
  readonly principal: string
}

export function entryOfOverride(override: Override): ControlEntry {
  const { at, actuator, value, reason, principal } = override
  return { at, actuator, kind: 'override', value, policy: null, reason, principal, suppressed: [], override }
}

export interface EndOfOverride {
  readonly at: Instant
  readonly by: string
  readonly reason: string
}

export function endOfOverride({ actuator, value, id }: Override, { at, by, reason }: EndOfOverride): ControlEntry {
  return { at, actuator, kind: 'override-ended', value, policy: null, reason, principal: by, suppressed: [], ended: id }
}
