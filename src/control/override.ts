/** Overrides by people: a value for one actuator until a time, with the reason and who asked for it. */

import type { CommandValue, Instant } from '../domain/index.ts'

export interface Override {
  readonly id: string
  readonly actuator: string
  readonly value: CommandValue
  readonly at: Instant
  /** Begin of the first of the overrides that followed one another without a break; left out: `at`. */
  readonly since?: Instant
  /** In force before this instant. */
  readonly until: Instant
  readonly reason: string
  /** Key of the principal. */
  readonly principal: string
}
