/** What tells others whether the service is connected: a retained state that the broker itself changes when the connection dies. */

import type { Instant } from '../time/instant.ts'

export interface ServicePresence {
  readonly topic: string
  /** `at`: when the connection began, and when it ends on purpose. */
  readonly payload: (online: boolean, at: Instant) => string
}
