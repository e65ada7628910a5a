/** The real reporting use cases over records and buckets in memory, and what calls them. */

import { createReporting, type ReportingState } from '../../../src/app/reporting/reporting.ts'
import { type Bucket, type Campus, instant, type Span } from '../../../src/domain/index.ts'
import type { ReasonedContext, ReportingApi, Unknown } from '../../../src/figures/api.ts'
import { type Report, renderReport } from '../../../src/figures/document/render/report.ts'
import type { Language } from '../../../src/figures/messages/language.ts'
import type { Clock, Readings } from '../../../src/ports/index.ts'
import { createMemoryRecords } from './memory-records.ts'
import { createMemoryBuckets, createMemoryReadings } from './memory-store.ts'

export interface ReportingWish {
  readonly seasons?: Readonly<Record<string, readonly Span[]>>
  readonly readings?: Readings
  readonly factorSet?: string
}

export async function accountsOf(
  campus: Campus,
  clock: Clock,
  buckets: readonly Bucket[] = [],
  { seasons = {}, readings = createMemoryReadings(), factorSet = 'default' }: ReportingWish = {},
): Promise<ReportingApi> {
  const store = createMemoryBuckets()
  await store.write(buckets)
  const state: ReportingState = { campus, config: { seasons, factorSet } }
  return createReporting({ records: createMemoryRecords(), clock, readings, buckets: store, version: 'test' }, state)
}

/** The context of a request by a preparer. */
export function requestBy(author = 'tester', reason = 'test'): ReasonedContext {
  return { principal: { key: author, role: 'preparer', site: null, via: 'token' }, at: instant(0), requestId: 'test', reason }
}

/** The report of a period as JSON, as the API renders it. */
export async function readReport(
  reporting: Pick<ReportingApi, 'document'>,
  period: string,
  boundary: string | null = null,
  language: Language = 'en',
): Promise<Report | Unknown> {
  const document = await reporting.document(requestBy(), { period, boundary })
  return 'unknown' in document ? document : renderReport(document, language)
}
