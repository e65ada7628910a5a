/** The desk with its jobs over stores in memory, real accounts and a clock that leaps: what a service without broker and journal would do. */

import type { AppParts, AppState } from '../../../src/app/context.ts'
import { createReporting } from '../../../src/app/reporting/reporting.ts'
import { createOperations } from '../../../src/app/operations/operations.ts'
import { createLosses } from '../../../src/app/operations/losses.ts'
import { createProgress } from '../../../src/app/operations/progress.ts'
import { createRolling } from '../../../src/app/administration/rolling.ts'
import { sha256 } from '../../../src/adapters/system/sha256.ts'
import type { Config } from '../../../src/config/types.ts'
import type { Bucket, Campus } from '../../../src/domain/index.ts'
import { createWorker } from '../../../src/jobs/worker.ts'
import type { Journal, JournalState, Messenger, Readings, Records } from '../../../src/ports/index.ts'
import { createRoller } from '../../../src/rollup/roller.ts'
import type { OperationsApi } from '../../../src/views/operations-types.ts'
import { createLiveFeed, type LivePublisher } from '../../../src/views/live.ts'
import type { ReportingApi } from '../../../src/figures/api.ts'
import type { HandClock } from './clock.ts'
import { createEventLog, createMetricLog, type EventLog } from './events.ts'
import { createLeapingBeats, type LeapingBeats } from './leaping-beats.ts'
import { createMemoryRecords } from './memory-records.ts'
import { createMemoryBuckets, createMemoryReadings, type MemoryBuckets } from './memory-store.ts'

export interface DeskWish {
  readonly campus: Campus
  readonly clock: HandClock
  readonly buckets?: MemoryBuckets
  readonly readings?: Readings
  readonly records?: Records
  readonly messengers?: readonly Messenger[]
  readonly coverageBelow?: number
}

export interface DeskRig {
  readonly api: OperationsApi
  readonly accounts: ReportingApi
  readonly beats: LeapingBeats
  readonly events: EventLog
  readonly live: LivePublisher
  readonly records: Records
  readonly buckets: MemoryBuckets
  /** May be changed: another campus file, a fault of the store. */
  readonly state: { campus: Campus; stored: number; storeFault: string | null; rollupFault: string | null }
  /** May be changed: what the journal says of itself. */
  readonly journal: { lastSeq: number; full: boolean }
  stop(): Promise<void>
}

export async function memoryBuckets(buckets: readonly Bucket[]): Promise<MemoryBuckets> {
  const store = createMemoryBuckets()
  await store.write(buckets)
  return store
}

export async function deskRig(wish: DeskWish): Promise<DeskRig> {
  const { campus, clock, messengers = [], coverageBelow = 0.95 } = wish
  const { readings = createMemoryReadings(), records = createMemoryRecords(), buckets = createMemoryBuckets() } = wish
  const [events, beats] = [createEventLog(), createLeapingBeats()]
  const at = { lastSeq: 0, full: false }
  const whole: JournalState = { lastSeq: 0, firstSeq: 1, bytes: 10, capBytes: 100, full: false, torn: 0, corrupt: 0, segment: 1, end: 0 }
  const journal = { state: () => ({ ...whole, ...at }) } as Journal
  const config = { seasons: {}, factorSet: 'default', roles: ['ingest', 'jobs'], notify: { coverageBelow } } as unknown as Config
  const state: AppState = { campus, config, stored: 0, storeFault: null, rollupFault: null }
  const live = createLiveFeed({ clock, unitOf: () => '' })
  const roller = createRoller({ readings, buckets, points: () => state.campus.points, zone: campus.timezone, clock })
  const rolling = createRolling({ roller, events, clock })
  const ports = { records, buckets, readings, clock, events, beats, messengers, sha256, journal, broker: null, version: 'test' }
  const parts = { ...ports, config, metrics: createMetricLog() } as unknown as AppParts
  const accounts = createReporting(parts, state)
  const losses = createLosses({ records, clock, events, metrics: parts.metrics })
  const desk = createOperations({ parts, state, accounts, live, progress: createProgress(clock, () => undefined), rolling, losses })
  const worker = createWorker({ jobs: desk.jobs, zone: () => campus.timezone, beats, clock, records, events })
  await worker.start()
  return {
    api: desk.api,
    accounts,
    beats,
    events,
    live,
    records,
    buckets,
    state,
    journal: at,
    async stop() {
      desk.stop()
      await worker.stop()
    },
  }
}
