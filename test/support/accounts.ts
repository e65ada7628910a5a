/** The real accounts over records and buckets in memory. */

import { type AccountState, createAccounts } from '../../src/app/reporting/reporting.ts'
import type { Bucket, Campus, Span } from '../../src/domain/index.ts'
import type { Accounts } from '../../src/figures/api.ts'
import type { Clock, Readings } from '../../src/ports/index.ts'
import { createMemoryRecords } from './memory-records.ts'
import { createMemoryBuckets, createMemoryReadings } from './memory-store.ts'

export async function accountsOf(
  campus: Campus,
  clock: Clock,
  buckets: readonly Bucket[] = [],
  { seasons = {}, readings = createMemoryReadings() }: { seasons?: Readonly<Record<string, readonly Span[]>>; readings?: Readings } = {},
): Promise<Accounts> {
  const store = createMemoryBuckets()
  await store.write(buckets)
  const state: AccountState = { campus, config: { seasons, factorSet: 'default' } }
  return createAccounts({ records: createMemoryRecords(), clock, readings, buckets: store, version: 'test' }, state)
}
