/** Composition by hand: stages from configuration and ports. No adapter is named here, and no state is kept here. */

import { createAdministration } from './app/administration/administration.ts'
import { createShownRoller } from './app/administration/roller.ts'
import { createRollupQueue } from './app/administration/rollup-queue.ts'
import { auditInterceptor } from './app/audit/interceptor.ts'
import { createLoginLog, type LoginLog } from './app/audit/logins.ts'
import { createSubjectReader } from './app/audit/subjects.ts'
import { createClosing } from './app/closing/closing.ts'
import type { AppParts } from './app/context.ts'
import { guardUseCases } from './app/guard.ts'
import { createLifecycle, type Lifecycle } from './app/lifecycle.ts'
import { createControlRun } from './app/control/run.ts'
import { createDevices } from './app/devices/devices.ts'
import { createDeviceAvailability, type DeviceAvailability } from './app/monitoring/availability.ts'
import { createExpected } from './app/monitoring/expected.ts'
import { createLatestReadings, type LatestReadings } from './app/monitoring/latest.ts'
import { homeAssistantJob } from './app/monitoring/home-assistant.ts'
import { createMonitoring } from './app/monitoring/monitoring.ts'
import { createUnitLookup } from './app/monitoring/unit-lookup.ts'
import { storeJobs } from './app/operations/jobs.ts'
import { createLosses, type Losses } from './app/operations/losses.ts'
import { createOperations } from './app/operations/operations.ts'
import { createProgress, type Progress } from './app/operations/progress.ts'
import { createStatus } from './app/operations/status.ts'
import { createReplacedValues, type ReplacedValues } from './app/monitoring/replaced-values.ts'
import { createEntryLog } from './app/reporting/entry-log.ts'
import { createEntryStore } from './app/reporting/entry-store.ts'
import { createReporting } from './app/reporting/reporting.ts'
import { ServiceState } from './app/state.ts'
import type { ServiceStatus, UseCases } from './app/use-cases.ts'
import { createAuditTrail } from './audit/trail.ts'
import type { Config } from './config/types.ts'
import type { Campus, Correction } from './domain/index.ts'
import { factorsOf } from './figures/factors/factor-table.ts'
import { createOverlookedTopics } from './ingest/overlooked-topics.ts'
import { createWorker } from './jobs/worker.ts'
import { createLiveFeed } from './views/live.ts'
import { createViews, type Views } from './views/views.ts'

export interface App extends Lifecycle {
  /** Guarded: every call is checked against the policies. */
  readonly useCases: UseCases
  readonly status: ServiceStatus
  /** The campus in force. */
  readonly campus: () => Campus
  /** Logins and refused logins go into the audit. */
  readonly loginLog: LoginLog
  readonly progress: Progress
  /** Whether devices are connected, by the last message of the device or its will. */
  readonly availability: Pick<DeviceAvailability, 'of' | 'list'>
}

export function createApp(parts: AppParts): App {
  const { clock, events, metrics, records, writer, readings, buckets, broker, beats } = parts
  const state = new ServiceState(parts.config)
  const latest = createLatestReadings()
  const live = createLiveFeed({ clock, unitOf: createUnitLookup(() => state.campus) })
  const progress = createProgress(clock, (job) => live.publishProgress(job))
  const losses = createLosses({ records, clock, events, metrics })
  const availability = createDeviceAvailability()
  const corrections = createEntryLog<Correction>('corrections', parts)
  const roller = createShownRoller({ ...parts, corrections: () => corrections.read() }, state, progress)
  const rollups = createRollupQueue({ roller, events, clock })
  const replaced = createReplacedValues({ records, clock })
  const views = viewsOf({ parts, state, latest, losses, replaced })
  const reporting = createReporting(parts, state)
  const trail = createAuditTrail({ ...parts, seal: parts.auditSeal })
  const closing = createClosing({ parts, state, reporting, rollups, corrections, trail })
  const control = createControlRun({ parts, state, latest: () => latest.map, availability })
  const operations = createOperations({
    parts,
    state,
    reporting,
    closing,
    live,
    progress,
    rollups,
    losses,
    control,
    latest: () => latest.map,
    availability: () => availability.list(),
  })
  const overlooked = createOverlookedTopics()
  const monitoring = createMonitoring({
    views,
    expected: createExpected({ campus: () => state.campus, buckets, clock }),
    live,
    writer,
    overlooked,
    losses: () => losses.observedSummary(broker?.state() ?? null),
  })
  const renewLatest = async (points: readonly string[]): Promise<void> => latest.renew(points, await readings.latest())
  const administration = createAdministration({ parts, state, rollups, progress, trail, renewLatest })
  const jobs = [...storeJobs({ rollups, readings, state }), ...operations.jobs, homeAssistantJob({ parts, state, views })]
  const worker = createWorker({ jobs, zone: () => state.campus.timezone, beats, clock, records, events })
  const shared = { parts, state, latest, availability, overlooked, losses, rollups }
  const lifecycle = createLifecycle({ ...shared, live, operations, control, worker, replaced, trail })
  const reconfigure = (config: Config): Promise<void> => lifecycle.reconfigure(config)
  const devices = createDevices({ ...shared, progress, corrections, renewLatest, reconfigure })
  const useCases = { monitoring, reporting, closing, operations: operations.api, control: control.api, administration, devices }
  return {
    useCases: guardUseCases(useCases, [auditInterceptor({ trail, events, subject: createSubjectReader(useCases) })]),
    loginLog: createLoginLog({ trail, events, clock }),
    status: createStatus(parts, state, losses),
    campus: () => state.campus,
    progress,
    availability,
    ...lifecycle,
  }
}

interface ViewSources {
  readonly parts: AppParts
  readonly state: ServiceState
  readonly latest: LatestReadings
  readonly losses: Losses
  readonly replaced: ReplacedValues
}

function viewsOf({ parts, state, latest, losses, replaced }: ViewSources): Views {
  const { records, readings, buckets, clock } = parts
  const entryStore = createEntryStore({ records, clock, campus: () => state.campus })
  return createViews({
    campus: () => state.campus,
    readings,
    buckets,
    latest: () => latest.map,
    gapsOf: losses.gapsOf,
    replacedOf: (point, within) => replaced.read(point, within),
    simulated: () => state.config.simulated,
    factors: async () => factorsOf(state.config.factorSet, await entryStore.factors()),
    clock,
  })
}
