/** What only the owner of the store can answer: asked of the running service, or of the application opened in this process. */

import { errorText } from '../../../kernel/index.ts'
import type { AlarmView } from '../../../views/operations-types.ts'
import type { PendingAnswer, StatementRow } from '../../closing/statement-rows.ts'
import { ask } from '../../support/api.ts'
import type { ApiClient } from '../../support/command.ts'
import { type DoctorFinding, fail } from './doctor-finding.ts'
import type { ArchiveGrowth } from './judge-disk.ts'
import { judgeService, judgeStatements, type PendingFacts, type ServiceFacts } from './judge-rest.ts'

export interface ServiceAnswers {
  readonly findings: readonly DoctorFinding[]
  /** Null: it gave no answer. */
  readonly archive: ArchiveGrowth | null
}

interface ArchiveAnswer {
  readonly days: number
  readonly cap_bytes: number
  readonly bytes: number
  readonly bytes_per_day: number | null
}

/** `url`: of the running service; null: none runs. What fails becomes a finding. */
export async function askService(api: ApiClient, url: string | null): Promise<ServiceAnswers> {
  try {
    const growth = await ask<ArchiveAnswer>(api, 'GET', '/api/v1/archive')
    const service = judgeService(await serviceFacts(api, url))
    return {
      findings: [...service, ...(await statementFindings(api))],
      archive: { days: growth.days, capBytes: growth.cap_bytes, bytes: growth.bytes, bytesPerDay: growth.bytes_per_day },
    }
  } catch (error) {
    return { findings: [unanswered(url, error)], archive: null }
  }
}

export const unanswered = (url: string | null, error: unknown): DoctorFinding =>
  fail(
    'service',
    url ?? 'service',
    `cannot be asked: ${errorText(error)}`,
    'read the log of the service, correct what is named, and run this check again',
  )

async function serviceFacts(api: ApiClient, url: string | null): Promise<ServiceFacts> {
  if (url === null) return { url, ready: null, alarms: [] }
  // 503 carries the reasons.
  const ready = (await api.request('GET', '/readyz')).body as ServiceFacts['ready']
  const { alarms } = await ask<{ alarms: readonly AlarmView[] }>(api, 'GET', '/api/v1/alarms?state=open')
  return { url, ready, alarms }
}

async function statementFindings(api: ApiClient): Promise<readonly DoctorFinding[]> {
  const { statements } = await ask<{ statements: readonly StatementRow[] }>(api, 'GET', '/api/v1/statements')
  const periods = [...new Set(statements.map(({ period }) => period))]
  const pending: PendingFacts[] = []
  // One after another: each computes a report.
  for (const period of periods) {
    const answer = await ask<PendingAnswer>(api, 'GET', `/api/v1/restatements?period=${encodeURIComponent(period)}`)
    if (answer.pending.length > 0) pending.push({ period, figures: answer.pending.length })
  }
  return judgeStatements(periods.length, pending)
}
