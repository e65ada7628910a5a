/** The real accounts over records and buckets in memory. */

import { type AccountState, createReporting } from '../../../src/app/reporting/reporting.ts'
import type { Bucket, Campus, Span } from '../../../src/domain/index.ts'
import type { ReportingApi } from '../../../src/figures/api.ts'
import type { Clock, Readings } from '../../../src/ports/index.ts'
import { createMemoryRecords } from './memory-records.ts'
import { createMemoryBuckets, createMemoryReadings } from './memory-store.ts'

export async function accountsOf(
  campus: Campus,
  clock: Clock,
  buckets: readonly Bucket[] = [],
  { seasons = {}, readings = createMemoryReadings() }: { seasons?: Readonly<Record<string, readonly Span[]>>; readings?: Readings } = {},
): Promise<ReportingApi> {
  const store = createMemoryBuckets()
  await store.write(buckets)
  const state: AccountState = { campus, config: { seasons, factorSet: 'default' } }
  return createReporting({ records: createMemoryRecords(), clock, readings, buckets: store, version: 'test' }, state)
}
