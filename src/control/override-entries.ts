/** Entries of the log about what people do: overrides, stop and resume. */

import type { Instant } from '../domain/index.ts'
import { ALL_ACTUATORS, type ControlEntry } from './control-log.ts'
import type { Override } from './override.ts'
import { type ControlReason, inWords } from './reasons/reason.ts'

export function entryOfOverride(override: Override): ControlEntry {
  const { at, actuator, value, reason, principal } = override
  return { at, actuator, kind: 'override', value, policy: null, reason: inWords(reason), principal, suppressed: [], override }
}

export interface ByPerson {
  readonly at: Instant
  readonly by: string
  readonly reason: ControlReason
}

export function endOfOverride({ actuator, value, id }: Override, { at, by, reason }: ByPerson): ControlEntry {
  return { at, actuator, kind: 'override-ended', value, policy: null, reason, principal: by, suppressed: [], ended: id }
}

/** Of what a person does to all actuators at once. */
export function entryForAll(kind: 'stop-all' | 'resume', { at, by, reason }: ByPerson): ControlEntry {
  return { at, actuator: ALL_ACTUATORS, kind, value: null, policy: null, reason, principal: by, suppressed: [] }
}
