/** Keeps what was found, day by day, and what people do about it, in the record log. */

import type { Instant } from '../domain/index.ts'
import { createProjection } from '../kernel/index.ts'
import type { Clock, Records } from '../ports/index.ts'
import { applyFindingAction, type FindingAction, type FindingDay, type FindingState, UNTOUCHED } from './finding.ts'

export interface Finder {
  /** Days that were computed, ascending. */
  days(): Promise<readonly FindingDay[]>
  states(): Promise<ReadonlyMap<string, FindingState>>
  /** A day that is recorded again replaces the former record. */
  record(day: FindingDay): Promise<void>
  act(id: string, action: FindingAction): Promise<FindingState>
}

const DAYS = 'finding-days'
const ACTIONS = 'finding-actions'

export function createFinder({ records, clock }: { readonly records: Records; readonly clock: Clock }): Finder {
  const days = new Map<string, FindingDay>()
  const states = new Map<string, FindingState>()
  const dayLog = createProjection(records, DAYS, ({ id, body }) => void days.set(id, body as FindingDay))
  const actionLog = createProjection(records, ACTIONS, ({ id, at, body }: { id: string; at: Instant; body: unknown } & { seq: number }) => {
    states.set(id, applyFindingAction(states.get(id) ?? UNTOUCHED, at, body as FindingAction))
  })
  return {
    async days() {
      await dayLog.refresh()
      return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
    },
    async states() {
      await actionLog.refresh()
      return states
    },
    async record(day) {
      await records.append(DAYS, day.date, clock.now(), day)
      await dayLog.refresh()
    },
    async act(id, action) {
      await records.append(ACTIONS, id, clock.now(), action)
      await actionLog.refresh()
      return states.get(id) ?? UNTOUCHED
    },
  }
}
