/** Operations with their jobs over stores in memory, real figures and a clock that leaps: a service without broker and journal. */

import { type AppParts, systemContext } from '../../../src/app/context.ts'
import { ServiceState } from '../../../src/app/state.ts'
import { createReporting } from '../../../src/app/reporting/reporting.ts'
import { createOperations } from '../../../src/app/operations/operations.ts'
import { createLosses } from '../../../src/app/operations/losses.ts'
import { createProgress } from '../../../src/app/operations/progress.ts'
import { createRollupQueue } from '../../../src/app/administration/rollup-queue.ts'
import { sha256 } from '../../../src/adapters/system/sha256.ts'
import type { Config } from '../../../src/config/types.ts'
import type { OperationsApi } from '../../../src/app/operations/api.ts'
import { type Bucket, type Campus, DEFAULT_ALARM_PLAN, HOUR, type RequestContext } from '../../../src/domain/index.ts'
import { createWorker } from '../../../src/jobs/worker.ts'
import type { Journal, JournalState, LatestReading, Messenger, Readings, Records } from '../../../src/ports/index.ts'
import { createRoller } from '../../../src/rollup/roller.ts'
import type { AlarmView, DraftsView, DraftView, NoticeView } from '../../../src/views/operations-types.ts'
import { createLiveFeed, type LivePublisher } from '../../../src/views/live.ts'
import type { ReportingApi } from '../../../src/figures/api.ts'
import type { HandClock } from './clock.ts'
import { createEventLog, createMetricLog, type EventLog } from './events.ts'
import { createLeapingBeats, type LeapingBeats } from './leaping-beats.ts'
import { createMemoryRecords } from './memory-records.ts'
import { createMemoryBuckets, createMemoryReadings, type MemoryBuckets } from './memory-store.ts'

export interface OperationsRigOptions {
  readonly campus: Campus
  readonly clock: HandClock
  readonly buckets?: MemoryBuckets
  readonly readings?: Readings
  readonly records?: Records
  readonly messengers?: readonly Messenger[]
  readonly coverageBelow?: number
  readonly latest?: ReadonlyMap<string, LatestReading>
}

export interface OperationsRig {
  /** The use cases as the service itself calls them. */
  readonly api: {
    drafts(): Promise<DraftsView>
    makeDraft(period: string): Promise<DraftView | { readonly refused: string }>
    alarms(): Promise<readonly AlarmView[]>
    acknowledgeAlarm(id: string, by: string, note: string | null): Promise<AlarmView | null>
    notices(): Promise<readonly NoticeView[]>
  }
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

export async function operationsRig(wish: OperationsRigOptions): Promise<OperationsRig> {
  const { campus, clock, messengers = [], coverageBelow = 0.95 } = wish
  const { readings = createMemoryReadings(), records = createMemoryRecords(), buckets = createMemoryBuckets() } = wish
  const [events, beats] = [createEventLog(), createLeapingBeats()]
  const at = { lastSeq: 0, full: false }
  const whole: JournalState = { lastSeq: 0, firstSeq: 1, bytes: 10, capBytes: 100, full: false, torn: 0, corrupt: 0, segment: 1, end: 0 }
  const journal = { state: () => ({ ...whole, ...at }) } as Journal
  const config = {
    backup: { dir: null, at: 0, keep: { days: 7, weeks: 4, months: 12 }, alarmAfterMs: 36 * HOUR, passphrase: null },
    seasons: {},
    factorSet: 'default',
    roles: ['ingest', 'jobs'],
    alarms: DEFAULT_ALARM_PLAN,
    findings: {},
    notify: { coverageBelow },
  } as unknown as Config
  const state = new ServiceState({ ...config, campus })
  state.resumeAt(0)
  const live = createLiveFeed({ clock, unitOf: () => '' })
  const roller = createRoller({ readings, buckets, points: () => state.campus.points, zone: campus.timezone, clock })
  const rollups = createRollupQueue({ roller, events, clock })
  const ports = { records, buckets, readings, clock, events, beats, messengers, sha256, journal, broker: null, version: 'test' }
  const parts = { ...ports, config, metrics: createMetricLog() } as unknown as AppParts
  const accounts = createReporting(parts, state)
  const losses = createLosses({ records, clock, events, metrics: parts.metrics })
  const progress = createProgress(clock, () => undefined)
  const operations = createOperations({
    parts,
    state,
    reporting: accounts,
    closing: { statements: async () => [], pending: async () => ({ refused: 'refused', detail: 'nothing is closed' }) },
    live,
    progress,
    rollups,
    control: { findCauses: async () => [] },
    losses,
    latest: () => wish.latest ?? new Map(),
    availability: () => [],
  })
  const worker = createWorker({ jobs: operations.jobs, zone: () => campus.timezone, beats, clock, records, events })
  await worker.start()
  return {
    api: bound(operations.api, clock),
    accounts,
    beats,
    events,
    live,
    records,
    buckets,
    state: settable(state),
    journal: at,
    async stop() {
      operations.stop()
      await worker.stop()
    },
  }
}

function bound(api: OperationsApi, clock: HandClock): OperationsRig['api'] {
  const context = (key = 'system'): RequestContext => {
    const { principal, ...rest } = systemContext('test', clock.now())
    return { ...rest, principal: { ...principal, key } }
  }
  return {
    drafts: () => api.drafts(context()),
    async makeDraft(period) {
      const draft = await api.makeDraft(context(), period)
      return 'refused' in draft ? { refused: draft.detail ?? '' } : draft
    },
    alarms: () => api.alarms(context(), null),
    async acknowledgeAlarm(id, by, note) {
      const alarm = await api.acknowledgeAlarm(context(by), id, note)
      return 'refused' in alarm ? null : alarm
    },
    notices: () => api.notices(context()),
  }
}

/** Assignments become transitions of the state. */
function settable(state: ServiceState): OperationsRig['state'] {
  return {
    get campus() {
      return state.campus
    },
    set campus(campus) {
      state.reconfigure({ ...state.config, campus })
    },
    get stored() {
      return state.stored
    },
    set stored(seq) {
      state.resumeAt(seq)
    },
    get storeFault() {
      return state.storeFault
    },
    set storeFault(fault) {
      if (fault === null) state.storeRecovered()
      else state.storeFailed(fault)
    },
    get rollupFault() {
      return state.rollupFault
    },
    set rollupFault(fault) {
      if (fault === null) state.rollupRecovered()
      else state.rollupFailed(fault)
    },
  }
}
