/** Leaves an event for each call of a use case that changes something, and of one that hands everything out. */

import type { UseCaseName } from '../../access/policies.ts'
import type { AuditEvent } from '../../audit/event.ts'
import type { AuditTrail } from '../../audit/trail.ts'
import type { Events } from '../../ports/index.ts'
import { errorLine } from '../../kernel/index.ts'
import type { Interceptor, UseCaseCall } from '../guard.ts'
import type { SubjectReader } from './subjects.ts'
import { summaryOf } from './summary.ts'

/** Parts of a work whose beginning and end leave events, and waits that change nothing by themselves. */
const UNRECORDED: ReadonlySet<UseCaseName> = new Set<UseCaseName>(['administration.importRows', 'administration.awaitStored'])
/** Reads that leave an event all the same: the answer holds everything. */
const RECORDED_READS: ReadonlySet<UseCaseName> = new Set<UseCaseName>(['administration.backup'])

export interface AuditParts {
  readonly trail: Pick<AuditTrail, 'record'>
  readonly events: Events
}

export interface AuditInterceptorParts extends AuditParts {
  /** Undefined for what has no subject that could be read. */
  readonly subject?: SubjectReader
}

interface Outcome {
  readonly outcome: AuditEvent['outcome']
  readonly result: unknown
  readonly before: unknown
}

export function auditInterceptor({ trail, events, subject = async () => undefined }: AuditInterceptorParts): Interceptor {
  async function record(call: UseCaseCall, { outcome, result, before }: Outcome): Promise<void> {
    const { useCase, context, args } = call
    const { principal, reason = null, requestId, address = null } = context
    const after = before === undefined || outcome === 'refused' ? undefined : await subject(call, result)
    const sides = after === undefined ? {} : { before: summaryOf(before), after: summaryOf(after) }
    const detail = { arguments: summaryOf(args), result: summaryOf(result, 2) ?? null, ...sides }
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
      const before = await subject(call)
      let result: unknown
      try {
        result = await proceed()
      } catch (error) {
        await record(call, { outcome: 'failed', result: { error: errorLine(error) }, before })
        throw error
      }
      await record(call, { outcome: isRefusal(result) ? 'refused' : 'done', result, before })
      return result
    },
  }
}

function isRefusal(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'refused' in result && typeof result.refused === 'string'
}
