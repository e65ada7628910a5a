/** The audit in the API: this file alone knows its addresses and names. */

import { addDays } from '../../address/days.ts'
import { get } from '../../api/client.ts'
import type { Answer } from '../../api/types.ts'

type Audit = Answer<'GET /api/v1/audit'>
export type AuditEvent = Audit['events'][number]
export type Verdict = Answer<'GET /api/v1/audit/verify'>

export interface AuditFilter {
  readonly principal: string
  readonly action: string
  /** Days of the campus, both included; empty for any. */
  readonly from: string
  readonly to: string
}

export const NO_FILTER: AuditFilter = { principal: '', action: '', from: '', to: '' }
export const PAGE = 50

/** One more than a page: then there is a next one. `before`: sequence of the last event of the page before. */
export async function loadEvents({ principal, action, from, to }: AuditFilter, before: number | null): Promise<readonly AuditEvent[]> {
  const query = Object.entries({
    limit: String(PAGE + 1),
    before: before === null ? '' : String(before),
    principal,
    action,
    from,
    to: to === '' ? '' : addDays(to, 1),
  }).filter(([, value]) => value !== '')
  return (await get<Audit>(`/api/v1/audit?${new URLSearchParams(query)}`)).events
}

export const verify = (): Promise<Verdict> => get<Verdict>('/api/v1/audit/verify')
