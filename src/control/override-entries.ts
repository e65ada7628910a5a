/** Entries of the log about overrides. */

import type { Instant } from '../domain/index.ts'
import type { ControlEntry } from './control-log.ts'
import type { Override } from './override.ts'
import { type ControlReason, inWords } from './reasons/reason.ts'

export function entryOfOverride(override: Override): ControlEntry {
  const { at, actuator, value, reason, principal } = override
  return { at, actuator, kind: 'override', value, policy: null, reason: inWords(reason), principal, suppressed: [], override }
}

export interface EndOfOverride {
  readonly at: Instant
  readonly by: string
  readonly reason: ControlReason
}

export function endOfOverride({ actuator, value, id }: Override, { at, by, reason }: EndOfOverride): ControlEntry {
  return { at, actuator, kind: 'override-ended', value, policy: null, reason, principal: by, suppressed: [], ended: id }
}
