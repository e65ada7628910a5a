/** A campus in which no period is closed: reports are those of today. */

import type { ClosingApi } from '../../../src/app/closing/api.ts'
import type { ReportingApi } from '../../../src/figures/api.ts'

const refused = { refused: 'refused', detail: 'no period is closed' } as const

export function openPeriods(reporting: Pick<ReportingApi, 'document'>): ClosingApi {
  return {
    async report(context, { period, boundary }) {
      const document = await reporting.document(context, { period, boundary })
      return 'unknown' in document ? document : { document, statement: null }
    },
    statements: async () => [],
    close: async () => refused,
    pending: async (_context, period) => ({ period, revision: 1, pending: [] }),
    accept: async () => refused,
    evidence: async () => refused,
    corrections: async () => [],
    previewCorrection: async () => refused,
    correct: async () => refused,
    undoCorrection: async () => refused,
  }
}
