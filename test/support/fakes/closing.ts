/** A campus in which no period is closed: reports are those of today. */

import type { ClosingApi, PeriodReviewView } from '../../../src/app/closing/api.ts'
import type { ReportingApi } from '../../../src/figures/api.ts'

const refused = { refused: 'refused', detail: 'no period is closed' } as const

const OPEN: PeriodReviewView = {
  period: '2026-02',
  from: '2026-02-01T00:00:00.000+08:00',
  to: '2026-03-01T00:00:00.000+08:00',
  over: true,
  state: 'open',
  revision: null,
  hash: 'a7',
  preparedBy: ['token:a'],
  submission: null,
  returned: null,
  coverage: { least: 0.9, limit: 0.95, meters: [{ point: 'a/b', role: 'main-meter', coverage: 0.9 }], figures: [] },
  findings: [
    { theme: 'completeness', code: 'left-open', message: { code: 'left-open', values: { source: 'gas' } }, figures: [], details: [] },
  ],
  irrelevant: ['dc.pue'],
  parts: null,
}

export function openPeriods(reporting: Pick<ReportingApi, 'document'>): ClosingApi {
  return {
    async report(context, { period, boundary }) {
      const document = await reporting.document(context, { period, boundary })
      return 'unknown' in document ? document : { document, statement: null }
    },
    statements: async () => [],
    close: async () => refused,
    pending: async (_context, period) => ({ period, revision: 1, pending: [], rejected: null }),
    accept: async () => refused,
    evidence: async () => refused,
    review: async (_context, period) => ({ ...OPEN, period }),
    calendar: async () => [],
    submit: async () => refused,
    returnDraft: async () => refused,
    reject: async () => refused,
    corrections: async () => [],
    previewCorrection: async () => refused,
    correct: async () => refused,
    undoCorrection: async () => refused,
  }
}
