/** Logins and refused logins in the audit. A flood of refused ones is sampled: it must not fill the disk. */

import { MINUTE } from '../../domain/index.ts'
import { errorLine } from '../../kernel/index.ts'
import type { Clock } from '../../ports/index.ts'
import type { AuditParts } from './interceptor.ts'

export interface LoginAttempt {
  /** Key of the principal; of a refused login what it tried, without a secret. */
  readonly principal: string
  readonly address: string
  readonly request: string
}

export interface LoginLog {
  accepted(attempt: LoginAttempt): void
  /** At most thirty a minute are kept; the next one says how many were not. */
  refused(attempt: LoginAttempt): void
}

const KEPT_A_MINUTE = 30

export function createLoginLog({ trail, events, clock }: AuditParts & { readonly clock: Pick<Clock, 'monotonic'> }): LoginLog {
  let minute = -1
  let kept = 0
  let skipped = 0
  const record = (attempt: LoginAttempt, accepted: boolean, detail: unknown): void => {
    const action = accepted ? 'login' : 'login-refused'
    trail.record({ ...attempt, action, outcome: accepted ? 'done' : 'refused', detail, reason: null }).catch((error: unknown) => {
      events.emit({ code: 'audit-failed', level: 'error', detail: `a login stands in no audit: ${errorLine(error)}` })
    })
  }
  return {
    accepted: (attempt) => record(attempt, true, null),
    refused(attempt) {
      const now = Math.floor(clock.monotonic() / MINUTE)
      if (now !== minute) [minute, kept] = [now, 0]
      if (kept >= KEPT_A_MINUTE) return void skipped++
      kept += 1
      record(attempt, false, skipped > 0 ? { not_recorded_before: skipped } : null)
      skipped = 0
    },
  }
}
