/** Whether the service can do its first duty: take readings and keep them. */

import type { Role } from '../../config/types.ts'
import type { BrokerState, JournalState } from '../../ports/index.ts'
import type { Readiness } from '../../views/types.ts'

export interface Health {
  readonly roles: readonly Role[]
  readonly journal: JournalState
  readonly broker: BrokerState | null
  /** Journal sequence that is stored. */
  readonly stored: number
  /** What the last call of the store failed with, or null. */
  readonly storeFault: string | null
  /** What the last rollup failed with, or null. */
  readonly rollupFault: string | null
  /** What the broker threw away lately, in a sentence, or null. */
  readonly dropping: string | null
}

/** The writer is behind by more messages than this: served, but degraded. */
const BACKLOG = 10_000

export function readinessOf(health: Health): Readiness {
  const reasons: string[] = []
  const degraded: string[] = []
  const ingest = health.roles.includes('ingest')
  if (ingest && health.journal.full) reasons.push('the journal is full: messages are not acknowledged until there is room')
  if (ingest && health.broker !== null && !health.broker.connected) reasons.push(`the broker is away: ${health.broker.detail}`)
  if (ingest && health.broker?.connected === true && health.broker.fault !== undefined) degraded.push(health.broker.fault)
  if (health.storeFault !== null) (ingest ? degraded : reasons).push(`the store is away: ${health.storeFault}`)
  if (health.rollupFault !== null && health.storeFault === null)
    degraded.push(`totals stand still, the rollup fails: ${health.rollupFault}`)
  if (ingest && health.dropping !== null) degraded.push(health.dropping)
  const backlog = health.journal.lastSeq - health.stored
  if (backlog > BACKLOG) degraded.push(`${backlog} messages wait in the journal to be stored`)
  return { ready: reasons.length === 0, reasons, degraded }
}
