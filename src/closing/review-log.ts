/** Submissions, returns and rejections of preparers and approvers, never overwritten. */

import { createProjection } from '../kernel/index.ts'
import type { Clock, Records } from '../ports/index.ts'
import type { ReviewRecord } from './period-state.ts'

export interface ReviewLog {
  /** In the order they were recorded. */
  of(period: string): Promise<readonly ReviewRecord[]>
  list(): Promise<readonly ReviewRecord[]>
  append(record: ReviewRecord): Promise<void>
}

const STREAM = 'period-reviews'

export function createReviewLog({ records, clock }: { records: Records; clock: Clock }): ReviewLog {
  const reviews: ReviewRecord[] = []
  const log = createProjection(records, STREAM, ({ body }) => reviews.push(body as ReviewRecord))

  async function list(): Promise<readonly ReviewRecord[]> {
    await log.refresh()
    return [...reviews]
  }

  return {
    list,
    of: async (period) => (await list()).filter((r) => r.period === period),
    append: async (record) => void (await records.append(STREAM, `${record.period}/${record.kind}/${record.at}`, clock.now(), record)),
  }
}
