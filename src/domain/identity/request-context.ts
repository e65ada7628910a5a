/** What every use case knows about the request it serves. Audit, site scope, approval and idempotency read nothing else. */

import type { Instant } from '../time/instant.ts'
import type { Principal } from './principal.ts'

export interface RequestContext {
  readonly principal: Principal
  /** When the request arrived. */
  readonly at: Instant
  /** Why, in the words of the principal; required where a use case says so. */
  readonly reason?: string
  /** Unique per request; logs and audit records carry it. */
  readonly requestId: string
  /** Network address that it came from; absent for jobs of the service. */
  readonly address?: string
}
