/** Health and readiness for probes. */

import { iso } from '../../domain/index.ts'
import type { AppParts, AppState } from '../context.ts'
import type { ServiceStatus } from '../use-cases.ts'
import type { Losses } from './losses.ts'
import { readinessOf } from './readiness.ts'

/** Readiness describes a start that takes longer. */
const START_WAIT_MS = 20_000

export function createStatus(
  parts: AppParts,
  state: AppState & { readonly started: Promise<void> },
  losses: Pick<Losses, 'describeDrops'>,
): ServiceStatus {
  const { clock } = parts
  const startedAt = iso(clock.now())
  const begun = clock.monotonic()
  return {
    health: () => ({ alive: true, version: parts.version, started_at: startedAt }),
    async awaitStart() {
      const waited = new AbortController()
      await Promise.race([state.started, clock.sleep(Math.max(0, START_WAIT_MS - (clock.monotonic() - begun)), waited.signal)])
      waited.abort()
    },
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
