/** Health and readiness for probes. */

import { iso } from '../../domain/index.ts'
import type { AppParts, AppState } from '../context.ts'
import type { ServiceStatus } from '../use-cases.ts'
import type { Losses } from './losses.ts'
import { readinessOf } from './readiness.ts'

export function createStatus(parts: AppParts, state: AppState, losses: Pick<Losses, 'describeDrops'>): ServiceStatus {
  const startedAt = iso(parts.clock.now())
  return {
    health: () => ({ alive: true, version: parts.version, started_at: startedAt }),
    readiness: () =>
      readinessOf({
        roles: parts.config.roles,
        journal: parts.journal.state(),
        broker: parts.broker?.state() ?? null,
        stored: state.stored,
        storeFault: state.storeFault,
        rollupFault: state.rollupFault,
        dropping: losses.describeDrops(),
      }),
    timezone: () => state.campus.timezone,
  }
}
