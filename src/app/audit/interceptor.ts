/** Leaves an event for each call of a use case that changes something, and of one that hands everything out. */

import type { UseCaseName } from '../../access/policies.ts'
import type { AuditEvent } from '../../audit/event.ts'
import type { AuditTrail } from '../../audit/trail.ts'
import type { Events } from '../../ports/index.ts'
import { errorLine } from '../../kernel/index.ts'
import type { Interceptor, UseCaseCall } from '../guard.ts'
import { summaryOf } from './summary.ts'

/** Parts of a work whose beginning and end leave events, and waits that change nothing by themselves. */
const UNRECORDED: ReadonlySet<UseCaseName> = new Set<UseCaseName>(['administration.importRows', 'administration.awaitStored'])
/** Reads that leave an event all the same: the answer holds everything. */
const RECORDED_READS: ReadonlySet<UseCaseName> = new Set<UseCaseName>(['administration.backup'])

export interface AuditParts {
  readonly trail: Pick<AuditTrail, 'record'>
  readonly events: Events
}

export function auditInterceptor({ trail, events }: AuditParts): Interceptor {
  async function record(call: UseCaseCall, outcome: AuditEvent['outcome'], result: unknown): Promise<void> {
    const { useCase, context, args } = call
    const { principal, reason = null, requestId, address = null } = context
    const detail = { arguments: summaryOf(args), result: summaryOf(result, 2) ?? null }
    const event = { principal: principal.key, action: useCase, outcome, detail, reason, request: requestId, address }
    // What was done is done: its caller gets the answer, and the log of the service says what the audit lacks.
    await trail.record(event).catch((error: unknown) => {
      const text = `${useCase} by ${principal.key} stands in no audit: ${errorLine(error)}`
      events.emit({ code: 'audit-failed', level: 'error', detail: text })
    })
  }
  return {
    covers: (useCase, { effect }) => RECORDED_READS.has(useCase) || (effect === 'changes' && !UNRECORDED.has(useCase)),
    async around(call, proceed) {
      let result: unknown
      try {
        result = await proceed()
      } catch (error) {
        await record(call, 'failed', { error: errorLine(error) })
        throw error
      }
      await record(call, isRefusal(result) ? 'refused' : 'done', result)
      return result
    },
  }
}

function isRefusal(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'refused' in result && typeof result.refused === 'string'
}
