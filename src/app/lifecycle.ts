/** How the running service reacts to its surroundings: start, commits and events of the store, another campus file, stop. */

import type { AuditTrail } from '../audit/trail.ts'
import { createConfigLog } from './audit/config-log.ts'
import type { Config } from '../config/types.ts'
import { createIngestor } from '../ingest/ingestor.ts'
import type { OverlookedTopics } from '../ingest/overlooked-topics.ts'
import { errorText } from '../kernel/index.ts'
import type { Worker } from '../jobs/worker.ts'
import type { BrokerHandler, CommitNote, DeviceEventBatch, ServiceEvent } from '../ports/index.ts'
import type { LivePublisher } from '../views/live.ts'
import { subscriptionsOf } from '../wire/index.ts'
import { createRefusalKeeper } from './administration/refused-messages.ts'
import type { RollupQueue } from './administration/rollup-queue.ts'
import type { AppParts } from './context.ts'
import type { ControlRun } from './control/run.ts'
import type { DeviceAvailability } from './monitoring/availability.ts'
import { type LatestReadings, loadLatest } from './monitoring/latest.ts'
import { correctPresence, presenceOf } from './monitoring/presence.ts'
import { requestBirths } from './monitoring/rebirths.ts'
import type { ReplacedValues } from './monitoring/replaced-values.ts'
import type { Losses } from './operations/losses.ts'
import type { Operations } from './operations/operations.ts'
import type { ServiceState } from './state.ts'

export interface Lifecycle {
  start(): Promise<void>
  /** The writer committed a batch. */
  onCommit(note: CommitNote): void
  /** Messages of a commit reported events of their devices. */
  onDeviceEvents(batch: DeviceEventBatch): void
  /** The store thread reported an event: whether the store is away is part of readiness. */
  onStoreEvent(event: ServiceEvent): void
  /** Puts another campus file in force: its points, seasons, factors. Addresses and folders stay until a restart. */
  reconfigure(config: Config): Promise<void>
  /** Stops the broker first, then the jobs. Whoever opened the stores closes them. */
  stop(): Promise<void>
}

export interface LifecycleParts {
  readonly parts: AppParts
  readonly state: ServiceState
  readonly latest: LatestReadings
  readonly live: LivePublisher
  readonly losses: Losses
  readonly availability: DeviceAvailability
  readonly rollups: RollupQueue
  readonly operations: Operations
  readonly control: ControlRun
  readonly worker: Worker
  readonly overlooked: OverlookedTopics
  readonly replaced: ReplacedValues
  readonly trail: Pick<AuditTrail, 'record'>
}

export function createLifecycle(lifecycle: LifecycleParts): Lifecycle {
  const { parts, state, latest, live, losses, availability, rollups, operations, control, worker, overlooked, replaced, trail } = lifecycle
  const configLog = createConfigLog({ trail, events: parts.events })
  const { writer, journal, broker, metrics } = parts
  const loading = loadLatest(parts, state, latest)
  return {
    async start() {
      state.resumeAt(await writer.offset())
      // The numbers of a journal that was lost or restored continue where the store stands: the store would skip lower ones.
      journal.skipTo(state.stored)
      journal.onAppend((at) => writer.nudge(at))
      writer.nudge(journal.state())
      await broker?.start(subscriptionsOf(state.campus.sources), ingestorOf(parts, overlooked), presenceOf(parts))
      if (parts.config.roles.includes('jobs')) await worker.start()
      await loading.start()
      await control.start()
      state.recordStarted()
    },
    onCommit(note) {
      state.recordStored(note.offset)
      const newer = latest.merge(note.latest)
      if (newer.length > 0) live.publish(newer)
      if (newer.length > 0) control.onReadings(newer)
      metrics.count('readings_stored', {}, note.rows)
      recordReplaced(parts, replaced, note.replaced)
    },
    onDeviceEvents({ events, gaps }) {
      if (gaps.length > 0) losses.recordGaps(gaps)
      availability.apply(events)
      control.onDeviceEvents(events)
      void requestBirths(parts, events)
      correctPresence(parts, availability, events)
    },
    onStoreEvent({ code, detail }) {
      if (code === 'store-away') state.storeFailed(detail)
      if (code === 'store-back') state.storeRecovered()
    },
    async reconfigure(config) {
      const before = state.config
      state.reconfigure(config)
      await configLog.changed(before, config)
      await writer.reconfigure(config.campus)
      overlooked.clear()
      await broker?.subscribe(subscriptionsOf(config.campus.sources))
    },
    async stop() {
      await control.stop()
      await broker?.stop()
      loading.stop()
      operations.stop()
      // A rollup that runs is aborted: what it leaves undone is still due at the next start.
      await Promise.all([rollups.stop(), worker.stop()])
      live.close()
    },
  }
}

function recordReplaced({ events }: Pick<AppParts, 'events'>, replaced: ReplacedValues, found: CommitNote['replaced']): void {
  if (found.length === 0) return
  replaced.record(found).catch((error: unknown) => {
    events.emit({ code: 'request-failed', level: 'error', detail: `replaced values could not be recorded: ${errorText(error)}` })
  })
}

function ingestorOf({ journal, config, events, metrics, clock, deadLetters }: AppParts, overlooked: OverlookedTopics): BrokerHandler {
  const onRefused = createRefusalKeeper(deadLetters, clock)
  return createIngestor({
    journal,
    limits: config.limits,
    events,
    metrics,
    clock,
    onRefused,
    onOverlooked: (message) => overlooked.see(message),
  })
}
